namespace Numerics.Spectra.Theory.Bulk.Pencils;

/// <summary>A dimension of the problem: spaces of c n coordinates, n the reference size.</summary>
/// <param name="Index">Position in the pencil.</param>
/// <param name="Name">Name, used in messages.</param>
/// <param name="Ratio">c, the size over the reference size; zero for a dimension that stays finite as n grows.</param>
public sealed record DimensionType(int Index, string Name, double Ratio);
