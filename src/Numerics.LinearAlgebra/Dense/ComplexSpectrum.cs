using System.Numerics;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>Eigenvalues of a general real matrix, with their evidence.</summary>
/// <param name="Values">The values in no particular order; not to be used unless the evidence says converged.</param>
/// <param name="Evidence">Routine, provider, status.</param>
public sealed record ComplexSpectrum(Complex[] Values, FactorizationEvidence Evidence);
