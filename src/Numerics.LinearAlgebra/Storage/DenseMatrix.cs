using System.Numerics;

namespace Numerics.LinearAlgebra.Storage;

/// <summary>
/// A dense matrix, column-major (the order of LAPACK), leading dimension equal to the number of rows, 64-bit sizes, in aligned native memory.
/// </summary>
/// <typeparam name="T">Element type, float or double.</typeparam>
public sealed class DenseMatrix<T> : IDisposable
    where T : unmanaged, INumberBase<T>
{
    private readonly NativeBuffer<T> buffer;

    /// <summary>Allocates a zero matrix of <paramref name="rows"/> x <paramref name="columns"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative size.</exception>
    public DenseMatrix(long rows, long columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        Rows = rows;
        Columns = columns;
        buffer = new NativeBuffer<T>(checked(rows * columns), clear: true);
    }

    /// <summary>Number of rows.</summary>
    public long Rows { get; }

    /// <summary>Number of columns.</summary>
    public long Columns { get; }

    /// <summary>Address of element (0, 0); consecutive elements go down the first column.</summary>
    internal unsafe T* Pointer => buffer.Pointer;

    /// <summary>Element in row <paramref name="i"/>, column <paramref name="j"/>, both from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Index outside the matrix.</exception>
    public unsafe T this[long i, long j]
    {
        get => buffer.Pointer[Offset(i, j)];
        set => buffer.Pointer[Offset(i, j)] = value;
    }

    /// <summary>The identity of order <paramref name="order"/>.</summary>
    public static DenseMatrix<T> Identity(long order)
    {
        var identity = new DenseMatrix<T>(order, order);
        for (long i = 0; i < order; i++)
        {
            identity[i, i] = T.One;
        }

        return identity;
    }

    /// <summary>A matrix with the entries of a rectangular array, row index first.</summary>
    public static DenseMatrix<T> FromArray(T[,] entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var matrix = new DenseMatrix<T>(entries.GetLength(0), entries.GetLength(1));
        for (int i = 0; i < matrix.Rows; i++)
        {
            for (int j = 0; j < matrix.Columns; j++)
            {
                matrix[i, j] = entries[i, j];
            }
        }

        return matrix;
    }

    /// <summary>Column <paramref name="j"/> as a span.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column does not exist or has more than 2^31 - 1 rows.</exception>
    public Span<T> Column(long j)
    {
        if ((ulong)j >= (ulong)Columns)
        {
            throw new ArgumentOutOfRangeException(nameof(j), $"Column {j} of a matrix with {Columns} columns.");
        }

        return buffer.Span(j * Rows, checked((int)Rows));
    }

    /// <summary>All entries, column after column.</summary>
    /// <exception cref="OverflowException">More than 2^31 - 1 entries.</exception>
    public Span<T> AsSpan() => buffer.Span(0, checked((int)(Rows * Columns)));

    /// <summary>A copy with its own memory.</summary>
    public DenseMatrix<T> Clone()
    {
        var copy = new DenseMatrix<T>(Rows, Columns);
        for (long j = 0; j < Columns; j++)
        {
            Column(j).CopyTo(copy.Column(j));
        }

        return copy;
    }

    /// <summary>The leading block of <paramref name="rows"/> x <paramref name="columns"/>, copied.</summary>
    public DenseMatrix<T> Leading(long rows, long columns)
    {
        var block = new DenseMatrix<T>(rows, columns);
        for (long j = 0; j < columns; j++)
        {
            Column(j)[..checked((int)rows)].CopyTo(block.Column(j));
        }

        return block;
    }

    /// <summary>The transpose, copied.</summary>
    public DenseMatrix<T> Transpose()
    {
        var transpose = new DenseMatrix<T>(Columns, Rows);
        for (long j = 0; j < Columns; j++)
        {
            Span<T> column = Column(j);
            for (int i = 0; i < column.Length; i++)
            {
                transpose[j, i] = column[i];
            }
        }

        return transpose;
    }

    /// <inheritdoc/>
    public void Dispose() => buffer.Dispose();

    private long Offset(long i, long j)
    {
        if ((ulong)i >= (ulong)Rows || (ulong)j >= (ulong)Columns)
        {
            throw new ArgumentOutOfRangeException(nameof(i), $"Element ({i}, {j}) of a {Rows} x {Columns} matrix.");
        }

        return i + (j * Rows);
    }
}
