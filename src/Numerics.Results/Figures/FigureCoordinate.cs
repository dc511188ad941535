namespace Numerics.Results.Figures;

/// <summary>A coordinate of a further axis.</summary>
/// <param name="Axis">Name of the axis.</param>
/// <param name="Value">The coordinate; the index where coordinates are words.</param>
/// <param name="IsNumber">Whether it is a number.</param>
/// <param name="Text">As the legend says it: "ν = 0.5", "layer 1", "muP".</param>
internal sealed record FigureCoordinate(string Axis, double Value, bool IsNumber, string Text);
