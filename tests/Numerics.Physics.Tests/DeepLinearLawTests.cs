using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Krylov;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Physics.Tests.Support;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Theory.Outliers;

namespace Numerics.Physics.Tests;

/// <summary>
/// Revealed deep linear networks have the law of stored ones at finite size, with rectangular matrices, weight decay and momentum: losses, largest singular values with their overlaps, and
/// the tangent kernel.
/// </summary>
/// <remarks>
/// Two-sample Kolmogorov-Smirnov on m quantities at level 1e-3/m each (Bonferroni: a correct program fails with probability at most 1e-3, once for all since seeds are fixed). The tangent
/// kernel is compared after a fixed number of Lanczos steps, which is the same functional of the network both ways, converged or not; its ratio to a singular value tests the joint
/// law. Three wrong completions are rejected by the same test, at level 1e-3 each.
/// </remarks>
public sealed class DeepLinearLawTests(ITestOutputHelper output)
{
    private const int Count = 1200;
    private const int Steps = 4;
    private const int Dimension = 60;
    private static readonly string[] Batched = ["test T", "train 1", "train T", "C2(3, 3)", "A_0 at T", "A_1 at T", "kernel"];

    private static readonly DeepLinearMeasurements Measured = new()
    {
        SpectrumSteps = [0, Steps],
        SingularValues = 2,
        KernelSteps = [Steps],
        Kernel = new SymmetricLanczosOptions { Tolerance = 0, MaximumSteps = 8 },
    };

    /// <summary>Two hidden layers, decay, momentum and a power-law covariance; the first matrix wide, or tall.</summary>
    private static DeepLinearModel Model(double widthRatio) => new()
    {
        Depth = 2,
        WidthRatio = widthRatio,
        SampleRatio = 1.5,
        Parameterization = Parameterization.MuP,
        LearningRate = 0.15,
        OutputScale = 2,
        InitialScales = [0.7, 0.6, 0.8],
        LabelNoise = 0.2,
        Optimizer = new OptimizerMemory(Steps, 0.4, 0.05),
        Covariance = CovarianceSpectrum.PowerLaw(0.5, 30),
        DivergenceFactor = 1e6,
    };

    private static readonly (string Name, Func<DeepLinearObservation, double> Value)[] Quantities =
    [
        ("test 0", run => run.Trajectory.TestLoss[0]),
        ("test T", run => run.Trajectory.TestLoss[Steps]),
        ("train 1", run => run.Trajectory.TrainLoss[1]),
        ("train T", run => run.Trajectory.TrainLoss[Steps]),
        ("G1(T, T)", run => run.Trajectory.GradientPowers[Steps][0]),
        ("C2(3, 3)", run => run.Trajectory.FeaturePowers[3][2]),
        ("A_0 at 0", run => run.Singular[(0, 0)].Values[0]),
        ("A_0 at T", run => run.Singular[(0, Steps)].Values[0]),
        ("A_0 second", run => run.Singular[(0, Steps)].Values[1]),
        ("A_1 at 0", run => run.Singular[(1, 0)].Values[0]),
        ("A_1 at T", run => run.Singular[(1, Steps)].Values[0]),
        ("A_1 second", run => run.Singular[(1, Steps)].Values[1]),
        ("left cosine", run => run.Singular[(0, Steps)].LeftCosines[0][1]),
        ("right cosine", run => run.Singular[(0, Steps)].RightCosines[0][2]),
        ("captured left", run => run.Singular[(1, Steps)].CapturedLeft[0]),
        ("captured right", run => run.Singular[(1, Steps)].CapturedRight[0]),
        ("kernel", run => run.Kernel[Steps].Values[0]),
        ("kernel/A_0^2", run => run.Kernel[Steps].Values[0] / Math.Pow(run.Singular[(0, Steps)].Values[0], 2)),
    ];

