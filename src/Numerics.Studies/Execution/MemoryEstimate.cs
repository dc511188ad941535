namespace Numerics.Studies.Execution;

/// <summary>Bytes needed at once, computed from sizes before anything is allocated.</summary>
/// <param name="PerReplica">One replica.</param>
/// <param name="Theory">The theory.</param>
public sealed record MemoryEstimate(long PerReplica, long Theory);
