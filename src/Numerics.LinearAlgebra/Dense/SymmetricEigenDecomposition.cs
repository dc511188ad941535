using System.Numerics;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>A = V diag(values) V^T for symmetric A.</summary>
/// <param name="Values">Eigenvalues, ascending.</param>
/// <param name="Vectors">n x n, orthonormal; column j belongs to value j; signs are the provider's.</param>
/// <param name="Evidence">Routine, provider, status.</param>
public sealed record SymmetricEigenDecomposition<T>(T[] Values, DenseMatrix<T> Vectors, FactorizationEvidence Evidence) : IDisposable
    where T : unmanaged, INumberBase<T>
{
    private readonly DenseMatrix<T> vectors = Vectors;

    /// <summary>Eigenvalues, ascending.</summary>
    /// <exception cref="FactorizationException">The routine did not converge.</exception>
    public T[] Values { get => Evidence.Usable(field, field.Length); init; } = Values;

    /// <summary>n x n, orthonormal; column j belongs to value j; signs are the provider's.</summary>
    /// <exception cref="FactorizationException">The routine did not converge.</exception>
    public DenseMatrix<T> Vectors => Evidence.Usable(vectors, vectors.Rows);

    /// <inheritdoc/>
    public void Dispose() => vectors.Dispose();
}
