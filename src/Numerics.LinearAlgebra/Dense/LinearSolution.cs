using System.Numerics;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>Solution of A X = B.</summary>
/// <param name="X">n x m; null if A is exactly singular.</param>
/// <param name="Evidence">Routine, provider, outcome, relative residual.</param>
public sealed record LinearSolution<T>(DenseMatrix<T>? X, FactorizationEvidence Evidence) : IDisposable
    where T : unmanaged, INumberBase<T>
{
    /// <inheritdoc/>
    public void Dispose() => X?.Dispose();
}
