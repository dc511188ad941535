using System.Numerics;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>Cholesky in managed code; MathNet's does not tell which minor fails.</summary>
internal static class ManagedCholesky
{
    /// <summary>Factorizes the lower triangle in place, column by column; returns the order of the first minor that is not positive, or 0.</summary>
    public static int Factor<T>(DenseMatrix<T> lower)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int j = 0; j < lower.Columns; j++)
        {
            Span<T> column = lower.Column(j);
            for (int k = 0; k < j; k++)
            {
                ReadOnlySpan<T> earlier = lower.Column(k);
                T factor = earlier[j];
                for (int i = j; i < column.Length; i++)
                {
                    column[i] -= factor * earlier[i];
                }
            }

            if (!(column[j] > T.Zero))
            {
                return j + 1;
            }

            T root = T.Sqrt(column[j]);
            column[j] = root;
            for (int i = j + 1; i < column.Length; i++)
            {
                column[i] /= root;
            }
        }

        return 0;
    }
}
