using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Ensembles;

/// <summary>Decompositions of a sampled matrix that several ensembles share.</summary>
internal static class SampledMatrix
{
    // Values below this part of the largest are exact zeros of matrices that are not of full rank.
    private const double ZeroThreshold = 1e-11;

    /// <summary>1/sqrt n: standard deviation of an entry at reference size n.</summary>
    public static double Deviation(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        return 1 / Math.Sqrt(size);
    }

    /// <summary>Rows at ratio c of reference size n.</summary>
    public static int Rows(double ratio, int size) => Math.Max(1, (int)Math.Round(ratio * size));

    /// <summary>Eigenvalues of a symmetric matrix, descending; the matrix is overwritten.</summary>
    public static EnsembleSample Eigenvalues(Lapack lapack, DenseMatrix<double> matrix) =>
        new(WithZeros([.. SymmetricEigen.Values(lapack, matrix, overwrite: true).Values.Reverse()]), null);

    /// <summary>Eigenvalues, descending, and the squared overlap of the top eigenvector with a direction.</summary>
    public static EnsembleSample Eigenvectors(Lapack lapack, DenseMatrix<double> matrix, double[] direction)
    {
        using SymmetricEigenDecomposition<double> found = SymmetricEigen.Decompose(lapack, matrix);
        double overlap = SpanProducts.Dot(found.Vectors.Column(found.Values.Length - 1), direction);
        return new EnsembleSample(WithZeros([.. found.Values.Reverse()]), overlap * overlap);
    }

    /// <summary>All singular values by bidiagonalisation, descending; small ones are not lost as in a Gram matrix.</summary>
    public static double[] SingularValues(Lapack lapack, DenseMatrix<double> matrix) =>
        LinearAlgebra.Dense.SingularValues.Compute(lapack, matrix, SvdMethod.Bidiagonal).Values;

    /// <summary>Values that rounding alone keeps from zero are zero; <paramref name="values"/> are sorted.</summary>
    public static double[] WithZeros(double[] values)
    {
        double limit = ZeroThreshold * Math.Max(Math.Abs(values[0]), Math.Abs(values[^1]));
        return [.. values.Select(value => Math.Abs(value) <= limit ? 0 : value)];
    }
}
