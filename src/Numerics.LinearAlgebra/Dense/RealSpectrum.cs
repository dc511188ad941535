namespace Numerics.LinearAlgebra.Dense;

/// <summary>Eigenvalues of a symmetric matrix (ascending) or singular values (descending), with their evidence.</summary>
/// <param name="Values">The values.</param>
/// <param name="Evidence">Routine, provider, status.</param>
public sealed record RealSpectrum<T>(T[] Values, FactorizationEvidence Evidence)
{
    /// <summary>The values.</summary>
    /// <exception cref="FactorizationException">The routine did not converge.</exception>
    public T[] Values { get => Evidence.Usable(field, field.Length); init; } = Values;
}
