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
    /// <inheritdoc/>
    public void Dispose() => Vectors.Dispose();
}
