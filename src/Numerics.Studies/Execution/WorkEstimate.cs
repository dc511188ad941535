namespace Numerics.Studies.Execution;

/// <summary>Rough wall time on one core, for planning only.</summary>
/// <param name="SecondsPerReplica">One replica.</param>
/// <param name="SecondsTheory">The theory.</param>
public sealed record WorkEstimate(double SecondsPerReplica, double SecondsTheory);
