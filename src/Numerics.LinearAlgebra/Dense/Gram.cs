using System.Numerics;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>The smaller Gram matrix of A: A^T A if A has at least as many rows as columns, else A A^T.</summary>
public static class Gram
{
    /// <summary>Order of the blocks if syrk is missing: gemm runs at full speed from about 200, and a matrix of 2000 has eight of them.</summary>
    private const int BlockOrder = 256;

    /// <summary>
    /// Writes the lower triangle of the Gram matrix of s A, where s is 1 unless squares would overflow or vanish, then a power of two.
    /// </summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="a">Any shape, finite.</param>
    /// <param name="gram">Square, of the smaller side of <paramref name="a"/>; the upper triangle is unspecified.</param>
    /// <returns>The routine that did it, and s.</returns>
    /// <exception cref="ArgumentException">Wrong shape of <paramref name="gram"/>.</exception>
    public static unsafe (string Routine, T Scale) Into<T>(Lapack lapack, DenseMatrix<T> a, DenseMatrix<T> gram)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(lapack);
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(gram);
        long order = Math.Min(a.Rows, a.Columns);
        if (gram.Rows != order || gram.Columns != order)
        {
            throw new ArgumentException(
                $"The Gram matrix of {a.Rows} x {a.Columns} is {order} x {order}, got {gram.Rows} x {gram.Columns}; allocate that shape.", nameof(gram));
        }

        T scale = Residuals.SafeScale(MatrixChecks.LargestMagnitude(a));
        if (scale != T.One)
        {
            using DenseMatrix<T> scaled = Residuals.Scaled(a, scale);
            return (Product(lapack, scaled, gram), scale);
        }

        return (Product(lapack, a, gram), scale);
    }

    private static unsafe string Product<T>(Lapack lapack, DenseMatrix<T> a, DenseMatrix<T> gram)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool tall = a.Rows >= a.Columns;
        if (lapack.IsManaged)
        {
            Multiply.Into(lapack, tall, a, !tall, a, T.One, T.Zero, gram, checkFinite: false);
            return "MathNet.MatrixMultiply";
        }

        (int rows, int columns) = MatrixChecks.RequireSides(a, "Gram");
        if (!lapack.Fortran<T>().HasSyrk)
        {
            ByBlocks(lapack.Fortran<T>(), tall, a.Pointer, rows, columns, gram.Pointer);
            GC.KeepAlive(a);
            GC.KeepAlive(gram);
            return FortranRoutines<T>.Prefix + "gemm(blocks)";
        }

        lapack.Fortran<T>().Syrk(
            'L', tall ? 'T' : 'N', (int)gram.Rows, tall ? rows : columns, T.One, a.Pointer, Math.Max(1, rows), T.Zero, gram.Pointer, Math.Max(1, (int)gram.Rows));
        GC.KeepAlive(a);
        GC.KeepAlive(gram);
        return FortranRoutines<T>.Prefix + "syrk";
    }

    /// <summary>The blocks on and below the diagonal by gemm, column after column of blocks: (1 + 1/blocks) times the operations of syrk.</summary>
    private static unsafe void ByBlocks<T>(FortranRoutines<T> fortran, bool tall, T* a, int rows, int columns, T* gram)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int order = tall ? columns : rows, inner = tall ? rows : columns;
        for (int first = 0; first < order; first += BlockOrder)
        {
            int width = Math.Min(BlockOrder, order - first);
            T* left = tall ? a + ((long)first * rows) : a + first;
            fortran.Gemm(
                tall ? 'T' : 'N', tall ? 'N' : 'T', order - first, width, inner, T.One, left, Math.Max(1, rows), left, Math.Max(1, rows),
                T.Zero, gram + first + ((long)first * order), Math.Max(1, order));
        }
    }
}
