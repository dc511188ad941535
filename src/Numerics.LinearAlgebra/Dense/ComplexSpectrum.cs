using System.Numerics;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>Eigenvalues of a general real matrix, with their evidence.</summary>
/// <param name="Values">The values in no particular order.</param>
/// <param name="Evidence">Routine, provider, status.</param>
public sealed record ComplexSpectrum(Complex[] Values, FactorizationEvidence Evidence)
{
    /// <summary>The values in no particular order.</summary>
    /// <exception cref="FactorizationException">The routine did not converge.</exception>
    public Complex[] Values { get => Evidence.Usable(field, field.Length); init; } = Values;
}
