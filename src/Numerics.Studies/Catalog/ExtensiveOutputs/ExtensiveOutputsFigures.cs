using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.ExtensiveOutputs;

/// <summary>Figures of <c>extensive-outputs</c>.</summary>
internal static class ExtensiveOutputsFigures
{
    /// <summary>Of one output ratio, or of a list of them.</summary>
    public static IReadOnlyList<Figure> Of(ExtensiveOutputsExperiment e) => e.Parameters.OutputRatio.IsList ? Crossover(e)
        : Single(e);

    /// <summary>Histogram under the theory at the end, and edges over training.</summary>
    private static Figure[] Single(ExtensiveOutputsExperiment e) =>
    [
        new("spectrum", $"Singular values of W at {End(e)}", "s", "singular value", "density", FigurePart.Histogram(e.Density, "simulation"), FigurePart.Theory(e.Density, "theory"))
        {
            Slices = [Last(e)],
        },
        new("spectra", "Singular values of W over training", "s", "singular value", "density", FigurePart.Theory(e.Density, "theory"), FigurePart.Simulation(e.Density, "simulation")),
        new(
            "edges",
            "Largest singular value of W over training",
            e.TimeName,
            e.Parameters.IsFlow ? "time of the flow" : "gradient step",
            "singular value",
            FigurePart.Theory(e.UpperEdge, "upper edge"),
            FigurePart.Theory(e.Outlier, "outlier"),
            FigurePart.Theory(e.LargestSingularValue, "largest, theory at this width"),
            FigurePart.Simulation(e.LargestSingularValue, "largest, simulation")),
    ];

    /// <summary>Bands against the output ratio at the end of training.</summary>
    private static Figure[] Crossover(ExtensiveOutputsExperiment e) =>
    [
        new(
            "crossover",
            $"From an outlier to a band to the bulk, {End(e)}",
            "outputRatio",
            "outputs over width",
            "singular value",
            FigurePart.Theory(e.BandEdge, "theory at infinite width"),
            FigurePart.Theory(e.LargestSingularValue, "theory of the largest at this width"),
            FigurePart.Simulation(e.BandEdge, "simulation"))
        {
            Slices = [Last(e)],
        },
        new("spectra", $"Singular values of W at {End(e)}", "s", "singular value", "density", FigurePart.Theory(e.Density, "theory")) { Slices = [Last(e)] },
    ];

    private static string End(ExtensiveOutputsExperiment e) => $"{e.TimeName} {e.Times[^1]:G4}";

    private static FigureSlice Last(ExtensiveOutputsExperiment e) => new(e.TimeName, e.Times.Count - 1);
}
