using Numerics.Studies.Records;

namespace Numerics.Studies.Contract;

/// <summary>One layer of a <see cref="Figure"/>.</summary>
/// <param name="Observable">What is drawn.</param>
/// <param name="Source">How it is drawn.</param>
/// <param name="Label">Name of the quantity in the legend, the same for its theory and its simulation; the values of further axes are appended.</param>
public sealed record FigurePart(Observable Observable, FigureSource Source, string Label)
{
    /// <summary>The observable whose colours this layer takes: the simulation of an outlier is measured as a largest value. Null: its own.</summary>
    public Observable? ColouredAs { get; init; }

    /// <summary>The observable whose values are the abscissae of points of the plane; null for others.</summary>
    public Observable? Abscissa { get; init; }

    /// <summary>The theory, as lines.</summary>
    public static FigurePart Theory(Observable observable, string label) => new(observable, FigureSource.Theory, label);

    /// <summary>The simulation, as points with error bars.</summary>
    public static FigurePart Simulation(Observable observable, string label, Observable? colouredAs = null) =>
        new(observable, FigureSource.Simulation, label) { ColouredAs = colouredAs };

    /// <summary>Quantities whose theory and simulation are drawn in one colour, all theory below all simulation.</summary>
    public static IEnumerable<FigurePart> Compared(params IReadOnlyList<(Observable Observable, string Label)> quantities) =>
        [.. quantities.Select(quantity => Theory(quantity.Observable, quantity.Label)), .. quantities.Select(quantity => Simulation(quantity.Observable, quantity.Label))];

    /// <summary>The simulation of a density, as a histogram.</summary>
    public static FigurePart Histogram(Observable observable, string label) => new(observable, FigureSource.Histogram, label);

    /// <summary>Theory that the series are held against, as a grey line: an edge, a bound.</summary>
    public static FigurePart Reference(Observable observable, string label) => new(observable, FigureSource.Reference, label);

    /// <summary>Theory that is a place on the abscissa, as a vertical line: the edge of a density.</summary>
    public static FigurePart Mark(Observable observable, string label) => new(observable, FigureSource.Mark, label);

    /// <summary>Simulated values that are places on the abscissa, as short ticks in the colour of a density.</summary>
    public static FigurePart Rug(Observable observable, string label, Observable? colouredAs = null) =>
        new(observable, FigureSource.Rug, label) { ColouredAs = colouredAs };

    /// <summary>Theory that is the radius of a circle about the origin of a plane.</summary>
    public static FigurePart Circle(Observable observable, string label) => new(observable, FigureSource.Circle, label);

    /// <summary>Theory whose contour at 1 is drawn on a map, one line for each coordinate of a further axis.</summary>
    public static FigurePart Contour(Observable observable, string label) => new(observable, FigureSource.Contour, label);

    /// <summary>Simulated fields over the last two axes, as images side by side; the only layer of its figure.</summary>
    public static FigurePart Image(Observable observable, string label) => new(observable, FigureSource.Image, label);

    internal FigureLayer Stored() => new(Observable.Name, Source, Label) { ColouredAs = ColouredAs?.Name, Abscissa = Abscissa?.Name };
}
