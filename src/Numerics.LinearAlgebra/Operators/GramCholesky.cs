using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>Cholesky factor of the small Gram matrix of a block of vectors, and its inverse: the same bits on every machine, unlike a LAPACK provider's.</summary>
internal static class GramCholesky
{
    /// <summary>Replaces the upper triangle of a Gram matrix by R with Gram = R^T R; false, with the triangle spoilt, if the square of a pivot is not above its least value.</summary>
    /// <param name="gram">Order k; only the upper triangle is read and written.</param>
    /// <param name="leastPivots">k squares that the pivots must exceed.</param>
    public static bool TryFactor(DenseMatrix<double> gram, ReadOnlySpan<double> leastPivots)
    {
        for (int j = 0; j < gram.Columns; j++)
        {
            for (int i = 0; i <= j; i++)
            {
                double sum = gram[i, j];
                for (int k = 0; k < i; k++)
                {
                    sum = Math.FusedMultiplyAdd(-gram[k, i], gram[k, j], sum);
                }

                gram[i, j] = i < j ? sum / gram[i, i] : sum;
            }

            if (!(gram[j, j] > leastPivots[j]))
            {
                return false;
            }

            gram[j, j] = Math.Sqrt(gram[j, j]);
        }

        return true;
    }

    /// <summary>inverse = R^-1, upper triangular; its lower triangle is left alone.</summary>
    public static void Invert(DenseMatrix<double> factor, DenseMatrix<double> inverse)
    {
        for (int j = 0; j < factor.Columns; j++)
        {
            inverse[j, j] = 1 / factor[j, j];
            for (int i = j - 1; i >= 0; i--)
            {
                double sum = 0;
                for (int k = i + 1; k <= j; k++)
                {
                    sum = Math.FusedMultiplyAdd(factor[i, k], inverse[k, j], sum);
                }

                inverse[i, j] = -sum / factor[i, i];
            }
        }
    }
}
