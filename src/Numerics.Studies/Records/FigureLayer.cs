namespace Numerics.Studies.Records;

/// <summary>One layer of a figure: an observable, and how it is drawn. Layers of one colour have one entry in the legend.</summary>
/// <param name="Observable">Name of the observable.</param>
/// <param name="Source">Which numbers.</param>
/// <param name="Label">Name of the quantity in the legend; the values of further axes are appended.</param>
public sealed record FigureLayer(string Observable, FigureSource Source, string Label)
{
    /// <summary>Name of the observable with whose series this layer's series share colours; null for its own.</summary>
    public string? ColouredAs { get; init; }

    /// <summary>Name of the observable, of equal axes, whose values are the abscissae of points of the plane; null for others.</summary>
    public string? Abscissa { get; init; }
}
