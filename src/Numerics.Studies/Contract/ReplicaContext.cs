using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.Studies.Contract;

/// <summary>What one replica is given to work with.</summary>
/// <param name="Lapack">Dense linear algebra.</param>
/// <param name="Executor">Threads for row shards (one when replicas run side by side), and the processes that share the rows.</param>
/// <param name="Replica">Index of the replica from 0.</param>
/// <param name="Streams">Its random streams.</param>
/// <param name="Progress">Told how far it is.</param>
/// <param name="Cancellation">Stops the work between steps.</param>
public sealed record ReplicaContext(
    Lapack Lapack,
    ShardExecutor Executor,
    int Replica,
    StudyStreams Streams,
    WorkProgress Progress,
    CancellationToken Cancellation)
{
    /// <summary>Takes the weights after training; null where nobody asked.</summary>
    public IWeightSink? Weights { get; init; }

    /// <summary>Where a long replica keeps itself, so that an interrupted run goes on inside it.</summary>
    public ReplicaState State { get; init; } = ReplicaState.None;
}
