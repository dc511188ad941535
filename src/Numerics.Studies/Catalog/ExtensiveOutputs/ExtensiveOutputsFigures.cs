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
                "Largest singular value of W over training",
                time,
                time == "step" ? "gradient step" : "time of the flow",
                "singular value",
                false,
                [
                    new("upperEdge", FigureSource.Theory, "upper edge"),
                    new("outlier", FigureSource.Theory, "outlier"),
                    new("largestSingularValue", FigureSource.Theory, "largest, theory at this width"),
                    new("largestSingularValue", FigureSource.Simulation, "largest, simulation"),
                ])
            { Slice = new FigureSlice("width", shapes.Widths - 1) },
            .. shapes.Widths > 1 ? new[] { Convergence(shapes) } : [],
        ];
    }

    /// <summary>How the largest singular value approaches its limit with the width.</summary>
    private static FigureSpecification Convergence(ExtensiveOutputsShapes shapes) => new(
        "convergence",
        $"Largest singular value of W at {shapes.TimeAxis.Name} {shapes.Times[^1]:G4} against the width",
        "width",
        "width",
        "largest singular value",
        false,
        [
            new("largestSingularValue", FigureSource.Theory, "theory: edge and Tracy-Widom mean, or outlier"),
            new("largestSingularValue", FigureSource.Simulation, "simulation"),
        ])
    {
        Slice = new FigureSlice(shapes.TimeAxis.Name, shapes.Times.Count - 1),
        LogarithmicHorizontal = true,
    };

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
                    new("bandEdge", FigureSource.Theory, "theory at infinite width"),
                    new("largestSingularValue", FigureSource.Theory, "theory of the largest at this width"),
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
