using System.Numerics;

namespace Numerics.LinearAlgebra.Shards;

/// <summary>
/// How the rows of a long vector are cut into shards. The cut depends on the number of rows alone, never on threads or ranks:
/// this is what makes sums over shards, taken in a fixed tree, the same bits everywhere. Each rank of a communicator holds a contiguous range of the shards.
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
    /// <param name="totalRows">Rows in all.</param>
    /// <param name="communicator">Processes that share the shards; null for this one alone. The cut is the same.</param>
    /// <exception cref="ArgumentOutOfRangeException">No rows.</exception>
    public RowShards(long totalRows, Communicator? communicator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(totalRows);
        TotalRows = totalRows;
        ulong wanted = (ulong)((totalRows + TargetRows - 1) / TargetRows);
        Count = (int)Math.Min(BitOperations.RoundUpToPowerOf2(wanted), MaximumCount);
        long even = (totalRows + Count - 1) / Count;
        rowsPerShard = (even + Alignment - 1) / Alignment * Alignment;
        Communicator = communicator ?? Communicator.Alone;
        OwnFirst = FirstOf(Communicator.Rank);
        OwnEnd = FirstOf(Communicator.Rank + 1);
        Tree = new ShardTree(Count, Communicator, FirstOf);
    }

    /// <summary>Processes that share the shards.</summary>
    public Communicator Communicator { get; }

    /// <summary>First shard of this rank.</summary>
    public int OwnFirst { get; }

    /// <summary>End of the shards of this rank; it may have none.</summary>
    public int OwnEnd { get; }

    /// <summary>The shards of this rank.</summary>
    public IEnumerable<int> Own => Enumerable.Range(OwnFirst, OwnEnd - OwnFirst);

    /// <summary>Number of rows in all.</summary>
    public long TotalRows { get; }

    /// <summary>Number of shards, a power of two; the last ones may be empty.</summary>
    public int Count { get; }

    /// <summary>Global index of the first row of a shard.</summary>
    public long Start(int shard) => Math.Min(shard * rowsPerShard, TotalRows);

    /// <summary>Number of rows of a shard.</summary>
    public int Length(int shard) => (int)(Start(shard + 1) - Start(shard));

    /// <summary>The shard that holds a row.</summary>
    public int Holding(long row) => (int)(row / rowsPerShard);

    /// <summary>Whether this rank holds a row.</summary>
    public bool Owns(long row) => Holding(row) is int shard && shard >= OwnFirst && shard < OwnEnd;

    /// <summary>Order in which sums over shards are added.</summary>
    internal ShardTree Tree { get; }

    private int FirstOf(int rank) => (int)((long)Count * rank / Communicator.Size);
}
