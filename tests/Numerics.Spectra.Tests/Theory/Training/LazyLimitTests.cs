using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Theory.Training;

namespace Numerics.Spectra.Tests.Theory.Training;

/// <summary>Small output scales train lazily: gradient descent with the tangent kernel of the start, known in closed form for relu (arc-cosine kernels) and sine.</summary>
public sealed class LazyLimitTests
{
    private const int Steps = 12;
    private const int Passes = 12;
    private const double Rate = 0.3;
    private const double HiddenScale = 0.9;

    private static readonly double[,] Inputs = { { 1, 0.3, -0.4 }, { 0.3, 0.8, 0.1 }, { -0.4, 0.1, 1.2 } };
    private static readonly double[] Targets = [1, -1, 0.5];

    /// <summary>
    /// Twelve passes of 4000 sites know the loss to about a percent; five standard errors are passed by chance in one of 10^5 entries. The sampled output of the start alone would make
    /// the first loss 10^3 at 1e-3.
    /// </summary>
    [Theory]
    [InlineData(ActivationKind.Relu, 1e-3)]
    [InlineData(ActivationKind.Relu, 1e-8)]
    [InlineData(ActivationKind.Sine, 1e-3)]
    [InlineData(ActivationKind.Sine, 1e-6)]
    public void Outputs_and_losses_are_those_of_the_initial_tangent_kernel(ActivationKind activation, double outputScale)
    {
        using DenseMatrix<double> gram = new(3, 3);
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                gram[i, j] = Inputs[i, j];
            }
        }

        var options = new NetworkOptions
        {
            Depth = 2,
            Activation = activation,
            LearningRate = Rate,
            OutputScale = outputScale,
            HiddenScale = HiddenScale,
            Steps = Steps,
            Width = 1,
        };
        var set = new TrainingSet(gram, Targets);
        TrainingTrajectory[] passes = [.. Enumerable.Range(0, Passes).Select(pass => TrainingDmft.Solve(
            options, set, DmftSolver.MomentMatched, 4000, new NetworkStreams(5, 901, (uint)pass), ShardExecutor.Sequential).Trajectory)];
        (double[][] outputs, double[] losses) = Lazy(activation);
        Assert.All(passes, pass => Assert.Equal((losses[0], 0.0, 0.0, 0.0), (pass.Loss[0], pass.Output[0][0], pass.Output[0][1], pass.Output[0][2])));
        for (int step = 1; step <= Steps; step++)
        {
            Near(losses[step], [.. passes.Select(pass => pass.Loss[step])], 0.02);
            for (int m = 0; m < 3; m++)
            {
                Near(outputs[step][m], [.. passes.Select(pass => pass.Output[step][m])], 0.01);
            }
        }
    }

    private static void Near(double expected, double[] values, double sharpness)
    {
        double mean = values.Average();
        double error = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1) / values.Length);
        Assert.InRange(error, 0, sharpness * Math.Max(0.1, Math.Abs(expected)));
        Assert.InRange(Math.Abs(mean - expected), 0, (5 * error) + (2e-3 * Math.Abs(expected))); // 1/4000 of each average is its bias
    }

    /// <summary>f(t + 1) = f(t) + (eta/P) K (y - f(t)), K = Phi^2 + Phi^1 G^2 + K^0 G^1 with G^1 = sigma^2 G^2 E[phi' phi'].</summary>
    private static (double[][] Outputs, double[] Losses) Lazy(ActivationKind activation)
    {
        (double[,] first, double[,] firstSlope) = Moments(activation, Inputs);
        double[,] hidden = new double[3, 3];
        for (int i = 0; i < 9; i++)
        {
            hidden[i / 3, i % 3] = HiddenScale * HiddenScale * first[i / 3, i % 3];
        }

        (double[,] second, double[,] secondSlope) = Moments(activation, hidden);
        List<double[]> outputs = [new double[3]];
        for (int step = 0; step < Steps; step++)
        {
            double[] f = outputs[^1];
            outputs.Add([.. Enumerable.Range(0, 3).Select(i => f[i] + (Rate / 3 * Enumerable.Range(0, 3).Sum(j =>
                (second[i, j] + (first[i, j] * secondSlope[i, j]) + (Inputs[i, j] * HiddenScale * HiddenScale * secondSlope[i, j] * firstSlope[i, j])) * (Targets[j] - f[j]))))]);
        }

        return ([.. outputs], [.. outputs.Select(f => f.Zip(Targets, (a, y) => (y - a) * (y - a)).Sum() / 6)]);
    }

    /// <summary>E[phi phi] and E[phi' phi'] of Gaussian fields with a covariance.</summary>
    private static (double[,] Values, double[,] Slopes) Moments(ActivationKind activation, double[,] covariance)
    {
        double[,] values = new double[3, 3], slopes = new double[3, 3];
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                (double a, double b, double c) = (covariance[i, i], covariance[j, j], covariance[i, j]);
                double angle = Math.Acos(Math.Clamp(c / Math.Sqrt(a * b), -1, 1));
                (values[i, j], slopes[i, j]) = activation == ActivationKind.Relu
                    ? (Math.Sqrt(a * b) / Math.PI * (Math.Sin(angle) + ((Math.PI - angle) * Math.Cos(angle))), (Math.PI - angle) / Math.PI)
                    : (Math.Exp(-(a + b) / 2) * Math.Sinh(c), Math.Exp(-(a + b) / 2) * Math.Cosh(c));
            }
        }

        return (values, slopes);
    }
}
