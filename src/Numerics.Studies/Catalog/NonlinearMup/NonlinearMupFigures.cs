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
            e.Parameters.Conventions.Say("singular value", "W/√N", "W"),
            FigurePart.Theory(e.BulkEdge, "bulk edge"),
            FigurePart.Theory(e.IndependentSpikeOutlier, "independent spikes"),
            FigurePart.Theory(e.Outlier, "outlier, theory"),
            FigurePart.Simulation(e.TopSingularValue, "simulation", colouredAs: e.Outlier)) with { SweptSlices = lastLayerTopRank };
        Figure loss = Figure.Losses("Training loss", FigurePart.Theory(e.Loss, "infinite width"), FigurePart.Simulation(e.Loss, "simulation"));
        Figure overlaps = Figure.OverSteps(
            "overlaps",
            "Outlier singular vectors inside the span of the training history",
            "squared overlap",
            FigurePart.Theory(e.OverlapLeft, "left, theory"),
            FigurePart.Theory(e.OverlapRight, "right, theory"),
            FigurePart.Simulation(e.OverlapLeft, "left, simulation"),
            FigurePart.Simulation(e.OverlapRight, "right, simulation")) with { SweptSlices = lastLayerTopRank };
        Figure[] figures = e.Density is null ? [outliers, loss, overlaps] : [outliers, loss, overlaps, Spectrum(e, e.Density)];
        return [.. figures.Select(e.Parameters.Conventions.Of)];
    }

    private static Figure Spectrum(NonlinearMupExperiment e, Observable density) => new(
        "spectrum",
        "Singular values of hidden weights after training",
        "singularValue",
        e.Parameters.Conventions.Say("singular value", "W/√N", "W"),
        "density",
        FigurePart.Histogram(density, "simulation"),
        FigurePart.Theory(density, "quarter circle and outliers")) { LogarithmicVertical = true };
}
