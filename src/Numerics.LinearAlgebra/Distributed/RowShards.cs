using System.Numerics;

namespace Numerics.LinearAlgebra.Distributed;

/// <summary>
/// How the rows of a long vector are cut into shards. The cut depends on the number of rows alone, never on threads or ranks:
/// this is what makes sums over shards, taken in a fixed tree, the same bits everywhere.
/// </summary>
public sealed class RowShards
{
    /// <summary>
    /// Rows per shard aimed at. 16,384 rows of a 32-column double panel are 4 MiB: large enough that the per-shard overhead
    /// (about a microsecond) vanishes, small enough that widths of 10^5 already feed eight cores.
    /// </summary>
    public const int TargetRows = 16_384;

    /// <summary>Most shards ever made; 10^9 rows then have 244 thousand rows a shard.</summary>
    public const int MaximumCount = 4_096;

    /// <summary>Shards begin at multiples of this many rows, so that blocks of the Gaussian generator never straddle two shards.</summary>
    public const int Alignment = 64;

    private readonly long rowsPerShard;

    /// <summary>Cuts <paramref name="totalRows"/> rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No rows.</exception>
    public RowShards(long totalRows)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(totalRows);
        TotalRows = totalRows;
        ulong wanted = (ulong)((totalRows + TargetRows - 1) / TargetRows);
        Count = (int)Math.Min(BitOperations.RoundUpToPowerOf2(wanted), MaximumCount);
        long even = (totalRows + Count - 1) / Count;
        rowsPerShard = (even + Alignment - 1) / Alignment * Alignment;
    }

    /// <summary>Number of rows in all.</summary>
    public long TotalRows { get; }

    /// <summary>Number of shards, a power of two; the last ones may be empty.</summary>
    public int Count { get; }

    /// <summary>Global index of the first row of a shard.</summary>
    public long Start(int shard) => Math.Min(shard * rowsPerShard, TotalRows);

    /// <summary>Number of rows of a shard.</summary>
    public int Length(int shard) => (int)(Start(shard + 1) - Start(shard));
}
