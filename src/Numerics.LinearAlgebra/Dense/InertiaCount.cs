namespace Numerics.LinearAlgebra.Dense;

/// <summary>How many eigenvalues of a symmetric matrix are below, at, and above zero; the three add up to the order.</summary>
/// <param name="Negative">Negative ones.</param>
/// <param name="Zero">Ones not told from zero by the tolerance.</param>
/// <param name="Positive">Positive ones.</param>
/// <param name="Evidence">Routine, provider, status.</param>
public sealed record InertiaCount(long Negative, long Zero, long Positive, FactorizationEvidence Evidence);
