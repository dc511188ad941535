using Numerics.Kernels.Elementwise;
using Numerics.Studies.Catalog.NonlinearMup;

namespace Numerics.Physics.Tests.Support;

/// <summary>The reference sets of the notes on nonlinear networks (table of section 8), written out once more, not read from the examples.</summary>
internal static class ReferenceSets
{
    public static NonlinearMupParameters R1 => new()
    {
        Activation = ActivationKind.Tanh,
        InputGram = Equicorrelated(2, 0.3),
        Targets = [1, -1],
        LearningRate = 0.1,
        OutputScale = 4,
        HiddenScale = 1,
        Steps = 30,
        RecordSteps = [5, 10, 20, 30],
    };

    public static NonlinearMupParameters R2 => new()
    {
        Activation = ActivationKind.Erf,
        InputGram = Equicorrelated(4, 0.2),
        Targets = [1, -1, 1, -1],
        LearningRate = 0.4,
        OutputScale = 2,
        HiddenScale = 0.5,
        Steps = 20,
        RecordSteps = [3, 5, 10, 20],
    };

    public static NonlinearMupParameters R3 => new()
    {
        Activation = ActivationKind.Linear,
        InputGram = Equicorrelated(1, 0),
        Targets = [1],
        LearningRate = 0.1,
        OutputScale = 2,
        HiddenScale = 0.5,
        Steps = 20,
        RecordSteps = [1, 2, 3, 5, 10, 20],
    };

    public static NonlinearMupParameters R4 => new()
    {
        Activation = ActivationKind.Relu,
        InputGram = Equicorrelated(2, 0.3),
        Targets = [1, -1],
        LearningRate = 0.1,
        OutputScale = 2,
        HiddenScale = 0.5,
        Steps = 20,
        RecordSteps = [5, 10, 20],
    };

    public static NonlinearMupParameters R5 => new()
    {
        Activation = ActivationKind.Tanh,
        InputGram = Equicorrelated(4, 0.2),
        Targets = [1, -1, 1, -1],
        LearningRate = 0.1,
        OutputScale = 4,
        HiddenScale = 1,
        Steps = 20,
        RecordSteps = [4, 8, 12, 20],
        Batch = new BatchSchedule([.. Enumerable.Range(0, 20).Select(t => new[] { t % 4 })]),
    };

    public static NonlinearMupParameters DepthThree => R1 with
    {
        Depth = 3,
        OutputScale = 3,
        HiddenScale = 0.7,
        Steps = 25,
        RecordSteps = [5, 10, 15, 25],
    };

    /// <summary>A short tanh run with one sample: few queries, so that width 60 still leaves a large unknown part.</summary>
    public static NonlinearMupParameters Tiny => new()
    {
        Activation = ActivationKind.Tanh,
        InputGram = [[1]],
        Targets = [1],
        LearningRate = 0.5,
        OutputScale = 2,
        HiddenScale = 1,
        Steps = 3,
        RecordSteps = [3],
        Width = 60,
    };

    public static NonlinearMupParameters Named(string name) => name switch
    {
        "R1" => R1,
        "R2" => R2,
        "R3" => R3,
        "R4" => R4,
        "R5" => R5,
        "depth3" => DepthThree,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>(1 - rho) I + rho 11^T.</summary>
    private static double[][] Equicorrelated(int order, double rho) =>
        [.. Enumerable.Range(0, order).Select(i => Enumerable.Range(0, order).Select(j => i == j ? 1 : rho).ToArray())];
}