    [Theory]
    [InlineData(0.7)]
    [InlineData(1.5)]
    [Trait("speed", "slow")]
    public void Revealed_and_stored_networks_have_one_law(double widthRatio)
    {
        using var lapack = Lapack.Load();
        DeepLinearObservation[] stored = DeepLinearReplicas.Stored<double>(lapack, Model(widthRatio), Dimension, Measured, Count, 1);
        DeepLinearObservation[] revealed = DeepLinearReplicas.Revealed<double>(lapack, Model(widthRatio), Dimension, Measured, Count, 2);
        Agree(stored, revealed, Quantities);

        foreach (Wrong variant in Enum.GetValues<Wrong>())
        {
            var values = new double[Count];
            Parallel.For(0, Count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, replica => values[replica] = TopOfFirst(lapack, Model(widthRatio), replica, variant));
            double[] right = [.. stored.Select(run => run.Singular[(0, Steps)].Values[0])];
            if (variant == Wrong.Nothing)
            {
                Assert.InRange(Statistics.TwoSample(right, values), 0, Statistics.TwoSampleLimit(1e-3));
            }
            else
            {
                Differ(variant.ToString(), right, values);
            }
        }
    }

    /// <summary>
    /// Spaces of many small blocks that fill up (power law), one block, and so few dimensions that every frame fills up. A network of 12 dimensions in place of 16, as
    /// degrees of freedom four too few would have it, is told apart.
    /// </summary>
    [Theory]
    [InlineData(60, 0.7, false)]
    [InlineData(60, 1.5, true)]
    [InlineData(16, 1.0, true)]
    [Trait("speed", "slow")]
    public void Networks_in_coordinates_and_stored_ones_have_one_law(int dimension, double widthRatio, bool isotropic)
    {
        using var lapack = Lapack.Load();
        DeepLinearModel model = isotropic ? Model(widthRatio) with { Covariance = CovarianceSpectrum.Isotropic } : Model(widthRatio);
        DeepLinearObservation[] stored = DeepLinearReplicas.Stored<double>(lapack, model, dimension, Measured, Count, 1);
        Agree(stored, DeepLinearReplicas.Coordinates<double>(lapack, model, dimension, Measured, Count, 3), Quantities);
        if (dimension == 16)
        {
            DeepLinearObservation[] fewer = DeepLinearReplicas.Coordinates<double>(lapack, model, 12, Measured, Count, 3);
            Differ("dimension", stored.Select(run => run.Singular[(0, 0)].Values[0]), fewer.Select(run => run.Singular[(0, 0)].Values[0]));
        }
    }

    /// <summary>Hidden layers of different widths, wide over narrow and narrow over wide; frames open, and full. Layers in the reversed order are told apart.</summary>
    [Theory]
    [InlineData(60, false)]
    [InlineData(60, true)]
    [InlineData(16, false)]
    [Trait("speed", "slow")]
    public void Networks_of_different_hidden_widths_have_one_law_in_every_kind_of_matrix(int dimension, bool revealed)
    {
        using var lapack = Lapack.Load();
        DeepLinearModel model = Model(1) with { HiddenWidths = dimension == 60 ? [0.6, 1.4] : [1.5, 2], Covariance = CovarianceSpectrum.Isotropic };
        DeepLinearObservation[] stored = DeepLinearReplicas.Stored<double>(lapack, model, dimension, Measured, Count, 1);
        Agree(
            stored,
            revealed ? DeepLinearReplicas.Revealed<double>(lapack, model, dimension, Measured, Count, 2) : DeepLinearReplicas.Coordinates<double>(lapack, model, dimension, Measured, Count, 3),
            Quantities);
        DeepLinearObservation[] reversed = DeepLinearReplicas.Coordinates<double>(lapack, model with { HiddenWidths = [.. model.HiddenWidths.Reverse()] }, dimension, Measured, Count, 3);
        Differ("order", stored.Select(run => run.Singular[(1, 0)].Values[0]), reversed.Select(run => run.Singular[(1, 0)].Values[0]));
    }

