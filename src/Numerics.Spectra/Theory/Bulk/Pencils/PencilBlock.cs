namespace Numerics.Spectra.Theory.Bulk.Pencils;

/// <summary>One block row of a pencil.</summary>
/// <param name="Index">Position in the pencil.</param>
/// <param name="Name">Name, used in messages.</param>
/// <param name="Type">Dimension of the block.</param>
/// <param name="IsCorner">Whether the spectral parameter stands on its diagonal; auxiliary blocks have none.</param>
public sealed record PencilBlock(int Index, string Name, DimensionType Type, bool IsCorner);
