using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Analysis;

/// <summary>
/// Lower-triangular factor of a positive semidefinite Gram matrix, rank deficiency allowed.
/// </summary>
/// <remarks>
/// Plain elimination rather than a LAPACK call: P is small, singular matrices (repeated inputs) are legitimate, and first-layer fields must be the
/// same bits with every LAPACK provider.
/// <para>Source: N. J. Higham, Accuracy and Stability of Numerical Algorithms (2002), chapter 10.</para>
/// </remarks>
internal static class GramFactor
{
    /// <summary>Relative size below which a pivot counts as zero: rounding of sums over a few thousand input dimensions.</summary>
    public const double PivotTolerance = 1e-10;

    /// <summary>F with F F^T = <paramref name="gram"/>.</summary>
    /// <exception cref="ArgumentException">The matrix is not symmetric or not positive semidefinite.</exception>
    public static DenseMatrix<double> Compute(DenseMatrix<double> gram)
    {
        ArgumentNullException.ThrowIfNull(gram);
        long n = gram.Rows;
        double largest = 0;
        for (long i = 0; i < n; i++)
        {
            largest = Math.Max(largest, Math.Abs(gram[i, i]));
        }

        double tolerance = PivotTolerance * Math.Max(largest, double.Epsilon);
        var factor = new DenseMatrix<double>(n, n);
        for (long j = 0; j < n; j++)
        {
            double pivot = gram[j, j] - RowProduct(factor, j, j, j);
            if (pivot < -tolerance)
            {
                throw new ArgumentException(
                    $"The input Gram matrix is not positive semidefinite: pivot {j} of its elimination is {pivot:G4}; Gram entries must be x_m . x_n / D.");
            }

            bool zero = pivot <= tolerance;
            factor[j, j] = zero ? 0 : Math.Sqrt(pivot);
            for (long i = j + 1; i < n; i++)
            {
                if (Math.Abs(gram[i, j] - gram[j, i]) > tolerance)
                {
                    throw new ArgumentException(
                        $"The input Gram matrix is not symmetric: entries ({i}, {j}) and ({j}, {i}) are {gram[i, j]:G6} and {gram[j, i]:G6}.");
                }

                double rest = gram[i, j] - RowProduct(factor, i, j, j);
                if (zero && Math.Abs(rest) > Math.Sqrt(PivotTolerance) * largest)
                {
                    throw new ArgumentException(
                        $"The input Gram matrix is not positive semidefinite: row {j} is dependent but entry ({i}, {j}) leaves {rest:G4}.");
                }

                factor[i, j] = zero ? 0 : rest / factor[j, j];
            }
        }

        return factor;
    }

    private static double RowProduct(DenseMatrix<double> factor, long i, long j, long length)
    {
        double sum = 0;
        for (long k = 0; k < length; k++)
        {
            sum += factor[i, k] * factor[j, k];
        }

        return sum;
    }
}
