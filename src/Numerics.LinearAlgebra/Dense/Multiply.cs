using System.Numerics;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>Dense products.</summary>
/// <remarks>Determinism: same bits for same input, provider, machine and LAPACK thread count.</remarks>
public static class Multiply
{
    private const string What = "Multiply";

    /// <summary>C = alpha op(A) op(B) + beta C, where op is the transpose if asked for.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="transposeA">Use A^T.</param>
    /// <param name="a">Left factor.</param>
    /// <param name="transposeB">Use B^T.</param>
    /// <param name="b">Right factor.</param>
    /// <param name="alpha">Factor of the product.</param>
    /// <param name="beta">Factor of the old content of C, which is not read if zero.</param>
    /// <param name="c">Result, another object than the factors.</param>
    /// <param name="checkFinite">Refuse NaN and infinity; costs one pass over the factors. Without it they propagate as IEEE says.</param>
    /// <exception cref="ArgumentException">Shapes do not fit, C is also a factor, or not finite.</exception>
    public static unsafe void Into<T>(
        Lapack lapack, bool transposeA, DenseMatrix<T> a, bool transposeB, DenseMatrix<T> b, T alpha, T beta, DenseMatrix<T> c, bool checkFinite = true)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(lapack);
        long inner = RequireShapes(transposeA, a, transposeB, b, c);
        if (checkFinite)
        {
            MatrixChecks.RequireFinite(a, What);
            MatrixChecks.RequireFinite(b, What);
        }

        if (c.Rows == 0 || c.Columns == 0)
        {
            return;
        }

        if (inner == 0 || alpha == T.Zero)
        {
            Scale(c, beta);
            return;
        }

        if (lapack.IsManaged)
        {
            ManagedDense<T>.Multiply(transposeA, a, transposeB, b, alpha, beta, c);
            return;
        }

        int rowsA = MatrixChecks.RequireSides(a, What).Rows, rowsB = MatrixChecks.RequireSides(b, What).Rows;
        (int rows, int columns) = MatrixChecks.RequireSides(c, What);
        lapack.Fortran<T>().Gemm(
            transposeA ? 'T' : 'N', transposeB ? 'T' : 'N', rows, columns, (int)inner, alpha, a.Pointer, rowsA, b.Pointer, rowsB, beta, c.Pointer, rows);
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(c);
    }

    /// <summary>The product op(A) op(B) as a new matrix.</summary>
    /// <exception cref="ArgumentException">Shapes do not fit, or not finite.</exception>
    public static DenseMatrix<T> Product<T>(Lapack lapack, DenseMatrix<T> a, DenseMatrix<T> b, bool transposeA = false, bool transposeB = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var c = new DenseMatrix<T>(transposeA ? a.Columns : a.Rows, transposeB ? b.Rows : b.Columns);
        Into(lapack, transposeA, a, transposeB, b, T.One, T.Zero, c);
        return c;
    }

    private static long RequireShapes<T>(bool transposeA, DenseMatrix<T> a, bool transposeB, DenseMatrix<T> b, DenseMatrix<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(c);
        (long rows, long innerA) = transposeA ? (a.Columns, a.Rows) : (a.Rows, a.Columns);
        (long innerB, long columns) = transposeB ? (b.Columns, b.Rows) : (b.Rows, b.Columns);
        if (innerA != innerB || c.Rows != rows || c.Columns != columns)
        {
            throw new ArgumentException(
                $"Product of {rows} x {innerA} and {innerB} x {columns} into {c.Rows} x {c.Columns}: inner sides must agree and the result be {rows} x {columns}; check the transposes.");
        }

        return ReferenceEquals(c, a) || ReferenceEquals(c, b)
            ? throw new ArgumentException("The result of a product cannot be one of its factors; pass a matrix of its own.", nameof(c))
            : innerA;
    }

    private static void Scale<T>(DenseMatrix<T> c, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (long j = 0; j < c.Columns; j++)
        {
            foreach (ref T value in c.Column(j))
            {
                value = beta == T.Zero ? T.Zero : value * beta;
            }
        }
    }
}
