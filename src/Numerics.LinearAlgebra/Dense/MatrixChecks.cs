using System.Numerics;
using System.Runtime.InteropServices;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>What every factorization asks of its input before LAPACK sees it.</summary>
internal static class MatrixChecks
{
    /// <summary>Refuses a matrix that is not square and returns its order.</summary>
    public static long RequireSquare<T>(DenseMatrix<T> a, string what)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        return a.Rows == a.Columns
            ? a.Rows
            : throw new ArgumentException($"{what} needs a square matrix, got {a.Rows} x {a.Columns}; pass a square one.", nameof(a));
    }

    /// <summary>Refuses sides that a 32-bit integer cannot state.</summary>
    public static (int Rows, int Columns) RequireSides<T>(DenseMatrix<T> a, string what)
        where T : unmanaged, INumberBase<T>
    {
        WorkspaceLimits.RequireShape(what, a.Rows, a.Columns, 0, "split the matrix");
        return ((int)a.Rows, (int)a.Columns);
    }

    /// <summary>Refuses NaN and infinity, naming the first element in column order.</summary>
    public static void RequireFinite<T>(DenseMatrix<T> a, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (long j = 0; j < a.Columns; j++)
        {
            RequireFinite<T>(a.Column(j), 0, j, what);
        }
    }

    /// <summary>The same for the lower triangle with diagonal, all that a symmetric routine reads.</summary>
    public static void RequireFiniteLower<T>(DenseMatrix<T> a, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int j = 0; j < a.Columns; j++)
        {
            RequireFinite<T>(a.Column(j)[j..], j, j, what);
        }
    }

    /// <summary>Largest magnitude of the elements, zero for an empty matrix; not a number if one of them is.</summary>
    public static T LargestMagnitude<T>(DenseMatrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T largest = T.Zero;
        for (long j = 0; j < a.Columns; j++)
        {
            largest = T.Max(largest, LargestMagnitude<T>(a.Column(j)));
        }

        return largest;
    }

    /// <summary>The same for the lower triangle with diagonal.</summary>
    public static T LargestLower<T>(DenseMatrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T largest = T.Zero;
        for (int j = 0; j < a.Columns; j++)
        {
            largest = T.Max(largest, LargestMagnitude<T>(a.Column(j)[j..]));
        }

        return largest;
    }

    private static T LargestMagnitude<T>(ReadOnlySpan<T> column)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<Vector<T>> lanes = MemoryMarshal.Cast<T, Vector<T>>(column);
        Vector<T> most = Vector<T>.Zero;
        foreach (Vector<T> lane in lanes)
        {
            most = Vector.Max(most, Vector.Abs(lane));
        }

        T largest = T.Zero;
        for (int i = 0; i < Vector<T>.Count; i++)
        {
            largest = T.Max(largest, most[i]);
        }

        foreach (T value in column[(lanes.Length * Vector<T>.Count)..])
        {
            largest = T.Max(largest, T.Abs(value));
        }

        return largest;
    }

    private static void RequireFinite<T>(ReadOnlySpan<T> column, int firstRow, long j, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (AllFinite(column))
        {
            return;
        }

        for (int i = 0; i < column.Length; i++)
        {
            if (!T.IsFinite(column[i]))
            {
                throw new ArgumentException(
                    $"{what} got {column[i]} at ({i + firstRow}, {j}), only finite numbers are allowed; find where the matrix was filled.", nameof(column));
            }
        }
    }

    /// <summary>x - x is zero exactly for finite x and NaN otherwise, so one sum per lane answers for a whole column.</summary>
    private static bool AllFinite<T>(ReadOnlySpan<T> column)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<Vector<T>> lanes = MemoryMarshal.Cast<T, Vector<T>>(column);
        Vector<T> sum = Vector<T>.Zero;
        foreach (Vector<T> lane in lanes)
        {
            sum += lane - lane;
        }

        T total = Vector.Sum(sum);
        foreach (T value in column[(lanes.Length * Vector<T>.Count)..])
        {
            total += value - value;
        }

        return total == T.Zero;
    }
}
