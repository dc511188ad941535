using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.ExtensiveOutputs;

/// <summary>Figures of <c>extensive-outputs</c>.</summary>
internal static class ExtensiveOutputsFigures
{
    /// <summary>Histogram under the theory at the end, and edges over training.</summary>
    public static IReadOnlyList<FigureSpecification> Single(ExtensiveOutputsShapes shapes)
    {
        string time = shapes.TimeAxis.Name;
        return
        [
            new(
                "spectrum",
                $"Singular values of W at {time} {shapes.Times[^1]:G4}",
                "s",
                "singular value",
                "density",
                false,
                [new("density", FigureSource.Histogram, "simulation"), new("density", FigureSource.Theory, "theory")])
            { Slice = new FigureSlice(time, shapes.Times.Count - 1) },
            new(
                "spectra",
                "Singular values of W over training",
                "s",
                "singular value",
                "density",
                false,
                [new("density", FigureSource.Theory, "theory"), new("density", FigureSource.Simulation, "simulation")]),
            new(
                "edges",
                "Edges of the singular values of W over training",
                time,
                time == "step" ? "gradient step" : "time of the flow",
                "singular value",
                false,
                [
                    new("upperEdge", FigureSource.Theory, "upper edge"),
                    new("lowerEdge", FigureSource.Theory, "lower edge"),
                    new("outlier", FigureSource.Theory, "outlier"),
                    new("largestSingularValue", FigureSource.Theory, "largest, theory at this width"),
                    new("largestSingularValue", FigureSource.Simulation, "largest, simulation"),
                ]),
        ];
    }

    /// <summary>Bands against the output ratio at the end of training.</summary>
    public static IReadOnlyList<FigureSpecification> Crossover(ExtensiveOutputsShapes shapes)
    {
        string time = shapes.TimeAxis.Name;
        FigureSlice end = new(time, shapes.Times.Count - 1);
        return
        [
            new(
                "crossover",
                $"From an outlier to a band to the bulk, {time} {shapes.Times[^1]:G4}",
                "outputRatio",
                "outputs over width",
                "singular value",
                false,
                [
                    new("bandEdge", FigureSource.Theory, "theory"),
                    new("bandEdge", FigureSource.Simulation, "simulation"),
                ])
            { Slice = end },
            new(
                "spectra",
                $"Singular values of W at {time} {shapes.Times[^1]:G4}",
                "s",
                "singular value",
                "density",
                false,
                [new("density", FigureSource.Theory, "theory")])
            { Slice = end },
        ];
    }
}
