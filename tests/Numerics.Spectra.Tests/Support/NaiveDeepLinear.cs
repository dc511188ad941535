using MathNet.Numerics.LinearAlgebra;

namespace Numerics.Spectra.Tests.Support;

/// <summary>
/// A deep linear network in raw weights with plain matrix algebra: f(x) = w . W_{L-1} ... W_0 x/(gamma sqrt(N_L) sqrt(N_(L-1)) ... sqrt(N_1) sqrt(D)), loss (1/2P) sum (y - f)^2,
/// velocity V = mu V - rate dLoss/dW, W = (1 - decay) W + V, rate = eta gamma^2 D times the schedule. Gradients are products of all factors on either side.
/// Written from the definition of the model; shares nothing with the program.
/// </summary>
internal sealed class NaiveDeepLinear : INaiveNetwork
{
    private Matrix<double>[]? velocities;

    /// <summary>W_0 .. W_{L-1}, w as a row.</summary>
    public required Matrix<double>[] Weights { get; init; }

    /// <summary>beta*, D numbers.</summary>
    public required Vector<double> Target { get; init; }

    /// <summary>Diagonal of Sigma.</summary>
    public required Vector<double> Covariance { get; init; }

    public required double Gamma { get; init; }

    public required double LearningRate { get; init; }

    /// <summary>Rates of W_0 .. W_{L-1}, w over the learning rate.</summary>
    public required double[] Factors { get; init; }

    /// <summary>Subtracted from the coefficients; null for nothing.</summary>
    public Vector<double>? Initial { get; set; }

    public double Momentum { get; init; }

    public double Decay { get; init; }

    private int Dimension => Target.Count;

    private double Factor => Weights.Aggregate(1 / Gamma, (factor, w) => factor / Math.Sqrt(w.ColumnCount));

    /// <summary>beta_hat/sqrt(D): f(x) = Coefficients . x.</summary>
    public Vector<double> Coefficients => (Weights.Reverse().Aggregate((product, next) => product * next).Row(0) * Factor) - (Initial ?? Target.Clone() * 0);

    /// <summary>E (f - y)^2 without noise.</summary>
    public double TestLoss()
    {
        Vector<double> v = (Target / Math.Sqrt(Dimension)) - Coefficients;
        return v.PointwiseMultiply(v) * Covariance;
    }

    /// <summary>Residuals y - f of samples in rows.</summary>
    public Vector<double> Residuals(Matrix<double> x, Vector<double> noise) => (x * ((Target / Math.Sqrt(Dimension)) - Coefficients)) + noise;

    /// <inheritdoc/>
    public void Step(Matrix<double> x, Vector<double> noise, double schedule) => Step(x, noise, Vector<double>.Build.Dense(x.RowCount, 1), schedule);

    /// <summary>One step on (1/2P) sum_mu mask_mu (y - f)^2.</summary>
    public void Step(Matrix<double> x, Vector<double> noise, Vector<double> mask, double schedule)
    {
        Vector<double> error = Residuals(x, noise).PointwiseMultiply(mask) / -x.RowCount;
        Matrix<double> end = (error * x).ToRowMatrix() * Factor;                // dLoss/d(product of all weights), 1 x D
        var gradients = new Matrix<double>[Weights.Length];
        for (int layer = 0; layer < Weights.Length; layer++)
        {
            Matrix<double> gradient = end;
            foreach (Matrix<double> below in Weights.Take(layer))
            {
                gradient *= below.Transpose();                                   // 1 x width below this layer
            }

            Matrix<double> above = Matrix<double>.Build.DenseIdentity(1);
            foreach (Matrix<double> w in Weights.Skip(layer + 1).Reverse())
            {
                above *= w;
            }

            gradients[layer] = above.Transpose() * gradient;
        }

        velocities ??= [.. Weights.Select(w => w * 0)];
        for (int layer = 0; layer < Weights.Length; layer++)
        {
            velocities[layer] = (Momentum * velocities[layer]) - (Factors[layer] * LearningRate * Gamma * Gamma * Dimension * schedule * gradients[layer]);
            Weights[layer] = ((1 - Decay) * Weights[layer]) + velocities[layer];
        }
    }

    /// <summary>gamma^2 D times the inner products of the gradients of f at inputs in rows, over all raw weights, each layer with its factor: minus the change of f per unit learning rate and residual.</summary>
    public Matrix<double> TangentKernel(Matrix<double> x)
    {
        Matrix<double> kernel = Matrix<double>.Build.Dense(x.RowCount, x.RowCount);
        for (int layer = 0; layer < Weights.Length; layer++)
        {
            Matrix<double> below = x;
            foreach (Matrix<double> w in Weights.Take(layer))
            {
                below *= w.Transpose();
            }

            Matrix<double> above = Matrix<double>.Build.DenseIdentity(1);
            foreach (Matrix<double> w in Weights.Skip(layer + 1).Reverse())
            {
                above *= w;
            }

            // dLoss/dW_l of one input is the outer product of what lies above and below.
            kernel += Factors[layer] * (above * above.Transpose())[0, 0] * (below * below.Transpose());
        }

        return Gamma * Gamma * Dimension * Factor * Factor * kernel;
    }
}
