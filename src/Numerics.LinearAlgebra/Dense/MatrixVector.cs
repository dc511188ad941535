using System.Buffers;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>Product of the leading columns of a dense matrix with a vector (gemv). Non-finite numbers propagate.</summary>
/// <remarks>
/// Determinism: same bits for same input, provider, machine and LAPACK thread count. MKL's last bits follow the alignment of the vectors, and an array of the garbage collector
/// lies anywhere: vectors that do not begin at a cache line are copied to where one does.
/// </remarks>
public static class MatrixVector
{
    /// <summary>y = alpha op(A[:, 0..columns)) x + beta y.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="transpose">Use the transpose.</param>
    /// <param name="a">Matrix.</param>
    /// <param name="columns">Number of leading columns that take part.</param>
    /// <param name="alpha">Factor of the product.</param>
    /// <param name="x">Vector of the inner side.</param>
    /// <param name="beta">Factor of the old content of y, which is not read if zero.</param>
    /// <param name="y">Vector of the outer side; must not overlap x.</param>
    /// <exception cref="ArgumentException">Lengths do not fit.</exception>
    public static unsafe void Into(
        Lapack lapack, bool transpose, DenseMatrix<double> a, int columns, double alpha, ReadOnlySpan<double> x, double beta, Span<double> y)
    {
        ArgumentNullException.ThrowIfNull(lapack);
        ArgumentNullException.ThrowIfNull(a);
        int rows = MatrixChecks.RequireSides(a, "MatrixVector").Rows;
        (int inner, int outer) = transpose ? (rows, columns) : (columns, rows);
        if (columns < 0 || columns > a.Columns || x.Length != inner || y.Length != outer)
        {
            throw new ArgumentException(
                $"{columns} columns of a {a.Rows} x {a.Columns} matrix take a vector of {inner} to one of {outer}, got {x.Length} and {y.Length}; check the transpose.");
        }

        if (outer == 0)
        {
            return;
        }

        if (inner == 0 || lapack.IsManaged)
        {
            Managed(transpose, a, columns, alpha, x, beta, y);
            return;
        }

        int line = NativeBuffer<double>.Alignment / sizeof(double);
        int room = x.Length + y.Length + (3 * line);
        double[] rented = ArrayPool<double>.Shared.Rent(room);
        fixed (double* px = x, py = y, scratch = rented)
        {
            double* ax = IsAligned(px) ? px : Next(scratch);
            double* ay = IsAligned(py) ? py : Next(Next(scratch) + x.Length);
            Copy(px, ax, x.Length);
            Copy(py, ay, y.Length);
            lapack.Fortran<double>().Gemv(transpose ? 'T' : 'N', rows, columns, alpha, a.Pointer, rows, ax, beta, ay);
            Copy(ay, py, y.Length);
        }

        ArrayPool<double>.Shared.Return(rented);
        GC.KeepAlive(a);
    }

    private static unsafe bool IsAligned(double* pointer) => ((nint)pointer & (NativeBuffer<double>.Alignment - 1)) == 0;

    /// <summary>The first cache line at or behind an address.</summary>
    private static unsafe double* Next(double* pointer) => (double*)(((nint)pointer + NativeBuffer<double>.Alignment - 1) & ~(nint)(NativeBuffer<double>.Alignment - 1));

    private static unsafe void Copy(double* from, double* to, int length)
    {
        if (from != to)
        {
            new ReadOnlySpan<double>(from, length).CopyTo(new Span<double>(to, length));
        }
    }

    private static void Managed(
        bool transpose, DenseMatrix<double> a, int columns, double alpha, ReadOnlySpan<double> x, double beta, Span<double> y)
    {
        if (beta == 0)
        {
            y.Clear();
        }

        for (int i = 0; i < y.Length && beta is not (0 or 1); i++)
        {
            y[i] *= beta;
        }

        for (int j = 0; j < columns; j++)
        {
            ReadOnlySpan<double> column = a.Column(j);
            if (transpose)
            {
                y[j] += alpha * SpanProducts.Dot(column, x);
            }
            else
            {
                SpanProducts.Add(alpha * x[j], column, y);
            }
        }
    }
}
