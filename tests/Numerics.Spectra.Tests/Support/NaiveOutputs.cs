using Numerics.Spectra.Models;

namespace Numerics.Spectra.Tests.Support;

/// <summary>
/// Two hidden layers of tanh and C outputs in raw parameters, trained by gradient descent with momentum and decoupled weight decay: h1 = W0 x/sqrt(D), h2 = W1 phi(h1)/sqrt(N), f_c = w_c . phi(h2)/(gamma0 N),
/// loss (1/2|B|) sum over batch and outputs of (y - f)^2, V = mu V - eta gamma0^2 N dLoss/dtheta, theta = (1 - lambda) theta + V. Written from the definition; shares nothing with the program.
/// </summary>
internal sealed class NaiveOutputs(double[][] inputs, double[][] targets, double[,] first, double[,] hidden, double[,] readout)
{
    private readonly double[,] firstVelocity = new double[first.GetLength(0), first.GetLength(1)];
    private readonly double[,] hiddenVelocity = new double[hidden.GetLength(0), hidden.GetLength(1)];
    private readonly double[,] readoutVelocity = new double[readout.GetLength(0), readout.GetLength(1)];

    public required NetworkOptions Options { get; init; }

    public double Momentum { get; init; }

    public double WeightDecay { get; init; }

    private int Width => hidden.GetLength(0);

    private int Outputs => readout.GetLength(1);

    /// <summary>W1/sqrt(N).</summary>
    public double[,] Matrix => NetworkCase.Scaled(hidden, 1 / Math.Sqrt(Width));

    public double[] Output(int m)
    {
        (_, double[] h2) = Fields(m);
        return [.. Enumerable.Range(0, Outputs).Select(c => Enumerable.Range(0, Width).Sum(i => readout[i, c] * Math.Tanh(h2[i])) / (Options.OutputScale * Width))];
    }

    public double Loss() => Enumerable.Range(0, inputs.Length).Sum(m => Output(m).Zip(targets[m], (f, y) => (y - f) * (y - f)).Sum()) / (2 * inputs.Length);

    public void Step(IReadOnlyList<int> batch)
    {
        double[,] d0 = new double[Width, first.GetLength(1)], d1 = new double[Width, Width], dw = new double[Width, Outputs];
        double rate = Options.LearningRate * Options.OutputScale * Options.OutputScale * Width;
        foreach (int m in batch)
        {
            (double[] h1, double[] h2) = Fields(m);
            double[] error = [.. Output(m).Zip(targets[m], (f, y) => (y - f) / (batch.Count * Options.OutputScale * Width))];
            for (int i = 0; i < Width; i++)
            {
                double back = 0;
                for (int c = 0; c < Outputs; c++)
                {
                    dw[i, c] += rate * error[c] * Math.Tanh(h2[i]);
                    back += error[c] * readout[i, c];
                }

                double slope = 1 - (Math.Tanh(h2[i]) * Math.Tanh(h2[i]));
                for (int j = 0; j < Width; j++)
                {
                    d1[i, j] += rate * back * slope * Math.Tanh(h1[j]) / Math.Sqrt(Width);
                    double down = back * slope * hidden[i, j] / Math.Sqrt(Width) * (1 - (Math.Tanh(h1[j]) * Math.Tanh(h1[j])));
                    for (int k = 0; k < inputs[m].Length; k++)
                    {
                        d0[j, k] += rate * down * inputs[m][k] / Math.Sqrt(inputs[m].Length);
                    }
                }
            }
        }

        Move(first, firstVelocity, d0);
        Move(hidden, hiddenVelocity, d1);
        Move(readout, readoutVelocity, dw);
    }

    private void Move(double[,] weights, double[,] velocity, double[,] step)
    {
        for (int i = 0; i < weights.GetLength(0); i++)
        {
            for (int j = 0; j < weights.GetLength(1); j++)
            {
                velocity[i, j] = (Momentum * velocity[i, j]) + step[i, j];
                weights[i, j] = ((1 - WeightDecay) * weights[i, j]) + velocity[i, j];
            }
        }
    }

    private (double[] First, double[] Second) Fields(int m)
    {
        double[] h1 = new double[Width], h2 = new double[Width];
        for (int i = 0; i < Width; i++)
        {
            for (int k = 0; k < inputs[m].Length; k++)
            {
                h1[i] += first[i, k] * inputs[m][k] / Math.Sqrt(inputs[m].Length);
            }
        }

        for (int i = 0; i < Width; i++)
        {
            for (int j = 0; j < Width; j++)
            {
                h2[i] += hidden[i, j] * Math.Tanh(h1[j]) / Math.Sqrt(Width);
            }
        }

        return (h1, h2);
    }
}
