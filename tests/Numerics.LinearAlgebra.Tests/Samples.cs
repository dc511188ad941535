using System.Numerics;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Tests;

/// <summary>Fixed matrices, and plain loops as the reference that shares no code with the factorizations.</summary>
internal static class Samples
{
    /// <summary>Roughly Gaussian entries (sum of 12 hashes), the same everywhere.</summary>
    public static DenseMatrix<T> Hashed<T>(int rows, int columns, int seed = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var matrix = new DenseMatrix<T>(rows, columns);
        ulong state = (ulong)seed * 0x9E3779B97F4A7C15UL;
        for (int j = 0; j < columns; j++)
        {
            for (int i = 0; i < rows; i++)
            {
                double sum = -6;
                for (int k = 0; k < 12; k++)
                {
                    state += 0x9E3779B97F4A7C15UL;
                    ulong z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
                    z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
                    sum += ((z ^ (z >> 31)) >> 11) * Math.ScaleB(1, -53);
                }

                matrix[i, j] = T.CreateChecked(sum);
            }
        }

        return matrix;
    }

    public static DenseMatrix<T> Symmetric<T>(int n, int seed = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        DenseMatrix<T> matrix = Hashed<T>(n, n, seed);
        for (int i = 0; i < n; i++)
        {
            for (int j = i + 1; j < n; j++)
            {
                matrix[i, j] = matrix[j, i];
            }
        }

        return matrix;
    }

    /// <summary>2 on the diagonal, -1 beside it; eigenvalues 2 - 2 cos(k pi / (n + 1)), determinant n + 1.</summary>
    public static DenseMatrix<T> SecondDifference<T>(int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var matrix = new DenseMatrix<T>(n, n);
        for (int i = 0; i < n; i++)
        {
            matrix[i, i] = T.One + T.One;
            if (i > 0)
            {
                matrix[i, i - 1] = -T.One;
                matrix[i - 1, i] = -T.One;
            }
        }

        return matrix;
    }

    public static double SecondDifferenceEigenvalue(int n, int k) => 2 - (2 * Math.Cos(k * Math.PI / (n + 1)));

    public static DenseMatrix<T> Product<T>(DenseMatrix<T> a, DenseMatrix<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var c = new DenseMatrix<T>(a.Rows, b.Columns);
        for (long i = 0; i < a.Rows; i++)
        {
            for (long j = 0; j < b.Columns; j++)
            {
                T sum = T.Zero;
                for (long k = 0; k < a.Columns; k++)
                {
                    sum += a[i, k] * b[k, j];
                }

                c[i, j] = sum;
            }
        }

        return c;
    }

    public static DenseMatrix<T> Diagonal<T>(T[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var matrix = new DenseMatrix<T>(values.Length, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            matrix[i, i] = values[i];
        }

        return matrix;
    }

    public static double Distance<T>(DenseMatrix<T> a, DenseMatrix<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal((a.Rows, a.Columns), (b.Rows, b.Columns));
        double largest = 0;
        for (long i = 0; i < a.Rows; i++)
        {
            for (long j = 0; j < a.Columns; j++)
            {
                double difference = Math.Abs(double.CreateChecked(a[i, j] - b[i, j]));
                largest = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(largest, difference);
            }
        }

        return largest;
    }

    public static double Distance<T>(IEnumerable<T> a, IEnumerable<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = [.. a], y = [.. b];
        Assert.Equal(x.Length, y.Length);
        return x.Length == 0 ? 0 : x.Zip(y, (p, q) => Math.Abs(double.CreateChecked(p - q))).Max();
    }

    /// <summary>Largest element of |Q^T Q - 1|.</summary>
    public static double Orthogonality<T>(DenseMatrix<T> q)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using DenseMatrix<T> transpose = q.Transpose();
        return Distance(Product(transpose, q), DenseMatrix<T>.Identity(q.Columns));
    }

    public static MathNet.Numerics.LinearAlgebra.Matrix<double> ToMathNet(DenseMatrix<double> a) =>
        MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense((int)a.Rows, (int)a.Columns, (i, j) => a[i, j]);
}
