using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Theory.NullBulk;

/// <summary>Singular vectors of the largest singular values.</summary>
/// <remarks>Source: derived here, A A^T = U S^2 U^T. Determinism: bits of the LAPACK provider; signs are the provider's.</remarks>
/// <param name="Shorter">n x k, orthonormal columns.</param>
/// <param name="Longer">m x k.</param>
public sealed record LeadingDirections(DenseMatrix<double> Shorter, DenseMatrix<double> Longer) : IDisposable
{
    /// <summary>Of the k largest values, by the eigenvectors of the smaller Gram matrix; orthonormal to rounding where the values are not small against the largest.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="matrix">Any shape.</param>
    /// <param name="count">k, at least 1, at most the shorter side.</param>
    public static LeadingDirections Of(Lapack lapack, DenseMatrix<double> matrix, int count)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        long n = Math.Min(matrix.Rows, matrix.Columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, n);
        using var gram = new DenseMatrix<double>(n, n);
        _ = Gram.Into(lapack, matrix, gram);
        using SymmetricEigenDecomposition<double> eigen = SymmetricEigen.Decompose(lapack, gram);
        var shorter = new DenseMatrix<double>(n, count);
        for (int k = 0; k < count; k++)
        {
            eigen.Vectors.Column(n - 1 - k).CopyTo(shorter.Column(k));
        }

        var longer = new DenseMatrix<double>(Math.Max(matrix.Rows, matrix.Columns), count);
        Multiply.Into(lapack, matrix.Rows < matrix.Columns, matrix, false, shorter, 1.0, 0.0, longer);
        for (int k = 0; k < count; k++)
        {
            double norm = SpanProducts.Norm(longer.Column(k));
            SpanProducts.Scale(norm > 0 ? 1 / norm : 0, longer.Column(k));
        }

        return new LeadingDirections(shorter, longer);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Shorter.Dispose();
        Longer.Dispose();
    }
}
