using System.Numerics;
using Numerics.Kernels.Reductions;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>Residuals of factorizations, relative, in the Frobenius norm: of order n eps or smaller if the factorization is right.</summary>
public static class Residuals
{
    /// <summary>|A - L R| / |A|; |L R| if A is zero.</summary>
    public static double Product<T>(Lapack lapack, DenseMatrix<T> a, DenseMatrix<T> left, DenseMatrix<T> right, bool transposeRight = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        using DenseMatrix<T> difference = a.Clone();
        Multiply.Into(lapack, transposeA: false, left, transposeRight, right, -T.One, T.One, difference, checkFinite: false);
        return Ratio(Norm(difference), Norm(a));
    }

    /// <summary>|A V - V diag(values)| / |A| with the lower triangle of A taken as symmetric.</summary>
    public static double SymmetricEigen<T>(Lapack lapack, DenseMatrix<T> a, T[] values, DenseMatrix<T> vectors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using DenseMatrix<T> symmetric = Symmetrize(a), difference = ScaleColumns(vectors, values);
        Multiply.Into(lapack, transposeA: false, symmetric, transposeB: false, vectors, T.One, -T.One, difference, checkFinite: false);
        return Ratio(Norm(difference), Norm(symmetric));
    }

    /// <summary>|A X - B| / (|A| |X| + |B|).</summary>
    public static double LinearSolve<T>(Lapack lapack, DenseMatrix<T> a, DenseMatrix<T> x, DenseMatrix<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(b);
        using DenseMatrix<T> difference = b.Clone();
        Multiply.Into(lapack, transposeA: false, a, transposeB: false, x, T.One, -T.One, difference, checkFinite: false);
        return Ratio(Norm(difference), (Norm(a) * Norm(x)) + Norm(b));
    }

    /// <summary>|Q^T Q - 1| / sqrt(columns).</summary>
    public static double Orthogonality<T>(Lapack lapack, DenseMatrix<T> q)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(q);
        using DenseMatrix<T> gram = DenseMatrix<T>.Identity(q.Columns);
        Multiply.Into(lapack, transposeA: true, q, transposeB: false, q, T.One, -T.One, gram, checkFinite: false);
        return Ratio(Norm(gram), Math.Sqrt(q.Columns));
    }

    /// <summary>A copy with column j multiplied by factor j.</summary>
    internal static DenseMatrix<T> ScaleColumns<T>(DenseMatrix<T> matrix, T[] factors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        DenseMatrix<T> scaled = matrix.Clone();
        for (int j = 0; j < factors.Length; j++)
        {
            foreach (ref T value in scaled.Column(j))
            {
                value *= factors[j];
            }
        }

        return scaled;
    }

    private static DenseMatrix<T> Symmetrize<T>(DenseMatrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        DenseMatrix<T> symmetric = a.Clone();
        for (long j = 0; j < a.Columns; j++)
        {
            for (long i = j + 1; i < a.Rows; i++)
            {
                symmetric[j, i] = a[i, j];
            }
        }

        return symmetric;
    }

    /// <summary>A copy with every element multiplied by a factor.</summary>
    internal static DenseMatrix<T> Scaled<T>(DenseMatrix<T> matrix, T factor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => ScaleColumns(matrix, [.. Enumerable.Repeat(factor, (int)matrix.Columns)]);

    /// <summary>Power of two that brings the largest element near 1 if squares would overflow or vanish, else 1.</summary>
    /// <remarks>Squares and their sums stay inside the exponent range for magnitudes between 2^-400 and 2^400 (single: 2^-40 and 2^40).</remarks>
    internal static T SafeScale<T>(T largest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int range, int most) = typeof(T) == typeof(double) ? (400, 1000) : (40, 100);
        bool safe = largest == T.Zero || Math.Abs(T.ILogB(largest)) <= range;
        return safe ? T.One : T.ScaleB(T.One, Math.Min(most, -T.ILogB(largest)));
    }

    /// <summary>Frobenius norm; does not overflow before its value does.</summary>
    private static double Norm<T>(DenseMatrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T largest = MatrixChecks.LargestMagnitude(a);
        if (largest == T.Zero || !T.IsFinite(largest))
        {
            return double.CreateChecked(largest);
        }

        T scale = SafeScale(largest);
        if (scale != T.One)
        {
            using DenseMatrix<T> scaled = Scaled(a, scale);
            return Norm(scaled) / double.CreateChecked(scale);
        }

        double sum = 0;
        for (long j = 0; j < a.Columns; j++)
        {
            sum += Reduction.SumOfSquares<T>(a.Column(j));
        }

        return Math.Sqrt(sum);
    }

    private static double Ratio(double error, double scale) => scale > 0 ? error / scale : error;
}
