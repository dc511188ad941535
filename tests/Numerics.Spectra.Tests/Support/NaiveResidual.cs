using MathNet.Numerics.LinearAlgebra;

namespace Numerics.Spectra.Tests.Support;

/// <summary>
/// A deep linear network with residual branches in raw weights with plain k x k matrix algebra: f(x) = w . (1 + eps W_{L-1}/sqrt(N)) ... (1 + eps W_1/sqrt(N)) W_0 x/(gamma sqrt(N D)),
/// loss (1/2P) sum (y - f)^2, velocity V = mu V - rate dLoss/dW, W = (1 - decay) W + V, rate = eta gamma^2 D. Written from the definition of the model; shares nothing with the program.
/// </summary>
internal sealed class NaiveResidual : INaiveNetwork
{
    private Matrix<double>[]? velocities;

    /// <summary>W_0 .. W_{L-1}, w as a row.</summary>
    public required Matrix<double>[] Weights { get; init; }

    /// <summary>beta*, D numbers.</summary>
    public required Vector<double> Target { get; init; }

    public required double Gamma { get; init; }

    public required double LearningRate { get; init; }

    /// <summary>beta0/sqrt(L).</summary>
    public required double Branch { get; init; }

    /// <summary>The matrix whose gradient lacks the factor eps, a wrong program; null for the right one.</summary>
    public int? GradientWithoutBranch { get; init; }

    public double Momentum { get; init; }

    public double Decay { get; init; }

    private int Depth => Weights.Length - 1;

    private int Width => Weights[0].RowCount;

    private int Dimension => Target.Count;

    /// <summary>beta_hat/sqrt(D): f(x) = Coefficients . x.</summary>
    public Vector<double> Coefficients => Factors().Reverse().Aggregate((product, next) => product * next).Row(0) / (Gamma * Math.Sqrt(Width));

    /// <summary>E (f - y)^2 of white inputs without noise.</summary>
    public double TestLoss()
    {
        Vector<double> v = (Target / Math.Sqrt(Dimension)) - Coefficients;
        return v * v;
    }

    /// <summary>Residuals y - f of samples in rows.</summary>
    public Vector<double> Residuals(Matrix<double> x, Vector<double> noise) => (x * ((Target / Math.Sqrt(Dimension)) - Coefficients)) + noise;

    /// <summary>One step on (1/2P) sum (y - f)^2.</summary>
    public void Step(Matrix<double> x, Vector<double> noise, double schedule)
    {
        Matrix<double> end = ((Residuals(x, noise) / -x.RowCount) * x).ToRowMatrix() / (Gamma * Math.Sqrt(Width));
        Matrix<double>[] factors = Factors();
        var gradients = new Matrix<double>[Weights.Length];
        for (int layer = 0; layer < Weights.Length; layer++)
        {
            gradients[layer] = OuterScale(layer, inGradient: true) * (Above(factors, layer).Transpose() * Below(end, factors, layer));
        }

        velocities ??= [.. Weights.Select(w => w * 0)];
        for (int layer = 0; layer < Weights.Length; layer++)
        {
            velocities[layer] = (Momentum * velocities[layer]) - (LearningRate * Gamma * Gamma * Dimension * schedule * gradients[layer]);
            Weights[layer] = ((1 - Decay) * Weights[layer]) + velocities[layer];
        }
    }

    /// <summary>gamma^2 D times the inner products of the gradients of f at inputs in rows, over all raw weights.</summary>
    public Matrix<double> TangentKernel(Matrix<double> x)
    {
        Matrix<double>[] factors = Factors();
        Matrix<double> kernel = Matrix<double>.Build.Dense(x.RowCount, x.RowCount);
        for (int layer = 0; layer < Weights.Length; layer++)
        {
            Matrix<double> below = Below(x, factors, layer);
            Matrix<double> above = Above(factors, layer) * OuterScale(layer, inGradient: false);
            kernel += (above * above.Transpose())[0, 0] * (below * below.Transpose());
        }

        return Dimension / (double)Width * kernel;
    }

    /// <summary>df/dW of a factor 1 + s W is s times the outer product around it.</summary>
    private double OuterScale(int layer, bool inGradient) => layer == 0 ? 1 / Math.Sqrt(Dimension)
        : layer == Depth ? 1
        : (inGradient && GradientWithoutBranch == layer ? 1 : Branch) / Math.Sqrt(Width);

    private Matrix<double>[] Factors() =>
    [
        .. Weights.Select((w, layer) => layer == 0 ? w / Math.Sqrt(Dimension)
            : layer == Depth ? w
            : Matrix<double>.Build.DenseIdentity(Width) + (Branch / Math.Sqrt(Width) * w)),
    ];

    private static Matrix<double> Above(Matrix<double>[] factors, int layer) =>
        factors.Skip(layer + 1).Reverse().Aggregate(Matrix<double>.Build.DenseIdentity(1), (product, next) => product * next);

    /// <summary>What reaches a layer of inputs in rows.</summary>
    private static Matrix<double> Below(Matrix<double> inputs, Matrix<double>[] factors, int layer) =>
        factors.Take(layer).Aggregate(inputs, (product, next) => product.TransposeAndMultiply(next));
}
