namespace Numerics.Studies.Contract;

/// <summary>What a run takes, known before anything is allocated.</summary>
/// <param name="ReplicaBytes">Bytes needed at once by one replica.</param>
/// <param name="TheoryBytes">Bytes needed at once by the theory.</param>
/// <param name="ReplicaSeconds">Rough time of one replica on one core, for planning only.</param>
/// <param name="TheorySeconds">Rough time of the theory on one core.</param>
public sealed record Cost(long ReplicaBytes, long TheoryBytes, double ReplicaSeconds, double TheorySeconds);
