using System.Numerics;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>A = L L^T for symmetric positive definite A.</summary>
/// <param name="Lower">n x n lower triangle, zeros above; valid only if the evidence says converged.</param>
/// <param name="Evidence">Outcome NotPositiveDefinite with info = order of the first leading minor that is not positive.</param>
public sealed record CholeskyFactorization<T>(DenseMatrix<T> Lower, FactorizationEvidence Evidence) : IDisposable
    where T : unmanaged, INumberBase<T>
{
    /// <summary>Order of the first leading minor that is not positive; 0 if the matrix is positive definite.</summary>
    public int FailingMinor => Evidence.Info;

    /// <inheritdoc/>
    public void Dispose() => Lower.Dispose();
}
