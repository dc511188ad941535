using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.NonlinearMup;

/// <summary>Figures of <c>nonlinear-mup</c>.</summary>
internal static class NonlinearMupFigures
{
    /// <summary>All that the experiment has numbers for.</summary>
    public static IReadOnlyList<Figure> Of(NonlinearMupExperiment e)
    {
        FigureSlice[] lastLayerTopRank = [new("layer", e.Parameters.Depth - 2), new("rank", 0)];
        Figure outliers = Figure.OverSteps(
            "outliers",
            "Singular values of hidden weights leaving the bulk",
            e.Shown.Say("singular value", "W/√N", "W"),
            [FigurePart.Reference(e.BulkEdge, "bulk edge"), FigurePart.Reference(e.IndependentSpikeOutlier, "independent spikes"), .. FigurePart.Compared((e.Outlier!, "outlier"))]) with { SweptSlices = lastLayerTopRank };
        Figure loss = Figure.Losses("Training loss", [.. FigurePart.Compared((e.Loss, "loss"))]);
        Figure overlaps = Figure.OverSteps(
            "overlaps",
            "Singular vectors of the largest outlier inside the span of the training history",
            "squared overlap",
            [.. FigurePart.Compared((e.OverlapLeft, "left"), (e.OverlapRight, "right"))]) with { Slices = [lastLayerTopRank[1]], SweptSlices = [lastLayerTopRank[0]] };
        return e.Density is null ? [outliers, loss, overlaps] : [outliers, loss, overlaps, Spectrum(e, e.Density)];
    }

    private static Figure Spectrum(NonlinearMupExperiment e, Observable density) => new(
        "spectrum",
        "Singular values of hidden weights after training",
        "singularValue",
        e.Shown.Say("singular value", "W/√N", "W"),
        "density",
        FigurePart.Histogram(density, "density"),
        FigurePart.Theory(density, "density"),
        FigurePart.Mark(e.BulkEdge, "bulk edge"),
        FigurePart.Rug(e.TopSingularValue!, "largest singular values", colouredAs: density))
    {
        LogarithmicVertical = true,
        Slices = [new FigureSlice(e.Shown.TimeName, e.TheorySteps.Length - 1)],
    };
}
