namespace Numerics.LinearAlgebra.Sweeps;

/// <summary>What the bases of a training in single sweeps rest on; travels with its result.</summary>
/// <param name="Sweeps">Reads of the panels of a population.</param>
/// <param name="CarefulSweeps">Further reads, where one did not resolve a residual.</param>
/// <param name="Dropped">Queries that lay in the span of earlier ones and added no direction.</param>
/// <param name="LargestLoss">Largest deviation from orthonormality of a direction as it was written, before the delayed second pass measured it.</param>
/// <param name="OrthogonalityDefect">Largest entry of (Q^T Q - 1) r at the end, Q the bases after that pass and r a vector of signs: a typical entry of Q^T Q - 1 times the root of the rank.</param>
public sealed record SweepEvidence(int Sweeps, int CarefulSweeps, int Dropped, double LargestLoss, double OrthogonalityDefect);
