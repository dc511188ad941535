using Numerics.Kernels.Elementwise;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.Outliers;
using Numerics.Spectra.Theory.Training;

namespace Numerics.Spectra.Tests.Networks;

/// <summary>Networks of several outputs, with momentum and weight decay: against plain loops, and their infinite limit against symmetries and closed forms.</summary>
public sealed class SeveralOutputsTests : IDisposable
{
    private const int Steps = 6;

    private static readonly double[][] Targets = [[1, 0.4], [-0.5, 1.2], [2, -0.7]];
    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    /// <summary>Stored matrices: outputs, losses and the whole spectrum at every step. A readout shared by the outputs, or errors that do not weight them, moves the first step already.</summary>
    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(0, 0, true)]
    [InlineData(0.6, 0.05, false)]
    [InlineData(0.6, 0.05, true)]
    public void Training_is_plain_gradient_descent(double momentum, double weightDecay, bool miniBatches)
    {
        using NetworkCase problem = Case(Targets, momentum, weightDecay, miniBatches);
        LowRankPlus<double>[] matrices = problem.Stored(lapack);
        var gaussian = (StoredGaussian<double>)matrices[0].Gaussian;
        NaiveNetwork shared = problem.Naive([NetworkCase.ToArray(gaussian.Entries)]);
        var readout = new double[NetworkCase.Width, 2];
        for (int i = 0; i < NetworkCase.Width; i++)
        {
            readout[i, 0] = GaussianFill.GaussianAt(problem.Streams.Readout, 0, i);
            readout[i, 1] = GaussianFill.GaussianAt(problem.Streams.Readout, 1, i);
        }

        var naive = new NaiveOutputs(shared.Inputs, Targets, shared.First, shared.Hidden[0], readout) { Options = problem.Options, Momentum = momentum, WeightDecay = weightDecay };
        TrainingTrajectory trajectory = problem.Train(matrices);
        StoredSpectrum spectrum = StoredSpectrum.Of(lapack, gaussian, matrices[0].Spikes, trajectory.Marks[0], problem.Options.Optimizer);
        for (int step = 0; step <= Steps; step++)
        {
            Assert.Equal(naive.Loss(), trajectory.Loss[step], 1e-10);
            Assert.All(Enumerable.Range(0, 3), m => Assert.All(naive.Output(m).Zip(trajectory.Output[step][(2 * m)..]), pair => Assert.Equal(pair.First, pair.Second, 1e-10)));
            using DenseMatrix<double> matrix = spectrum.Matrix(step);
            double[,] actual = NetworkCase.ToArray(matrix);
            Assert.InRange(naive.Matrix.Cast<double>().Zip(actual.Cast<double>(), (a, b) => Math.Abs(a - b)).Max(), 0, 1e-11);
            if (step < Steps)
            {
                naive.Step(problem.Batch(step));
            }
        }

        Assert.True(trajectory.Loss[0] - trajectory.Loss[^1] > 0.05, $"{trajectory.Loss[0]} to {trajectory.Loss[^1]}");
    }

    /// <summary>Infinite width, linear: outputs turned into each other by a rotation are one output; so targets y (cos, sin) give its loss, its spectrum, and outputs along that direction.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 0.03)]
    public void Targets_along_one_direction_are_one_output(double momentum, double weightDecay)
    {
        (double cos, double sin) = (Math.Cos(0.7), Math.Sin(0.7));
        DmftSolution one = Linear([.. NetworkCase.Targets.Select(y => new[] { y })], momentum, weightDecay);
        DmftSolution two = Linear([.. NetworkCase.Targets.Select(y => new[] { cos * y, sin * y })], momentum, weightDecay);
        for (int step = 0; step <= Steps; step++)
        {
            Assert.Equal(one.Trajectory.Loss[step], two.Trajectory.Loss[step], 1e-9);
            for (int m = 0; m < 3; m++)
            {
                Assert.Equal(cos * one.Trajectory.Output[step][m], two.Trajectory.Output[step][2 * m], 1e-9);
                Assert.Equal(sin * one.Trajectory.Output[step][m], two.Trajectory.Output[step][(2 * m) + 1], 1e-9);
            }

            OutlierSpectrum single = OutlierSpectrum.OfHistory(lapack, one.Layers[0], step), several = OutlierSpectrum.OfHistory(lapack, two.Layers[0], step);
            Assert.Equal(single.Count, several.Count);
            Assert.Equal(2 * NetworkCase.Sigma * Math.Pow(1 - weightDecay, step), several.BulkEdge, 1e-12);
            Assert.All(single.Largest(3).Zip(several.Largest(3)), pair => Assert.Equal(pair.First.SingularValue, pair.Second.SingularValue, 1e-8));
        }

        Assert.True(OutlierSpectrum.OfHistory(lapack, one.Layers[0], Steps).Count > 0, "No outlier was compared.");
    }

    /// <summary>Independent targets of two outputs make two outliers where each alone makes one.</summary>
    [Fact]
    public void Every_output_adds_an_outlier()
    {
        DmftSolution one = Linear([[2], [0], [0]], 0, 0, 0.1, 6);
        DmftSolution two = Linear([[2, 0], [0, 2], [0, 0]], 0, 0, 0.1, 6);
        Assert.Equal(1, OutlierSpectrum.OfHistory(lapack, one.Layers[0], Steps).Count);
        Assert.Equal(2, OutlierSpectrum.OfHistory(lapack, two.Layers[0], Steps).Count);
    }

    /// <summary>Small output scale: heavy ball on the quadratic of the initial tangent kernel, K (1 + 2 sigma^2) for the linear activation.</summary>
    [Fact]
    public void Momentum_in_the_lazy_limit_is_the_heavy_ball_of_a_quadratic()
    {
        const double Momentum = 0.6;
        using NetworkCase problem = Case(Targets, Momentum, 0, miniBatches: false);
        NetworkOptions options = problem.Options with { Activation = ActivationKind.Linear, OutputScale = 1e-6 };
        TrainingTrajectory trajectory = TrainingDmft.Solve(options, problem.Set, DmftSolver.ExactLinear, 0, problem.Streams, ShardExecutor.Sequential).Trajectory;
        double[,] f = new double[3, 2], v = new double[3, 2];
        double factor = options.LearningRate / 3 * (1 + (2 * NetworkCase.Sigma * NetworkCase.Sigma));
        for (int step = 0; step <= Steps; step++)
        {
            for (int entry = 0; entry < 6; entry++)
            {
                Assert.Equal(f[entry / 2, entry % 2], trajectory.Output[step][entry], 1e-8);
            }

            double[,] old = (double[,])f.Clone();
            for (int entry = 0; entry < 6; entry++)
            {
                (int m, int c) = (entry / 2, entry % 2);
                v[m, c] = (Momentum * v[m, c]) + (factor * Enumerable.Range(0, 3).Sum(n => problem.Set.InputGram[m, n] * (Targets[n][c] - old[n, c])));
                f[m, c] += v[m, c];
            }
        }
    }

    private static DmftSolution Linear(double[][] targets, double momentum, double weightDecay, double learningRate = 0.3, double outputScale = 1.7)
    {
        using NetworkCase problem = Case(targets, momentum, weightDecay, miniBatches: false);
        NetworkOptions options = problem.Options with { Activation = ActivationKind.Linear, LearningRate = learningRate, OutputScale = outputScale };
        return TrainingDmft.Solve(options, problem.Set, DmftSolver.ExactLinear, 0, problem.Streams, ShardExecutor.Sequential);
    }

    private static NetworkCase Case(double[][] targets, double momentum, double weightDecay, bool miniBatches)
    {
        using var plain = new NetworkCase(ActivationKind.Tanh, depth: 2, miniBatches, steps: Steps);
        OptimizerMemory? optimizer = momentum == 0 && weightDecay == 0 ? null : new OptimizerMemory(Steps, momentum, weightDecay);
        return new NetworkCase(ActivationKind.Tanh, depth: 2, miniBatches, steps: Steps, targets: [.. targets.SelectMany(row => row)], outputs: targets[0].Length)
        {
            Options = plain.Options with { Optimizer = optimizer },
        };
    }
}
