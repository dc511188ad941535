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
    /// <param name="cost">Bytes of one replica and of the theory.</param>
    /// <param name="limit">Memory limit.</param>
    /// <param name="threads">Threads asked, at least 1.</param>
    /// <param name="replicas">Replicas to do; 0 if only the theory is wanted.</param>
    /// <param name="theory">Whether the theory is wanted.</param>
    /// <param name="world">Processes that share the rows of a replica, some of them on this machine; null for one process.</param>
    /// <exception cref="MemoryRefusedException">Not even one replica, or the theory, fits.</exception>
    public static ExecutionPlan Make(Cost cost, MemoryLimit limit, int threads, int replicas, bool theory = true, Communicator? world = null)
    {
        ArgumentNullException.ThrowIfNull(cost);
        ArgumentNullException.ThrowIfNull(limit);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        long available = (long)(UsableFraction * limit.Bytes);
        if (world is { Size: > 1 })
        {
            // One replica at a time; this machine holds the parts of its own processes. The theory is rank 0's and over before.
            Cost here = cost with { ReplicaBytes = cost.ReplicaBytes / world.Size * world.LocalSize };
            ExecutionPlan alone = Make(here, limit, 1, Math.Min(1, replicas), theory);
            return alone with { Threads = threads, ThreadsPerReplica = threads };
        }

        if (theory && cost.TheoryBytes > available)
        {
            throw Refusal("The theory", cost.TheoryBytes, available, limit);
        }

        if (replicas > 0 && cost.ReplicaBytes > available)
        {
            throw Refusal("One replica", cost.ReplicaBytes, available, limit);
        }

        int wanted = Math.Max(1, Math.Min(threads, replicas));
        long fitting = cost.ReplicaBytes <= 0 ? wanted : available / cost.ReplicaBytes;
        int parallel = (int)Math.Min(wanted, Math.Max(1, fitting));
        string? notice = parallel < wanted
            ? $"{parallel} instead of {wanted} replicas at a time: one needs {MemoryLimit.Format(cost.ReplicaBytes)}, "
                + $"and {MemoryLimit.Format(available)} may be used ({limit.Source})."
            : null;
        long bytes = Math.Max(replicas > 0 ? parallel * cost.ReplicaBytes : 0, theory ? cost.TheoryBytes : 0);
        return new ExecutionPlan(threads, parallel, Math.Max(1, threads / parallel), bytes, available, notice);
    }

    private static MemoryRefusedException Refusal(string what, long needed, long available, MemoryLimit limit)
        => new($"{what} needs {MemoryLimit.Format(needed)} ({needed} bytes), but only {MemoryLimit.Format(available)} may be used: "
            + $"{UsableFraction:P0} of the {MemoryLimit.Format(limit.Bytes)} of the {limit.Source}.");
}
