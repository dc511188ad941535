using System.Numerics;
using MathNet.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>
/// The factorizations in managed code, by MathNet.Numerics. Its managed provider is called directly, so that the global choice of
/// MathNet's own provider has no influence. Results of iterations come with info 1 if they did not converge.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal static class ManagedDense<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly ILinearAlgebraProvider<T> Provider = InPrecision(ManagedLinearAlgebraProvider.Instance);

    /// <summary>Elements in column order as an array.</summary>
    public static T[] ToArray(DenseMatrix<T> a)
    {
        WorkspaceLimits.RequireManaged(a.Rows, a.Columns);
        var entries = new T[a.Rows * a.Columns];
        for (int j = 0; j < a.Columns; j++)
        {
            a.Column(j).CopyTo(entries.AsSpan(checked((int)(j * a.Rows))));
        }

        return entries;
    }

    /// <summary>The first columns of an array in column order, as a matrix; <paramref name="stride"/> elements from column to column.</summary>
    public static DenseMatrix<T> ToMatrix(T[] entries, int rows, int columns, int stride)
    {
        var matrix = new DenseMatrix<T>(rows, columns);
        for (int j = 0; j < columns; j++)
        {
            entries.AsSpan(j * stride, rows).CopyTo(matrix.Column(j));
        }

        return matrix;
    }

    /// <summary>Symmetric eigenproblem from the lower triangle: ascending values, vectors as columns.</summary>
    public static int Symmetric(DenseMatrix<T> a, T[] values, out T[] vectors)
    {
        int n = values.Length;
        T[] full = ToArray(a);
        for (int j = 0; j < n; j++)
        {
            for (int i = j + 1; i < n; i++)
            {
                full[j + (i * n)] = full[i + (j * n)];
            }
        }

        vectors = new T[full.Length];
        int shift = Shift(full);
        int info = Eigen(symmetric: true, n, full, vectors, out Complex[] spectrum);
        for (int i = 0; i < n; i++)
        {
            values[i] = T.ScaleB(T.CreateChecked(spectrum[i].Real), shift);
        }

        SortAscending(values, vectors);
        return info;
    }

    /// <summary>Eigenvalues of a general matrix.</summary>
    public static int General(DenseMatrix<T> a, out Complex[] values)
    {
        T[] entries = ToArray(a);
        return Eigen(symmetric: false, (int)a.Rows, entries, new T[entries.Length], out values);
    }

    /// <summary>Eigenvalues and right vectors of a general matrix, a pair's real and imaginary part in two columns.</summary>
    public static int General(DenseMatrix<T> a, out Complex[] values, out T[] vectors)
    {
        T[] entries = ToArray(a);
        vectors = new T[entries.Length];
        return Eigen(symmetric: false, (int)a.Rows, entries, vectors, out values);
    }

    /// <summary>Singular values, descending; full U (rows x rows) and V^T (columns x columns) if asked for.</summary>
    public static int Singular(DenseMatrix<T> a, bool vectors, T[] values, out T[] u, out T[] vt)
    {
        WorkspaceLimits.RequireManaged(a.Rows, a.Rows);
        WorkspaceLimits.RequireManaged(a.Columns, a.Columns);
        u = new T[a.Rows * a.Rows];
        vt = new T[a.Columns * a.Columns];
        try
        {
            Provider.SingularValueDecomposition(vectors, ToArray(a), (int)a.Rows, (int)a.Columns, values, u, vt);
            return 0;
        }
        catch (NonConvergenceException)
        {
            return 1;
        }
    }

    /// <summary>C = alpha op(A) op(B) + beta C.</summary>
    public static void Multiply(bool transposeA, DenseMatrix<T> a, bool transposeB, DenseMatrix<T> b, T alpha, T beta, DenseMatrix<T> c)
    {
        T[] result = beta == T.Zero ? new T[c.Rows * c.Columns] : ToArray(c);
        WorkspaceLimits.RequireManaged(c.Rows, c.Columns);
        Provider.MatrixMultiplyWithUpdate(
            transposeA ? Transpose.Transpose : Transpose.DontTranspose, transposeB ? Transpose.Transpose : Transpose.DontTranspose,
            alpha, ToArray(a), (int)a.Rows, (int)a.Columns, ToArray(b), (int)b.Rows, (int)b.Columns, beta, result);
        for (int j = 0; j < c.Columns; j++)
        {
            result.AsSpan(checked((int)(j * c.Rows)), (int)c.Rows).CopyTo(c.Column(j));
        }
    }

    /// <summary>LU in place, row pivots from 0; info is the 1-based index of the first pivot that is exactly zero.</summary>
    public static int Lu(T[] entries, int[] pivots)
    {
        int n = pivots.Length;
        Provider.LUFactor(entries, n, pivots);
        for (int i = 0; i < n; i++)
        {
            if (entries[i + (i * n)] == T.Zero)
            {
                return i + 1;
            }
        }

        return 0;
    }

    /// <summary>Solves with an LU factorization, solution over the right-hand sides.</summary>
    public static void LuSolve(T[] factors, int[] pivots, T[] rightSides, int columns) =>
        Provider.LUSolveFactored(columns, factors, pivots.Length, pivots, rightSides);

    /// <summary>Thin QR of a matrix with at least as many rows as columns: Q over the input, R (columns x columns) returned.</summary>
    public static T[] ThinQr(T[] q, int rows, int columns)
    {
        var r = new T[columns * columns];
        Provider.ThinQRFactor(q, rows, columns, r, new T[Math.Min(rows, columns)]);
        return r;
    }

    private static ILinearAlgebraProvider<T> InPrecision(object provider) => provider as ILinearAlgebraProvider<T>
        ?? throw new NotSupportedException($"MathNet.Numerics has no routines for {typeof(T).Name}; use float or double.");

    /// <summary>
    /// Divides by a power of two where squares of squares of entries leave the range of the type: MathNet's tridiagonal iteration then runs out of its arrays, or ends with wrong values.
    /// Returns its exponent, 0 as a rule.
    /// </summary>
    private static int Shift(T[] matrix)
    {
        T largest = T.Zero;
        foreach (T entry in matrix)
        {
            largest = T.Max(largest, T.Abs(entry));
        }

        int shift = largest == T.Zero ? 0 : T.ILogB(largest);
        if (Math.Abs(shift) < (typeof(T) == typeof(float) ? 31 : 255))
        {
            return 0;
        }

        for (int i = 0; i < matrix.Length; i++)
        {
            matrix[i] = T.ScaleB(matrix[i], -shift);
        }

        return shift;
    }

    private static int Eigen(bool symmetric, int n, T[] matrix, T[] vectors, out Complex[] values)
    {
        values = new Complex[n];
        try
        {
            Provider.EigenDecomp(symmetric, n, matrix, vectors, values, new T[matrix.Length]);
            return 0;
        }
        catch (NonConvergenceException)
        {
            return 1;
        }
    }

    private static void SortAscending(T[] values, T[] vectors)
    {
        int n = values.Length;
        int[] order = [.. Enumerable.Range(0, n).OrderBy(i => values[i])];
        T[] oldValues = [.. values], oldVectors = [.. vectors];
        for (int j = 0; j < n; j++)
        {
            values[j] = oldValues[order[j]];
            oldVectors.AsSpan(order[j] * n, n).CopyTo(vectors.AsSpan(j * n));
        }
    }
}
