namespace Numerics.Spectra.Theory.Bulk.Pencils;

/// <summary>A coefficient at one pair of blocks.</summary>
/// <param name="Row">Block row.</param>
/// <param name="Column">Block column.</param>
/// <param name="Value">Coefficient.</param>
public readonly record struct PencilEntry(int Row, int Column, double Value);
