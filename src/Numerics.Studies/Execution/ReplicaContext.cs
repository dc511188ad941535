using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.Studies.Execution;

/// <summary>What a replica, or the theory, is given to work with.</summary>
/// <param name="Lapack">Dense linear algebra.</param>
/// <param name="Executor">Threads for row shards (one when replicas run side by side).</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Replica">Index of the replica from 0.</param>
/// <param name="Report">Called now and then with the fraction done, 0 to 1, from any thread.</param>
/// <param name="Cancellation">Stops the work between steps.</param>
public sealed record ReplicaContext(
    Lapack Lapack,
    ShardExecutor Executor,
    ulong Seed,
    int Replica,
    Action<double> Report,
    CancellationToken Cancellation);
