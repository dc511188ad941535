namespace Numerics.Studies.Records;

/// <summary>Which numbers of an observable a figure layer draws.</summary>
public enum FigureSource
{
    /// <summary>Theory, as a line with a band of its standard error.</summary>
    Theory,

    /// <summary>Simulation means, as points with error bars.</summary>
    Simulation,

    /// <summary>Simulation means of a density, as a stepped histogram.</summary>
    Histogram,
}