    /// <summary>Residual branches, where all layers share one frame in coordinates: open, and full. Branches a fifth stronger are told apart.</summary>
    [Theory]
    [InlineData(100)]
    [InlineData(16)]
    [Trait("speed", "slow")]
    public void Residual_networks_in_coordinates_and_stored_ones_have_one_law(int dimension)
    {
        using var lapack = Lapack.Load();
        DeepLinearModel model = Model(1) with { Depth = 3, InitialScales = [0.7, 0.6, 0.5, 0.8], ResidualScale = 1.5, LearningRate = 0.1, Covariance = CovarianceSpectrum.Isotropic };
        DeepLinearObservation[] stored = DeepLinearReplicas.Stored<double>(lapack, model, dimension, Measured, Count, 1);
        Agree(stored, DeepLinearReplicas.Coordinates<double>(lapack, model, dimension, Measured, Count, 3), Quantities);
        DeepLinearObservation[] stronger = DeepLinearReplicas.Coordinates<double>(lapack, model with { ResidualScale = 1.8 }, dimension, Measured, Count, 3);
        Differ("branch", stored.Select(run => run.Trajectory.GradientPowers[0][0]), stronger.Select(run => run.Trajectory.GradientPowers[0][0]));
    }

    /// <summary>What one may get wrong in the completion.</summary>
    private enum Wrong
    {
        /// <summary>The right completion through the same code as the wrong ones.</summary>
        Nothing,

        /// <summary>The remainder square, as the other matrices are.</summary>
        Shape,

        /// <summary>rho forgotten.</summary>
        Decay,

        /// <summary>Spikes independent of the initial matrix.</summary>
        Correlation,
    }

    /// <summary>Largest singular value of A_0(T) of a revealed network, completed rightly or wrongly.</summary>
    private static double TopOfFirst(Lapack lapack, DeepLinearModel model, int replica, Wrong wrong)
    {
        var streams = new NetworkStreams(6, 902, (uint)replica);
        using var network = new DeepLinearNetwork<double>(model, Dimension, new GaussianFactory<double>(MatrixKind.Revealed, null, ShardExecutor.Sequential), streams);
        DeepLinearTrajectory trajectory = network.Train();
        OptimizerMemory optimizer = network.Model.Optimizer;
        LowRankPlus<double> first = network.Matrices[0];
        HiddenLayerHistory history = HiddenLayerHistory.Of(
            (RevealedGaussian<double>)first.Gaussian, first.Spikes, trajectory.Marks[0], wrong == Wrong.Decay ? new OptimizerMemory(Steps, 0.4) : optimizer);
        if (wrong == Wrong.Correlation)
        {
            history = new HiddenLayerHistory(Independent(history.Full), first.Spikes, trajectory.Marks[0], optimizer);
        }

        long columns = wrong == Wrong.Shape ? network.Sizes.Width : Dimension;
        return new CompletedSpectrum(lapack, history, network.Sizes.Width, columns, streams.Completion(1)).Largest(Steps, 1).Values[0];
    }

    /// <summary>The same questions asked of a matrix that the questions do not depend on: H = 0, Grams q sigma^2 and sigma^2.</summary>
    private static ConditionedLayer Independent(ConditionedLayer layer)
    {
        double variance = layer.InitialScale * layer.InitialScale;
        return new ConditionedLayer(
            layer.GradientCoordinates,
            layer.FeatureCoordinates,
            new DenseMatrix<double>(layer.LeftBasisCount, layer.RightBasisCount),
            Multiple(layer.RightBasisCount, variance * layer.AspectRatio),
            Multiple(layer.LeftBasisCount, variance),
            layer.InitialScale,
            layer.AspectRatio);
    }

