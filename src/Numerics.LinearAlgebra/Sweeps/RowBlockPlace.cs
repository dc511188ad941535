namespace Numerics.LinearAlgebra.Sweeps;

/// <summary>Where a block of rows lies.</summary>
/// <param name="Shard">Row shard.</param>
/// <param name="Block">Block within the shard.</param>
/// <param name="Rows">Rows of the block.</param>
/// <param name="FirstRow">Global index of its first row.</param>
public readonly record struct RowBlockPlace(int Shard, int Block, int Rows, long FirstRow);
