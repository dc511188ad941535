using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.Physics.Tests.Support;
using Numerics.Spectra.Models;
using Numerics.Studies.Catalog.DeepLinear;
using Numerics.Studies.Catalog.NonlinearMup;
using Numerics.Studies.Comparison;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Support;

namespace Numerics.Physics.Tests;

/// <summary>
/// Every convention that changes the dynamics (docs/conventions.md): simulation of finite networks, stored and revealed, agrees with the theory that has it and refuses the
/// theory that has it not.
/// </summary>
public sealed class ConventionAgreementTests : IDisposable
{
    private const int Count = 40;

    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    [Theory]
    [InlineData("sum", MatrixKind.Stored)]
    [InlineData("sum", MatrixKind.Revealed)]
    [InlineData("gain", MatrixKind.Stored)]
    [InlineData("gain", MatrixKind.Revealed)]
    [InlineData("factors", MatrixKind.Stored)]
    [InlineData("factors", MatrixKind.Revealed)]
    public void Nonlinear_networks_follow_the_theory_of_their_convention(string what, MatrixKind matrix)
    {
        NonlinearMupParameters plain = Small with { Matrix = matrix };
        (NonlinearMupParameters with, NonlinearMupParameters without) = what switch
        {
            "sum" => (plain with { Loss = LossReduction.Sum, LearningRate = 0.1 }, plain with { LearningRate = 0.1 }),
            "gain" => (plain with { Activation = ActivationKind.Relu, ActivationGain = 1 }, plain with { Activation = ActivationKind.Relu }),
            _ => (plain with { LearningRateFactor = new() { First = 0.5, Hidden = [2, 0.5], Readout = 1.5 }, Depth = 3 }, plain with { Depth = 3 }),
        };
        NonlinearMupExperiment run = Replicas.Prepare(with);
        IReadOnlyDictionary<string, SimulationStatistics> simulation = ReplicaAverages.Of(run.Shapes, Replicas.Records(lapack, run, 71, Count));
        Assert.Equal("", Refused(run, Replicas.Predict(lapack, with, 71), simulation));
        Assert.NotEqual("", Refused(run, Replicas.Predict(lapack, without, 71), simulation));
    }

    /// <summary>
    /// The limit starts at f = 0 in muP. A network of width N starts at f = O(1/(gamma0 sqrt(N))), here of standard deviation about 2 (tanh, N = 250, gamma0 = 0.01): its
    /// mean loss is 1.8 above the limit's, far beyond the 0.02 that a centred network of this width is granted; its own rule grants what f(0)^2 adds. Centred, it starts where the limit does.
    /// </summary>
    [Theory]
    [InlineData(MatrixKind.Stored)]
    [InlineData(MatrixKind.Revealed)]
    public void Centred_nonlinear_networks_start_where_the_limit_does(MatrixKind matrix)
    {
        NonlinearMupParameters plain = Small with { Matrix = matrix, OutputScale = 0.01, Steps = 6, RecordSteps = [6] };
        NonlinearMupParameters centred = plain with { CentreOutput = true };
        NonlinearMupExperiment run = Replicas.Prepare(centred);
        IReadOnlyDictionary<string, ObservableEstimate> theory = Replicas.Predict(lapack, centred, 72);
        IReadOnlyDictionary<string, SimulationStatistics> simulation = ReplicaAverages.Of(run.Shapes, Replicas.Records(lapack, run, 72, Count));
        Assert.Equal("", Refused(run, theory, simulation));
        Assert.Equal(0, simulation["output"].Mean[0]);
        Assert.Equal(0.5, simulation["loss"].Mean[0]!.Value, 1e-15);

        NonlinearMupExperiment raw = Replicas.Prepare(plain);
        IReadOnlyDictionary<string, SimulationStatistics> off = ReplicaAverages.Of(raw.Shapes, Replicas.Records(lapack, raw, 72, Count));
        Assert.InRange(off["loss"].Mean[0]!.Value, 1.5, 3.5);
        Assert.Contains("loss", Refused(run, theory, off), StringComparison.Ordinal);
        Assert.DoesNotContain("loss", Refused(raw, theory, off), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("factors", MatrixKind.Stored, 2)]
    [InlineData("factors", MatrixKind.Revealed, 3)]
    [InlineData("centre", MatrixKind.Stored, 2)]
    [InlineData("centre", MatrixKind.Revealed, 1)]
    [InlineData("both", MatrixKind.Stored, 2)]
    public void Deep_linear_networks_follow_the_theory_of_their_convention(string what, MatrixKind matrix, int depth)
    {
        var plain = new DeepLinearParameters
        {
            Depth = depth,
            WidthRatio = 1.5,
            SampleRatio = new(3),
            LearningRate = 0.05,
            OutputScale = what == "factors" ? 2 : 0.5, // at 0.5 the initial predictor has a third of the target's power
            InitialScale = new([0.7]),
            LabelNoise = 0.1,
            Steps = 12,
            InputDimension = 300,
            RecordSteps = [4, 12],
            Momentum = 0.2,
            OrderParameters = true,
            Matrix = matrix,
            Replicas = Count,
        };
        var factors = new LearningRateFactor { First = 0.4, Hidden = [.. Enumerable.Repeat(2.5, depth - 1)], Readout = 2 };
        DeepLinearParameters with = what switch
        {
            "factors" => plain with { LearningRateFactor = factors },
            "centre" => plain with { CentreOutput = true },
            _ => plain with { LearningRateFactor = factors, CentreOutput = true },
        };
        var run = new DeepLinearExperiment(with);
        uint stream = new DeepLinearStudy().Card.StreamId;
        IReadOnlyDictionary<string, SimulationStatistics> simulation =
            ReplicaAverages.Of(run.Shapes, Runs.Simulate(run, lapack, [.. Enumerable.Range(0, Count)], 73, stream));
        Assert.Equal("", Refused(run, Replicas.Predict(lapack, run, 73, stream), simulation));
        IReadOnlyDictionary<string, ObservableEstimate> other = Replicas.Predict(lapack, new DeepLinearExperiment(plain), 73, stream);
        string refused = Refused(run, other, simulation);
        Assert.Contains("testLoss", refused, StringComparison.Ordinal);
        if (what == "factors")
        {
            Assert.Contains("ntkTop", refused, StringComparison.Ordinal);
            Assert.Contains("topSingularValue", refused, StringComparison.Ordinal);
        }
    }

    /// <summary>Four samples of tanh, ten steps, width 250.</summary>
    private static NonlinearMupParameters Small => ReferenceSets.R2 with
    {
        Activation = ActivationKind.Tanh,
        Steps = 10,
        RecordSteps = [4, 10],
        Width = 250,
        Replicas = Count,
        TheorySites = 5000,
        TheorySeeds = 4,
    };

    private static string Refused(
        Experiment run, IReadOnlyDictionary<string, ObservableEstimate> theory, IReadOnlyDictionary<string, SimulationStatistics> simulation) => string.Join(
        "; ",
        TheoryComparison.Judge(new(run.Shapes, run.Rule, theory, simulation)).Observables.Where(o => o.WithinLimits == false).Select(o =>
            $"{o.Shape.Name}: {o.Comparison!.ZScore.Select((z, i) => (Size: Math.Abs(z ?? 0), i)).Max()}"));
}
