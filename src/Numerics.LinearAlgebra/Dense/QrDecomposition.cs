using System.Numerics;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>Thin A = Q R with k = min(m, n).</summary>
/// <param name="Q">m x k, orthonormal columns.</param>
/// <param name="R">k x n, zeros below the diagonal; signs of the diagonal are the provider's.</param>
/// <param name="Evidence">Routine, provider, status.</param>
public sealed record QrDecomposition<T>(DenseMatrix<T> Q, DenseMatrix<T> R, FactorizationEvidence Evidence) : IDisposable
    where T : unmanaged, INumberBase<T>
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Q.Dispose();
        R.Dispose();
    }
}
