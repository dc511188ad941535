namespace Numerics.LinearAlgebra.Dense;

/// <summary>Eigenvalues of a symmetric matrix (ascending) or singular values (descending), with their evidence.</summary>
/// <param name="Values">The values; not to be used unless the evidence says converged.</param>
/// <param name="Evidence">Routine, provider, status.</param>
public sealed record RealSpectrum<T>(T[] Values, FactorizationEvidence Evidence);
