using MathNet.Numerics;
using Numerics.Kernels.Elementwise;

namespace Numerics.Spectra.Tests.Support;

/// <summary>
/// A fully connected network in raw parameters with stored weights, trained by gradient descent on (1/2|B|) sum (y - f)^2 with plain loops:
/// h1 = W0 x/sqrt(D), h(l+1) = W(l) phi(h(l))/sqrt(N), f = w . phi(hL)/(gamma0 N^output), theta -= eta gamma0^2 N^rate dLoss/dtheta.
/// With conventions: gain x max(h, 0) or gain x phi(h); the sum of losses; a rate for every layer; f - f at the start.
/// Written from the definition of the model; shares nothing with the program.
/// </summary>
internal sealed class NaiveNetwork
{
    public required ActivationKind Activation { get; init; }

    /// <summary>x_m, D numbers each.</summary>
    public required double[][] Inputs { get; init; }

    public required double[] Targets { get; init; }

    public required double LearningRate { get; init; }

    public required double OutputScale { get; init; }

    public double OutputExponent { get; init; } = 1;

    public double RateExponent { get; init; } = 1;

    /// <summary>Factor of max(h, 0) or of another activation; null for that of Phi.</summary>
    public double? Gain { get; init; }

    /// <summary>(1/2) sum over the batch instead of the mean.</summary>
    public bool SumLoss { get; init; }

    /// <summary>Rates of W0, of each W(l) and of w over the learning rate; null for 1.</summary>
    public double[]? Factors { get; init; }

    /// <summary>Subtracted from the outputs; null for nothing.</summary>
    public double[]? InitialOutput { get; set; }

    /// <summary>W0, N x D.</summary>
    public required double[,] First { get; init; }

    /// <summary>W(1) .. W(L-1), N x N, entries of standard deviation sigma.</summary>
    public required double[][,] Hidden { get; init; }

    public required double[] Readout { get; init; }

    /// <summary>g of each hidden matrix in the order of the steps and batches.</summary>
    public List<double[]>[] Gradients { get; private set; } = [];

    /// <summary>phi of each hidden matrix in the order of the forward passes.</summary>
    public List<double[]>[] Features { get; private set; } = [];

    private int Width => Readout.Length;

