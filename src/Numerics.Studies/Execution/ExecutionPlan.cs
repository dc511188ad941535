namespace Numerics.Studies.Execution;

/// <summary>How replicas are spread over threads. Results do not depend on it.</summary>
/// <param name="Threads">Threads of the run.</param>
/// <param name="ParallelReplicas">Replicas at a time.</param>
/// <param name="ThreadsPerReplica">Row-shard threads inside each replica.</param>
/// <param name="Bytes">Bytes needed at once.</param>
/// <param name="AvailableBytes">Bytes that may be used.</param>
/// <param name="Notice">A sentence if memory made it fewer replicas at a time than threads would allow; otherwise null.</param>
public sealed record ExecutionPlan(
    int Threads,
    int ParallelReplicas,
    int ThreadsPerReplica,
    long Bytes,
    long AvailableBytes,
    string? Notice);
