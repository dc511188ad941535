using Numerics.Studies.Records;

namespace Numerics.Studies.Contract;

/// <summary>One layer of a <see cref="Figure"/>.</summary>
/// <param name="Observable">What is drawn.</param>
/// <param name="Source">Theory, simulation, or simulation as a histogram.</param>
/// <param name="Label">Legend text; the values of further axes are appended.</param>
public sealed record FigurePart(Observable Observable, FigureSource Source, string Label)
{
    /// <summary>The observable whose colours this layer takes: the simulation of an outlier is measured as a largest value. Null: its own.</summary>
    public Observable? ColouredAs { get; init; }

    /// <summary>The theory, as lines.</summary>
    public static FigurePart Theory(Observable observable, string label) => new(observable, FigureSource.Theory, label);

    /// <summary>The simulation, as points with error bars.</summary>
    public static FigurePart Simulation(Observable observable, string label, Observable? colouredAs = null) =>
        new(observable, FigureSource.Simulation, label) { ColouredAs = colouredAs };

    /// <summary>The simulation of a density, as a histogram.</summary>
    public static FigurePart Histogram(Observable observable, string label) => new(observable, FigureSource.Histogram, label);

    internal FigureLayer Stored() => new(Observable.Name, Source, Label) { ColouredAs = ColouredAs?.Name };
}