    public static double Phi(ActivationKind kind, double h) => kind switch
    {
        ActivationKind.Linear => h,
        ActivationKind.Tanh => Math.Tanh(h),
        ActivationKind.Erf => SpecialFunctions.Erf(0.5 * Math.Sqrt(Math.PI) * h),
        ActivationKind.Relu => Math.Sqrt(2) * Math.Max(h, 0),
        ActivationKind.Sine => Math.Sin(h),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static double Slope(ActivationKind kind, double h) => kind switch
    {
        ActivationKind.Linear => 1,
        ActivationKind.Tanh => 1 / (Math.Cosh(h) * Math.Cosh(h)),
        ActivationKind.Erf => Math.Exp(-0.25 * Math.PI * h * h),
        ActivationKind.Relu => h > 0 ? Math.Sqrt(2) : 0,
        ActivationKind.Sine => Math.Cos(h),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Outputs and the mean loss over all samples.</summary>
    public (double[] Output, double Loss) Evaluate()
    {
        double[] output = [.. Inputs.Select((x, m) => Output(Fields(x)) - (InitialOutput?[m] ?? 0))];
        return (output, output.Select((f, m) => 0.5 * (Targets[m] - f) * (Targets[m] - f)).Average());
    }

    public double Loss(IReadOnlyList<int> batch) =>
        batch.Average(m => 0.5 * Math.Pow(Targets[m] - Output(Fields(Inputs[m])), 2));

    /// <summary>One step of gradient descent; the features of all samples and the gradients of the batch are recorded.</summary>
    public void Step(IReadOnlyList<int> batch)
    {
        double[][][] fields = [.. Inputs.Select(Fields)];
        if (Gradients.Length == 0)
        {
            Gradients = [.. Hidden.Select(_ => new List<double[]>())];
            Features = [.. Hidden.Select(_ => new List<double[]>())];
        }

        for (int layer = 0; layer < Hidden.Length; layer++)
        {
            Features[layer].AddRange(fields.Select(h => Activated(h[layer])));
        }

        double rate = LearningRate * OutputScale * OutputScale * Math.Pow(Width, RateExponent);
        var updates = new List<Action>();
        foreach (int m in batch)
        {
            double[][] h = fields[m];
            double error = -(Targets[m] + (InitialOutput?[m] ?? 0) - Output(h)) / (SumLoss ? 1 : batch.Count) / (OutputScale * Math.Pow(Width, OutputExponent)); // dLoss/d(w . phi)
            double[] back = [.. h[^1].Select((x, i) => error * Readout[i] * SlopeAt(x))];
            double[] top = Activated(h[^1]);
            Gradients[^1].Add([.. h[^1].Select((x, i) => Readout[i] * SlopeAt(x))]);
            updates.Add(() => Add(Readout, -rate * Factor(Hidden.Length + 1) * error, top));
            for (int layer = Hidden.Length - 1; layer >= 0; layer--)
            {
                double[] above = back;
                double[] feature = Activated(h[layer]);
                double[,] weights = Hidden[layer];
                double[] z = Transposed(weights, above, 1 / Math.Sqrt(Width));
                double own = rate * Factor(layer + 1);
                updates.Add(() => Add(weights, -own / Math.Sqrt(Width), above, feature));
                back = [.. h[layer].Select((x, i) => SlopeAt(x) * z[i])];
                if (layer > 0)
                {
                    Gradients[layer - 1].Add([.. back.Select(g => g / error)]);
                }
            }

            double[] first = back;
            updates.Add(() => Add(First, -rate * Factor(0) / Math.Sqrt(Inputs[m].Length), first, Inputs[m]));
        }

        updates.ForEach(update => update());
    }

    private double Factor(int layer) => Factors?[layer] ?? 1;

    private double SlopeAt(double h) => Gain is not { } a ? Slope(Activation, h) : Activation == ActivationKind.Relu ? (h > 0 ? a : 0) : a * Slope(Activation, h);

    private double ValueAt(double h) => Gain is not { } a ? Phi(Activation, h) : Activation == ActivationKind.Relu ? a * Math.Max(h, 0) : a * Phi(Activation, h);

    private double[] Activated(double[] h) => [.. h.Select(ValueAt)];

    private double[][] Fields(double[] x)
    {
        var fields = new List<double[]> { Product(First, x, 1 / Math.Sqrt(x.Length)) };
        foreach (double[,] weights in Hidden)
        {
            fields.Add(Product(weights, Activated(fields[^1]), 1 / Math.Sqrt(Width)));
        }

        return [.. fields];
    }

    private double Output(double[][] fields) =>
        Activated(fields[^1]).Select((v, i) => v * Readout[i]).Sum() / (OutputScale * Math.Pow(Width, OutputExponent));

    private static double[] Product(double[,] matrix, double[] x, double factor)
    {
        var y = new double[matrix.GetLength(0)];
        for (int i = 0; i < y.Length; i++)
        {
            for (int j = 0; j < x.Length; j++)
            {
                y[i] += factor * matrix[i, j] * x[j];
            }
        }

        return y;
    }

    private static double[] Transposed(double[,] matrix, double[] x, double factor)
    {
        var y = new double[matrix.GetLength(1)];
        for (int i = 0; i < x.Length; i++)
        {
            for (int j = 0; j < y.Length; j++)
            {
                y[j] += factor * matrix[i, j] * x[i];
            }
        }

        return y;
    }

    private static void Add(double[] target, double factor, double[] x)
    {
        for (int i = 0; i < x.Length; i++)
        {
            target[i] += factor * x[i];
        }
    }

    private static void Add(double[,] target, double factor, double[] left, double[] right)
    {
        for (int i = 0; i < left.Length; i++)
        {
            for (int j = 0; j < right.Length; j++)
            {
                target[i, j] += factor * left[i] * right[j];
            }
        }
    }
}
