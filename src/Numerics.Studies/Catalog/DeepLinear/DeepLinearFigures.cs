using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>Figures of <c>deep-linear</c> and of its sweeps.</summary>
internal static class DeepLinearFigures
{
    /// <summary>A sweep of more points is drawn by the losses at the end alone.</summary>
    private const int MostLossCurves = 32;

    /// <summary>All that the experiment has numbers for.</summary>
    public static IReadOnlyList<Figure> Of(DeepLinearExperiment e) =>
        [.. new[] { e.SpectrumSteps.Length > 0 ? [Outliers(e)] : [], [Losses(e)], e.KernelSteps.Length > 0 ? Kernels(e) : [], EndsAtOneStep(e) ? [Transfer(e)] : [], [Best(e)] }
            .SelectMany(figures => figures).Select(e.Parameters.Conventions.Of)];

    /// <summary>Runs of several learning rates end at the same step, not at the same eta t.</summary>
    private static bool EndsAtOneStep(DeepLinearExperiment e) => e.Parameters.Conventions.Time == TimeAxis.Steps;

    private static Figure Outliers(DeepLinearExperiment e) => Figure.OverSteps(
        "outliers",
        "Singular values of the weights leaving the bulk",
        e.Parameters.Conventions.Say("singular value", "A", "W"),
        FigurePart.Theory(e.BulkEdgeUpper!, "bulk edge"),
        FigurePart.Theory(e.Outlier!, "outlier, theory"),
        FigurePart.Simulation(e.TopSingularValue!, "simulation", colouredAs: e.Outlier))
        with { SweptSlices = [new("layer", e.Parameters.Depth - 1), new("rank", 0)] };

    private static Figure Losses(DeepLinearExperiment e) => Figure.Losses(
        "Training and test loss",
        FigurePart.Theory(e.TrainLoss, "training, theory"),
        FigurePart.Theory(e.TestLoss, "test, theory"),
        FigurePart.Simulation(e.TrainLoss, "training, simulation"),
        FigurePart.Simulation(e.TestLoss, "test, simulation")) with { OneFor = "parameterization", MostPoints = MostLossCurves };

    private static Figure[] Kernels(DeepLinearExperiment e) =>
    [
        Figure.OverSteps(
            "ntk",
            "Leading eigenvalue of the neural tangent kernel",
            "eigenvalue",
            FigurePart.Theory(e.NtkBulkEdge!, "bulk edge"),
            FigurePart.Theory(e.NtkTop!, "leading eigenvalue, theory"),
            FigurePart.Simulation(e.NtkTop!, "simulation")) with { OneFor = "parameterization" },
        Figure.OverSteps(
            "sharpness",
            "Sharpness over training",
            "learning rate times leading NTK eigenvalue",
            FigurePart.Theory(e.StabilityBound!, "limit of stability"),
            FigurePart.Theory(e.Sharpness!, "theory"),
            FigurePart.Simulation(e.Sharpness!, "simulation")) with { OneFor = "parameterization" },
    ];

    /// <summary>Of a sweep over learning rates: the loss at the end.</summary>
    private static Figure Transfer(DeepLinearExperiment e) => new(
        "transfer",
        $"Loss after {e.Parameters.Steps} steps against the learning rate",
        "learningRate",
        "learning rate",
        e.Criterion == e.TrainLoss ? "training loss" : "test loss",
        FigurePart.Theory(e.Criterion, "theory"),
        FigurePart.Simulation(e.Criterion, "simulation"))
    {
        LogarithmicHorizontal = true,
        LogarithmicVertical = true,
        Sweeping = ["learningRate"],
        OneFor = "parameterization",
        Slices = [new("step", e.Parameters.Steps)],
    };

    /// <summary>Of a sweep over learning rates and widths: whether the best learning rate carries over.</summary>
    private static Figure Best(DeepLinearExperiment e) => new(
        "best",
        "Best learning rate against the width",
        "widthRatio",
        "width over input dimension",
        "learning rate",
        FigurePart.Theory(e.BestLearningRate, "best, theory"),
        FigurePart.Simulation(e.BestLearningRate, "best, simulation"),
        FigurePart.Theory(e.FirstUnstableLearningRate, "first unstable, theory"))
    {
        LogarithmicHorizontal = true,
        LogarithmicVertical = true,
        Sweeping = ["learningRate", "widthRatio"],
    };
}
