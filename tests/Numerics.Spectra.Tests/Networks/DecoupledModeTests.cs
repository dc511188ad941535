using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;

namespace Numerics.Spectra.Tests.Networks;

/// <summary>
/// Outside check of the training engine: the exact solution of a decoupled mode of a two-layer linear network (A. M. Saxe, J. L. McClelland, S. Ganguli, arXiv 1312.6120),
/// with balanced small initial weights aligned with the mode, population gradient, in the limit of gradient flow.
/// </summary>
/// <remarks>
/// A_0 = a n e_k^T and w = sqrt(D) a n (n a unit vector) stay of this form. With all target power in mode k (beta* = sqrt(D) e_k) and U = c a^2:
/// beta_hat = sqrt(D) U e_k, test loss = lambda_k (1 - U)^2, and one step is dU = 2 kappa lambda_k U (1 - U) + O(kappa^2); in the flow limit with tau = kappa t
/// U(tau) = E/(E - 1 + 1/U(0)), E = exp(2 lambda_k tau).
/// </remarks>
public sealed class DecoupledModeTests
{
    private const int Dimension = 24;
    private const int Width = 12;
    private const double Initial = 0.02;
    private static readonly double[] Eigenvalues = [.. Enumerable.Range(1, Dimension).Select(k => 2.0 / k)];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void Strength_of_a_mode_follows_the_sigmoid_with_an_error_of_first_order_in_the_learning_rate(int mode)
    {
        // Measured where half of the mode is learned, tau = ln(1/U(0))/(2 lambda), the steepest place.
        double time = Math.Log(1 / Initial) / (2 * Eigenvalues[mode]);
        double growth = Math.Exp(2 * Eigenvalues[mode] * time);
        double exact = growth / (growth - 1 + (1 / Initial));
        double[] errors = [.. ((int[])[100, 200, 400, 800]).Select(steps => Strength(mode, time, steps) - exact)];
        for (int i = 1; i < errors.Length; i++)
        {
            Assert.Equal(1, Math.Log2(errors[i - 1] / errors[i]), 0.02);
        }

        // Richardson's combination removes the first order: what remains is of second order, (1/800)^2 times a number near one.
        Assert.Equal(0, (2 * errors[^1]) - errors[^2], 1e-5);
    }

    /// <summary>U after a number of steps that take a given flow time.</summary>
    private static double Strength(int mode, double time, int steps)
    {
        const double Ratio = (double)Width / Dimension;
        double gamma = Parameterization.MuP.ProportionalOutputScale(1.5, Ratio);
        var model = new DeepLinearModel
        {
            Depth = 1,
            WidthRatio = Ratio,
            SampleRatio = double.PositiveInfinity,
            Parameterization = Parameterization.MuP,
            LearningRate = time / steps * Math.Sqrt(Ratio) / gamma,
            OutputScale = 1.5,
            InitialScales = [1, 1],
            Optimizer = new OptimizerMemory(steps),
            Covariance = new CovarianceSpectrum(
                Eigenvalues, [.. Eigenvalues.Select(_ => 1.0 / Dimension)], [.. Eigenvalues.Select((_, k) => k == mode ? Dimension : 0.0)]),
        };
        using var lapack = Lapack.Load();
        using var network = new DeepLinearNetwork<double>(
            model, Dimension, new GaussianFactory<double>(MatrixKind.Stored, lapack, ShardExecutor.Sequential), new NetworkStreams(1, 901, 0));
        var first = (StoredGaussian<double>)network.Matrices[0].Gaussian;
        first.Entries.AsSpan().Clear();
        double strength = Math.Sqrt(Initial / network.Model.OutputMultiplier);
        double norm = Math.Sqrt(Enumerable.Range(1, Width).Sum(i => (double)i * i));
        for (int i = 0; i < Width; i++)
        {
            first.Entries[i, mode] = strength * (i + 1) / norm;
            network.InitialReadout.Panel[i, 0] = Math.Sqrt(Dimension) * strength * (i + 1) / norm;
        }

        DeepLinearTrajectory trajectory = network.Train();
        Assert.Equal(Eigenvalues[mode] * Math.Pow(1 - Initial, 2), trajectory.TestLoss[0], 1e-13);
        return 1 - Math.Sqrt(trajectory.TestLoss[^1] / Eigenvalues[mode]);
    }
}
