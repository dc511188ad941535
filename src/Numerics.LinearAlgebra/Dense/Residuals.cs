using System.Numerics;
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

    /// <summary>Frobenius norm, scaled by the largest element, so that it does not overflow before its value does.</summary>
    private static double Norm<T>(DenseMatrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = double.CreateChecked(MatrixChecks.LargestMagnitude(a)), sum = 0;
        if (largest == 0 || !double.IsFinite(largest))
        {
            return largest;
        }

        for (long j = 0; j < a.Columns; j++)
        {
            foreach (T value in a.Column(j))
            {
                double scaled = double.CreateChecked(value) / largest;
                sum += scaled * scaled;
            }
        }

        return largest * Math.Sqrt(sum);
    }

    private static double Ratio(double error, double scale) => scale > 0 ? error / scale : error;
}
