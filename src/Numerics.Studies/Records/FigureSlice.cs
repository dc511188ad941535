namespace Numerics.Studies.Records;

/// <summary>Which part of an axis a figure draws: one coordinate.</summary>
/// <param name="Axis">Name of the axis; observables without it are drawn whole.</param>
/// <param name="Index">Index of the coordinate.</param>
public sealed record FigureSlice(string Axis, int Index);
