namespace Numerics.LinearAlgebra.Dense;

/// <summary>det A = Sign exp(LogAbsolute), free of overflow.</summary>
/// <param name="Sign">-1, 0 or 1; 0 exactly if a pivot is exactly zero.</param>
/// <param name="LogAbsolute">Natural logarithm of |det A|; negative infinity if the sign is 0.</param>
/// <param name="Evidence">Routine, provider, status.</param>
public sealed record LogDeterminant(int Sign, double LogAbsolute, FactorizationEvidence Evidence);
