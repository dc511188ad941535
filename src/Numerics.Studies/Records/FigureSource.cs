using System.Text.Json.Serialization;

namespace Numerics.Studies.Records;

/// <summary>Which numbers of an observable a figure layer draws.</summary>
[JsonConverter(typeof(CamelCaseWord<FigureSource>))]
public enum FigureSource
{
    /// <summary>Theory, as a line with a band of its standard error.</summary>
    Theory,

    /// <summary>Simulation means, as points with error bars.</summary>
    Simulation,

    /// <summary>Simulation means of a density, as a stepped histogram.</summary>
    Histogram,

    /// <summary>Theory that the series are held against (the edge of a bulk, a bound), as a thin grey line.</summary>
    Reference,

    /// <summary>Theory that is a place on the abscissa (the edge of a density), as a vertical grey line; the observable lacks the horizontal axis.</summary>
    Mark,

    /// <summary>Simulation means that are places on the abscissa (single singular values), as short ticks on it; the observable lacks the horizontal axis.</summary>
    Rug,

    /// <summary>Theory that is the radius of a circle about the origin of a plane, as a thin grey line.</summary>
    Circle,

    /// <summary>Theory whose contour at 1 is drawn on a map, one line for each coordinate of a further axis.</summary>
    Contour,

    /// <summary>Simulation means over the last two axes as images side by side, one for every coordinate of the axes before them; the figure has this layer alone.</summary>
    Image,
}
