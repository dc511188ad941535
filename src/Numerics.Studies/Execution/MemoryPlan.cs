using Numerics.LinearAlgebra.Shards;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Execution;

/// <summary>Decides, before anything is allocated, how many replicas fit into memory side by side.</summary>
public static class MemoryPlan
{
    /// <summary>
    /// Part of the limit that is used: the rest is for the runtime, the page tables and what LAPACK allocates on its own.
    /// </summary>
    public const double UsableFraction = 0.9;

    /// <summary>Makes the plan.</summary>
    /// <param name="cost">Bytes of one replica, of its values and of the theory.</param>
    /// <param name="limit">Memory limit.</param>
    /// <param name="threads">Threads asked, at least 1.</param>
    /// <param name="replicas">Replicas to do; 0 if only the theory is wanted.</param>
    /// <param name="theory">Whether the theory is wanted.</param>
    /// <param name="world">Processes that share the rows of a replica, some of them on this machine; null for one process.</param>
    /// <exception cref="MemoryRefusedException">Not even one replica, or the theory, or the values of all replicas, fit.</exception>
    public static ExecutionPlan Make(Cost cost, MemoryLimit limit, int threads, int replicas, bool theory = true, Communicator? world = null)
    {
        ArgumentNullException.ThrowIfNull(cost);
        ArgumentNullException.ThrowIfNull(limit);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        long available = (long)(UsableFraction * limit.Bytes);
        long records = Cost.Saturated(cost.RecordBytes, replicas);
        if (records > available)
        {
            throw Refusal($"Keeping the values of {replicas} replicas", records, available, limit);
        }

        // The values in hand and their errors, beside what is kept of replicas that have finished.
        long recorder = Cost.Saturated(cost.RecordBytes, 2);
        long theoryBytes = theory ? Sum(cost.TheoryBytesOn(threads), recorder) : 0;
        if (theoryBytes > available)
        {
            throw Refusal("The theory", theoryBytes, available, limit);
        }

        // Of processes that share rows this machine holds the parts of its own, one replica at a time. The theory is rank 0's and over before.
        bool shared = world is { Size: > 1 };
        long replicaBytes = Sum(shared ? cost.ReplicaBytes / world!.Size * world.LocalSize : cost.ReplicaBytes, recorder);
        if (replicas > 0 && replicaBytes > available - records)
        {
            throw Refusal("One replica", replicaBytes, available - records, limit);
        }

        int wanted = shared ? 1 : Math.Max(1, Math.Min(threads, replicas));
        long fitting = replicaBytes <= 0 ? wanted : (available - records) / replicaBytes;
        int parallel = (int)Math.Min(wanted, Math.Max(1, fitting));
        string? notice = parallel < wanted
            ? $"{parallel} instead of {wanted} replicas at a time: one needs {MemoryLimit.Format(replicaBytes)}, "
                + $"and {MemoryLimit.Format(available - records)} may be used ({limit.Source})."
            : null;
        long bytes = Math.Max(replicas > 0 ? records + (parallel * replicaBytes) : 0, theoryBytes);
        return new ExecutionPlan(threads, parallel, Math.Max(1, threads / parallel), bytes, available, notice);
    }

    private static long Sum(long a, long b) => a > long.MaxValue - b ? long.MaxValue : a + b;

    private static MemoryRefusedException Refusal(string what, long needed, long available, MemoryLimit limit)
        => new($"{what} needs {MemoryLimit.Format(needed)} ({needed} bytes), but only {MemoryLimit.Format(available)} may be used: "
            + $"{UsableFraction:P0} of the {MemoryLimit.Format(limit.Bytes)} of the {limit.Source}; lower sizes, steps or replicas.");
}
