using System.Numerics;
using Numerics.Kernels.Drivers;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Tests.Drivers;

/// <summary>Updates of one column: bit by bit against one fused multiply-add after the other, on both sides of the size from which columns go by fours, with guards around the column.</summary>
public class ColumnCombinationTests
{
    private const double Guard = 77;

    public static TheoryData<int> Columns => [0, 1, 3, 4, 5, 25, 50, 90];

    [Theory]
    [MemberData(nameof(Columns))]
    public void Every_number_of_rows_has_the_written_order(int columns)
    {
        // Up to two groups of eight registers of 16 floats, and one more row than a register has lanes.
        for (int rows = 0; rows <= (2 * 8 * 16) + 17; rows++)
        {
            double[] c = [.. Enumerable.Range(0, columns).Select(k => Math.Cos((1.3 * k) + rows))];
            int lda = rows + (columns % 3);
            float[] single = [.. Enumerable.Range(0, lda * columns).Select(i => (float)Math.Sin((0.7 * i) + rows))];
            double[] wide = [.. Enumerable.Range(0, lda * columns).Select(i => Math.Sin((0.7 * i) + rows))];
            Check<double, double>(wide, lda, c, rows, (a, x, y) => Math.FusedMultiplyAdd(a, x, y));
            Check<float, float>(single, lda, c, rows, (a, x, y) => MathF.FusedMultiplyAdd(a, (float)x, y));
            Check<float, double>(single, lda, c, rows, (a, x, y) => Math.FusedMultiplyAdd(a, x, y));
        }
    }

    [Fact]
    public void Both_ways_are_taken() => Assert.InRange(ColumnCombination.MostBytes, 8 * 25 * 25, 8 * 90 * 200);

    private static void Check<TKept, T>(TKept[] a, int lda, double[] c, int rows, Func<TKept, double, T, T> add)
        where TKept : unmanaged, INumber<TKept>
        where T : unmanaged, INumber<T>
    {
        T[] start = [T.CreateTruncating(Guard), .. Enumerable.Range(0, rows).Select(r => T.CreateTruncating(Math.Sin(r))), T.CreateTruncating(Guard)];
        T[] expected = [.. start];
        for (int r = 0; r < rows; r++)
        {
            for (int k = 0; k < c.Length; k++)
            {
                expected[r + 1] = add(a[(k * lda) + r], c[k], expected[r + 1]);
            }
        }

        foreach (SimdTier tier in Enum.GetValues<SimdTier>())
        {
            T[] y = [.. start];
            PanelUpdate.Run<TKept, T>(tier, a, lda, c.Length, c, 1, y.AsSpan(1, rows), rows, 1, rows, default, hasGram: false);
            Assert.Equal(expected, y);
        }
    }
}
