using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Distributed;

/// <summary>
/// Runs work over row shards on a given number of threads. Which thread takes which shard is left open; results must not depend on it.
/// </summary>
/// <param name="threads">Threads to use, at least 1.</param>
/// <param name="buffers">Where panels take their memory from and leave it to the next one; null for the operating system.</param>
public sealed class ShardExecutor(int threads, BufferPool? buffers = null)
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

    /// <summary>Calls <paramref name="work"/> once for every shard 0 .. <paramref name="shardCount"/> - 1.</summary>
    public void Run(int shardCount, Action<int> work)
    {
        ArgumentNullException.ThrowIfNull(work);
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