    private static DenseMatrix<double> Multiple(int order, double factor)
    {
        DenseMatrix<double> identity = DenseMatrix<double>.Identity(order);
        foreach (ref double entry in identity.AsSpan())
        {
            entry *= factor;
        }

        return identity;
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(1.5)]
    [Trait("speed", "slow")]
    public void All_values_of_the_completed_initial_matrices_obey_the_sum_rules(double widthRatio)
    {
        // Entries of variance sigma^2/D: E tr A A^T = sigma^2 N and E tr (A A^T)^2 = sigma^4 N (N + D + 1)/D, at any size. 4 standard errors, four comparisons: 3e-4.
        using var lapack = Lapack.Load();
        var all = new DeepLinearMeasurements { SpectrumSteps = [0], SingularValues = 2 * Dimension };
        DeepLinearObservation[] runs = DeepLinearReplicas.Revealed<double>(lapack, Model(widthRatio), Dimension, all, Count, 8);
        double width = runs[0].Sizes.Width;
        foreach (int layer in (int[])[0, 1])
        {
            double columns = layer == 0 ? Dimension : width;
            double variance = Math.Pow(runs[0].Model.InitialScales[layer], 2);
            Within(variance * width, runs, run => run.Singular[(layer, 0)].Values.Sum(value => value * value));
            Within(variance * variance * width * (width + columns + 1) / columns, runs, run => run.Singular[(layer, 0)].Values.Sum(value => Math.Pow(value, 4)));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("speed", "slow")]
    public void One_pass_and_mini_batches_have_one_law(bool onePass)
    {
        using var lapack = Lapack.Load();
        DeepLinearModel model = Model(0.8) with { Batch = onePass ? new BatchSampling.OnePass(1.2) : new BatchSampling.Fraction(0.5) };
        DeepLinearMeasurements measured = Measured with { KernelInputs = onePass ? TangentKernelInputs.FreshSample : null };
        Agree(
            DeepLinearReplicas.Stored<double>(lapack, model, Dimension, measured, Count, 4),
            DeepLinearReplicas.Revealed<double>(lapack, model, Dimension, measured, Count, 5),
            [.. Quantities.Where(quantity => Batched.Contains(quantity.Name))]);
        Agree(
            DeepLinearReplicas.Stored<double>(lapack, model, Dimension, measured, Count, 4),
            DeepLinearReplicas.Coordinates<double>(lapack, model, Dimension, measured, Count, 6),
            [.. Quantities.Where(quantity => Batched.Contains(quantity.Name))]);
    }

    private void Agree(DeepLinearObservation[] first, DeepLinearObservation[] second, (string Name, Func<DeepLinearObservation, double> Value)[] quantities)
    {
        double limit = Statistics.TwoSampleLimit(1e-3 / quantities.Length);
        foreach ((string name, Func<DeepLinearObservation, double> value) in quantities)
        {
            double statistic = Statistics.TwoSample(first.Select(value), second.Select(value));
            output.WriteLine($"{name,-15} {first.Average(value):F4} {second.Average(value):F4}  {statistic:F3} of {limit:F3}");
            Assert.True(statistic <= limit, $"{name}: {statistic} above {limit}");
        }
    }

    private void Within(double expected, DeepLinearObservation[] runs, Func<DeepLinearObservation, double> value)
    {
        (double mean, double error, _) = Statistics.Of([.. runs.Select(value)]);
        output.WriteLine($"{expected:F5} {mean:F5} +- {error:F5}");
        Assert.InRange((mean - expected) / error, -4, 4);
    }

    private void Differ(string name, IEnumerable<double> first, IEnumerable<double> second)
    {
        double statistic = Statistics.TwoSample(first, second);
        double limit = Statistics.TwoSampleLimit(1e-3);
        output.WriteLine($"{name,-15} {statistic:F3} of {limit:F3}");
        Assert.True(statistic > limit, $"{name}: {statistic} not above {limit}");
    }
}
