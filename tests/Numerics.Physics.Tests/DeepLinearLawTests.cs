using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Krylov;
using Numerics.Physics.Tests.Support;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Observables;

namespace Numerics.Physics.Tests;

/// <summary>
/// Revealed deep linear networks have the law of stored ones at finite size, with rectangular matrices, weight decay and momentum: losses, largest singular values with their overlaps, and
/// the tangent kernel.
/// </summary>
/// <remarks>
/// Two-sample Kolmogorov-Smirnov on m quantities at level 1e-3/m each (Bonferroni: a correct program fails with probability at most 1e-3, once for all since seeds are fixed). The tangent
/// kernel is compared after a fixed number of Lanczos steps, which is the same functional of the network both ways, converged or not. Four wrong variants are rejected by the same test.
/// </remarks>
public sealed class DeepLinearLawTests(ITestOutputHelper output)
{
    private const int Count = 1200;
    private const int Steps = 4;
    private const int Dimension = 60;

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
        Optimizer = new OptimizerKernel(Steps, 0.4, 0.05),
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

        // What one may confuse: rho forgotten, and a spectrum one percent off.
        DeepLinearModel undamped = Model(widthRatio) with { Optimizer = new OptimizerKernel(Steps, 0.4, 0) };
        DeepLinearObservation[] wrong = DeepLinearReplicas.Revealed<double>(lapack, undamped, Dimension, Measured with { KernelSteps = [] }, Count, 3);
        Differ("decay forgotten", stored.Select(run => run.Singular[(1, Steps)].Values[1]), wrong.Select(run => run.Singular[(1, Steps)].Values[1]));
        Differ("1% off", stored.Select(run => run.Singular[(0, 0)].Values[0]), revealed.Select(run => 1.01 * run.Singular[(0, 0)].Values[0]));
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
            [.. Quantities.Where(quantity => quantity.Name is "test T" or "train 1" or "train T" or "C2(3, 3)" or "A_0 at T" or "A_1 at T" or "kernel")]);
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

    private void Differ(string name, IEnumerable<double> first, IEnumerable<double> second)
    {
        double statistic = Statistics.TwoSample(first, second);
        double limit = Statistics.TwoSampleLimit(1e-3);
        output.WriteLine($"{name,-15} {statistic:F3} of {limit:F3}");
        Assert.True(statistic > limit, $"{name}: {statistic} not above {limit}");
    }
}
