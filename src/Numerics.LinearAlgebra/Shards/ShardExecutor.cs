using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Shards;

/// <summary>
/// Runs work over row shards on a given number of threads. Which thread takes which shard is left open; results must not depend on it.
/// </summary>
/// <param name="threads">Threads to use, at least 1.</param>
/// <param name="buffers">Where panels take their memory from and leave it to the next one; null for the operating system.</param>
/// <param name="order">
/// For tests: a permutation of 0 .. n - 1, the order in which n shards are handed out; null hands them out as they are. Results must not depend on it.
/// </param>
/// <param name="communicator">Processes that share the rows of vectors; null for this one alone.</param>
public sealed class ShardExecutor(
    int threads, BufferPool? buffers = null, Func<int, IReadOnlyList<int>>? order = null, Communicator? communicator = null)
{
    private readonly ParallelOptions options = new() { MaxDegreeOfParallelism = threads };

    /// <summary>Executor that stays on the calling thread.</summary>
    public static ShardExecutor Sequential { get; } = new(1);

    /// <summary>Threads used.</summary>
    public int Threads { get; } = threads >= 1
        ? threads
        : throw new ArgumentOutOfRangeException(nameof(threads), $"{threads} threads asked, at least 1 needed.");

    /// <summary>Memory of panels, or null for the operating system.</summary>
    public BufferPool? Buffers { get; } = buffers;

    /// <summary>Processes that share the rows of vectors.</summary>
    public Communicator Communicator { get; } = communicator ?? Communicator.Alone;

    /// <summary>Cuts rows that the processes share.</summary>
    public RowShards Cut(long rows) => new(rows, Communicator);

    /// <summary>Calls <paramref name="work"/> once for every shard of this rank.</summary>
    public void Run(RowShards shards, Action<int> work)
    {
        ArgumentNullException.ThrowIfNull(shards);
        ArgumentNullException.ThrowIfNull(work);
        int first = shards.OwnFirst;
        Run(shards.OwnEnd - first, first == 0 ? work : shard => work(first + shard));
    }

    /// <summary>Calls <paramref name="work"/> once for every index 0 .. <paramref name="shardCount"/> - 1.</summary>
    public void Run(int shardCount, Action<int> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (order is not null)
        {
            IReadOnlyList<int> shards = order(shardCount);
            Action<int> inOrder = work;
            work = i => inOrder(shards[i]);
        }

        if (Threads == 1 || shardCount == 1)
        {
            for (int shard = 0; shard < shardCount; shard++)
            {
                work(shard);
            }

            return;
        }

        Parallel.For(0, shardCount, options, work);
    }
}
