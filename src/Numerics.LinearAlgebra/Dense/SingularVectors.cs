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
    private readonly DenseMatrix<T> left = U;
    private readonly DenseMatrix<T> right = VTransposed;

    /// <summary>m x k, orthonormal columns.</summary>
    /// <exception cref="FactorizationException">The routine did not converge.</exception>
    public DenseMatrix<T> U => Evidence.Usable(left, left.Columns);

    /// <summary>k singular values, descending.</summary>
    /// <exception cref="FactorizationException">The routine did not converge.</exception>
    public T[] Values { get => Evidence.Usable(field, field.Length); init; } = Values;

    /// <summary>k x n, orthonormal rows; signs of the pairs are the provider's.</summary>
    /// <exception cref="FactorizationException">The routine did not converge.</exception>
    public DenseMatrix<T> VTransposed => Evidence.Usable(right, right.Rows);

    /// <inheritdoc/>
    public void Dispose()
    {
        left.Dispose();
        right.Dispose();
    }
}
