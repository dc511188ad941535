using System.Numerics;
using Numerics.LinearAlgebra.Interop;

namespace Numerics.LinearAlgebra.Storage;

/// <summary>
/// A dense matrix, column-major (the order of LAPACK), leading dimension equal to the number of rows, 64-bit sizes, aligned to cache lines.
/// </summary>
/// <typeparam name="T">Element type, float or double.</typeparam>
/// <remarks>
/// Up to <see cref="CollectedBytes"/> the memory is the garbage collector's: matrices of a few hundred rows need no disposing. Larger ones are native, with huge pages: dispose
/// them, and hold them while a span of theirs is in use. Determinism: bits do not depend on which it is.
/// </remarks>
public sealed unsafe class DenseMatrix<T> : IDisposable
    where T : unmanaged, INumberBase<T>
{
    /// <summary>Size up to which the collector has the memory: below it huge pages gain nothing.</summary>
    public const long CollectedBytes = 2 * HugePages.Size;

    private readonly AlignedArray<T>? collected;
    private readonly NativeBuffer<T>? native;
    private T* pointer;

    /// <summary>Allocates a zero matrix of <paramref name="rows"/> x <paramref name="columns"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative size.</exception>
    public DenseMatrix(long rows, long columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        Rows = rows;
        Columns = columns;
        long length = checked(rows * columns);
        if (checked(length * sizeof(T)) <= CollectedBytes)
        {
            collected = new AlignedArray<T>((int)length);
            pointer = collected.Pointer;
        }
        else
        {
            native = new NativeBuffer<T>(length, clear: true, collectable: true);
            pointer = native.Pointer;
        }
    }

    /// <summary>Number of rows.</summary>
    public long Rows { get; }

    /// <summary>Number of columns.</summary>
    public long Columns { get; }

    /// <summary>Address of element (0, 0); consecutive elements go down the first column.</summary>
    internal T* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(pointer is null, this);
            return pointer;
        }
    }

    /// <summary>Element in row <paramref name="i"/>, column <paramref name="j"/>, both from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Index outside the matrix.</exception>
    public T this[long i, long j]
    {
        get
        {
            T value = Pointer[Offset(i, j)];
            GC.KeepAlive(this);
            return value;
        }

        set
        {
            Pointer[Offset(i, j)] = value;
            GC.KeepAlive(this);
        }
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

        return Elements(j * Rows, checked((int)Rows));
    }

    /// <summary>All entries, column after column.</summary>
    /// <exception cref="OverflowException">More than 2^31 - 1 entries.</exception>
    public Span<T> AsSpan() => Elements(0, checked((int)(Rows * Columns)));

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

    /// <summary>Frees a large matrix; what is read or written afterwards is refused, whatever the size.</summary>
    public void Dispose()
    {
        pointer = null;
        native?.Dispose();
    }

    private Span<T> Elements(long start, int length)
    {
        ObjectDisposedException.ThrowIf(pointer is null, this);
        return collected is null ? native!.Span(start, length) : collected.Span(start, length);
    }

    private long Offset(long i, long j)
    {
        if ((ulong)i >= (ulong)Rows || (ulong)j >= (ulong)Columns)
        {
            throw new ArgumentOutOfRangeException(nameof(i), $"Element ({i}, {j}) of a {Rows} x {Columns} matrix.");
        }

        return i + (j * Rows);
    }
}
