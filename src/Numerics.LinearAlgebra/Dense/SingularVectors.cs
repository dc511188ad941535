using System.Numerics;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>Thin A = U diag(s) V^T with k = min(m, n).</summary>
/// <param name="U">m x k, orthonormal columns.</param>
/// <param name="Values">k singular values, descending.</param>
/// <param name="VTransposed">k x n, orthonormal rows; signs of the pairs are the provider's.</param>
/// <param name="Evidence">Routine, provider, status.</param>
public sealed record SingularVectors<T>(DenseMatrix<T> U, T[] Values, DenseMatrix<T> VTransposed, FactorizationEvidence Evidence) : IDisposable
    where T : unmanaged, INumberBase<T>
{
    /// <inheritdoc/>
    public void Dispose()
    {
        U.Dispose();
        VTransposed.Dispose();
    }
}
