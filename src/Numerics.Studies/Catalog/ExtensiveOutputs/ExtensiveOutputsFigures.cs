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
        new("spectrum", $"Singular values of W at {End(e)}", "s", "singular value", "density", FigurePart.Histogram(e.Density, "density"), FigurePart.Theory(e.Density, "density"), FigurePart.Mark(e.UpperEdge, "upper edge"), FigurePart.Rug(e.LargestSingularValue, "largest singular value", colouredAs: e.Density))
        {
            Slices = [Last(e)],
        },
        new("spectra", "Singular values of W over training", "s", "singular value", "density", FigurePart.Histogram(e.Density, "density"), FigurePart.Theory(e.Density, "density")),
        new(
            "edges",
            "Largest singular value of W over training",
            e.TimeName,
            e.Parameters.IsFlow ? "time of the flow" : "gradient step",
            "singular value",
            FigurePart.Reference(e.UpperEdge, "upper edge"),
            FigurePart.Theory(e.Outlier, "outlier"),
            FigurePart.Theory(e.LargestSingularValue, "largest"),
            FigurePart.Simulation(e.LargestSingularValue, "largest")) { Residuals = true },
    ];

    /// <summary>Bands against the output ratio at the end of training.</summary>
    private static Figure[] Crossover(ExtensiveOutputsExperiment e) =>
    [
        new(
            "crossover",
            $"From an outlier to a band to the bulk, {End(e)}",
            "outputRatio",
            "outputs over width κ",
            "singular value",
            FigurePart.Theory(e.BandEdge, "end of a band"),
            FigurePart.Reference(e.LargestSingularValue, "largest at this width"),
            FigurePart.Simulation(e.BandEdge, "end of a band"))
        {
            Slices = [Last(e)],
        },
        new("spectra", $"Singular values of W at {End(e)}", "s", "singular value", "density", FigurePart.Theory(e.Density, "density")) { Slices = [Last(e)], Symbols = Symbols },
    ];

    private static Dictionary<string, string> Symbols => new() { ["outputRatio"] = "κ" };

    private static string End(ExtensiveOutputsExperiment e) => $"{e.TimeName} {e.Times[^1]:G4}";

    private static FigureSlice Last(ExtensiveOutputsExperiment e) => new(e.TimeName, e.Times.Count - 1);
}
