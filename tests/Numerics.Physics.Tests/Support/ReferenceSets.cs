using Numerics.Kernels.Elementwise;
using Numerics.Studies.Catalog.NonlinearMup;
using Numerics.Studies.Configuration.Values;

namespace Numerics.Physics.Tests.Support;

/// <summary>The reference sets of the notes on nonlinear networks (table of section 8), written out once more, not read from the examples.</summary>
internal static class ReferenceSets
{
    public static NonlinearMupParameters R1 => Set(ActivationKind.Tanh, Pair, 0.1, 4, 1, [5, 10, 20, 30]);

    public static NonlinearMupParameters R2 => Set(ActivationKind.Erf, Four, 0.4, 2, 0.5, [3, 5, 10, 20]);

    public static NonlinearMupParameters R3 => Set(ActivationKind.Linear, Single, 0.1, 2, 0.5, [1, 2, 3, 5, 10, 20]);

    public static NonlinearMupParameters R4 => Set(ActivationKind.Relu, Pair, 0.1, 2, 0.5, [5, 10, 20]);

    public static NonlinearMupParameters R5 => Set(ActivationKind.Tanh, Four, 0.1, 4, 1, [4, 8, 12, 20]) with
    {
        Batch = BatchSchedule.OfLists([.. Enumerable.Range(0, 20).Select(t => new[] { t % 4 })]),
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
    public static NonlinearMupParameters Tiny => Set(ActivationKind.Tanh, Single, 0.5, 2, 1, [3]) with { Width = 60 };

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

    private static (double[][] Gram, double[] Targets) Single => (Equicorrelated(1, 0), [1]);

    private static (double[][] Gram, double[] Targets) Pair => (Equicorrelated(2, 0.3), [1, -1]);

    private static (double[][] Gram, double[] Targets) Four => (Equicorrelated(4, 0.2), [1, -1, 1, -1]);

    /// <summary>A set trained until its last recorded step.</summary>
    private static NonlinearMupParameters Set(
        ActivationKind activation, (double[][] Gram, double[] Targets) data, double learningRate, double outputScale, double hiddenScale, int[] recordSteps) => new()
        {
            Activation = activation,
            InputGram = data.Gram,
            Targets = TargetTable.Of(data.Targets),
            LearningRate = learningRate,
            OutputScale = outputScale,
            HiddenScale = hiddenScale,
            Steps = recordSteps[^1],
            RecordSteps = recordSteps,
        };

    /// <summary>(1 - rho) I + rho 11^T.</summary>
    private static double[][] Equicorrelated(int order, double rho) =>
        [.. Enumerable.Range(0, order).Select(i => Enumerable.Range(0, order).Select(j => i == j ? 1 : rho).ToArray())];
}
