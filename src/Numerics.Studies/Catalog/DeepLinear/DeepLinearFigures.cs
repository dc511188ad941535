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
        [
            .. e.SpectrumSteps.Length > 0 ? (Figure[])[.. SweptParameters.Select(swept => OutliersAgainst(e, swept.Path, swept.Label)), Outliers(e)] : [],
            Losses(e),
            .. e.KernelSteps.Length > 0 ? Kernels(e) : [],
            .. EndsAtOneStep(e) ? (Figure[])[Transfer(e)] : [],
            Best(e, "best", "width", "widthRatio", "width over input dimension"),
            Best(e, "best-depth", "depth", "depth", "number of hidden layers"),
        ];

    /// <summary>Runs of several learning rates end at the same step, not at the same eta t.</summary>
    private static bool EndsAtOneStep(DeepLinearExperiment e) => e.Shown.Time == TimeAxis.Steps;

    /// <summary>Parameters against which outliers are drawn where they are swept.</summary>
    private static (string Path, string Label)[] SweptParameters =>
        [("widthRatio", "width over input dimension"), ("outputScale", "output scale"), ("initialScale", "initial scale of the weights"), ("learningRate", "learning rate")];

    private static Figure Outliers(DeepLinearExperiment e) => Figure.OverSteps(
        "outliers", "Singular values of the weights leaving the bulk", SingularValue(e), OutlierParts(e)) with { SweptSlices = [new("layer", e.Parameters.Depth - 1), new("rank", 0)] };

    private static Figure OutliersAgainst(DeepLinearExperiment e, string parameter, string label) => Figure.OutliersAgainst(
        parameter, label, SingularValue(e), OutlierParts(e)) with
    {
        Slices = [new(e.Shown.TimeName, e.TheorySpectrumSteps.Length - 1), new("layer", e.Parameters.Depth - 1), new("rank", 0)],
    };

    private static string SingularValue(DeepLinearExperiment e) => e.Shown.Say("singular value", "A", "W");

    private static FigurePart[] OutlierParts(DeepLinearExperiment e) => [FigurePart.Reference(e.BulkEdgeUpper!, "bulk edge"), .. FigurePart.Compared((e.Outlier!, "outlier"))];

    private static Figure Losses(DeepLinearExperiment e) => Figure.Losses(
        "Training and test loss",
        [.. FigurePart.Compared((e.TrainLoss, "training"), (e.TestLoss, "test"))]) with { OneFor = "parameterization", MostPoints = MostLossCurves };

    private static Figure[] Kernels(DeepLinearExperiment e) =>
    [
        Figure.OverSteps(
            "ntk",
            "Leading eigenvalue of the neural tangent kernel",
            "NTK eigenvalue λ",
            [FigurePart.Reference(e.NtkBulkEdge!, "bulk edge"), .. FigurePart.Compared((e.NtkTop!, "leading eigenvalue"))]) with { OneFor = "parameterization" },
        Figure.OverSteps(
            "sharpness",
            "Sharpness over training",
            "sharpness η λ",
            [FigurePart.Reference(e.StabilityBound!, "limit of stability"), .. FigurePart.Compared((e.Sharpness!, "sharpness"))]) with { OneFor = "parameterization" },
    ];

    /// <summary>Of a sweep over learning rates: the loss at the end.</summary>
    private static Figure Transfer(DeepLinearExperiment e) => new(
        "transfer",
        $"Loss after {e.Parameters.Steps} steps against the learning rate",
        "learningRate",
        "learning rate",
        $"{(e.Criterion == e.TrainLoss ? "training" : "test")} loss after {e.Parameters.Steps} steps",
        [.. FigurePart.Compared((e.Criterion, "loss"))])
    {
        LogarithmicHorizontal = true,
        LogarithmicVertical = true,
        Sweeping = ["learningRate"],
        OneFor = "parameterization",
        Slices = [new("step", e.Parameters.Steps)],
    };

    /// <summary>Of a sweep over learning rates and a size of the network: whether the best learning rate carries over.</summary>
    private static Figure Best(DeepLinearExperiment e, string name, string size, string parameter, string label) => new(
        name,
        $"Best learning rate against the {size}",
        parameter,
        label,
        "learning rate η",
        FigurePart.Theory(e.BestLearningRate, "best"),
        FigurePart.Simulation(e.BestLearningRate, "best"),
        FigurePart.Theory(e.FirstUnstableLearningRate, "first unstable"))
    {
        LogarithmicHorizontal = true,
        LogarithmicVertical = true,
        Sweeping = ["learningRate", parameter],
    };
}
