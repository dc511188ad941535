using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Numerics.LinearAlgebra.Sparse;

/// <summary>Consecutive rows of a sparse matrix, compressed: the entries of row i (from <see cref="FirstRow"/>) lie at Starts[i] .. Starts[i + 1] - 1.</summary>
/// <param name="firstRow">Global number of the first row.</param>
/// <param name="starts">One more than there are rows, from 0 to the number of entries.</param>
/// <param name="columnOf">Column of each entry, ascending in a row.</param>
/// <param name="values">Entries.</param>
public sealed class SparseRows(int firstRow, int[] starts, int[] columnOf, double[] values)
{
    /// <summary>Global number of the first row.</summary>
    public int FirstRow => firstRow;

    /// <summary>Number of rows.</summary>
    public int Count => starts.Length - 1;

    /// <summary>Entries of all rows, row after row.</summary>
    public ReadOnlySpan<double> Values => values;

    /// <summary>Columns of the entries of a row, from 0.</summary>
    public ReadOnlySpan<int> ColumnsOf(int row) => columnOf.AsSpan(starts[row], starts[row + 1] - starts[row]);

    /// <summary>Entries of a row.</summary>
    public ReadOnlySpan<double> ValuesOf(int row) => values.AsSpan(starts[row], starts[row + 1] - starts[row]);

    /// <summary>y = the rows times x.</summary>
    internal void Multiply(ReadOnlySpan<double> x, Span<double> y)
    {
        for (int row = 0; row < y.Length; row++)
        {
            ReadOnlySpan<int> at = ColumnsOf(row);
            ReadOnlySpan<double> entries = ValuesOf(row)[..at.Length];
            // Four sums hide the latency of the additions.
            double a = 0, b = 0, c = 0, d = 0;
            int k = 0;
            for (; k + 3 < at.Length; k += 4)
            {
                a += entries[k] * x[at[k]];
                b += entries[k + 1] * x[at[k + 1]];
                c += entries[k + 2] * x[at[k + 2]];
                d += entries[k + 3] * x[at[k + 3]];
            }

            for (; k < at.Length; k++)
            {
                a += entries[k] * x[at[k]];
            }

            y[row] = a + b + (c + d);
        }
    }

    /// <summary>The rows times two interleaved vectors.</summary>
    internal void MultiplyPairs(ReadOnlySpan<double> x, Span<double> y)
    {
        ReadOnlySpan<Vector128<double>> from = MemoryMarshal.Cast<double, Vector128<double>>(x);
        Span<Vector128<double>> to = MemoryMarshal.Cast<double, Vector128<double>>(y);
        for (int row = 0; row < to.Length; row++)
        {
            ReadOnlySpan<int> at = ColumnsOf(row);
            ReadOnlySpan<double> entries = ValuesOf(row)[..at.Length];
            Vector128<double> a = Vector128<double>.Zero, b = a, c = a, d = a;
            int k = 0;
            for (; k + 3 < at.Length; k += 4)
            {
                a += Vector128.Create(entries[k]) * from[at[k]];
                b += Vector128.Create(entries[k + 1]) * from[at[k + 1]];
                c += Vector128.Create(entries[k + 2]) * from[at[k + 2]];
                d += Vector128.Create(entries[k + 3]) * from[at[k + 3]];
            }

            for (; k < at.Length; k++)
            {
                a += Vector128.Create(entries[k]) * from[at[k]];
            }

            to[row] = a + b + (c + d);
        }
    }
}
