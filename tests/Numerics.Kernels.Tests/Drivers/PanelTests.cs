using System.Numerics;
using CsCheck;
using Numerics.Kernels.Drivers;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Tests.Drivers;

/// <summary>Panel kernels against plain loops in double, on random small shapes.</summary>
public class PanelTests
{
    private static readonly Gen<Shape> Shapes =
        from rows in Gen.OneOf(Gen.Int[0, 40], Gen.Int[0, 256], Gen.Int[500, 1100], Gen.Int[1020, 2060])
        from ka in Gen.Int[0, 11]
        from kb in Gen.Int[0, 11]
        from gapA in Gen.Int[0, 5]
        from gapB in Gen.Int[0, 5]
        from seed in Gen.Int[0, 1000]
        select new Shape(rows, ka, kb, rows + gapA, rows + gapB, seed);

    [Fact]
    public void Gram_matches_plain_loops() =>
        Shapes.Sample(
            s =>
            {
                AssertGram<double>(s, 1e-14);
                AssertGram<float>(s, 1e-6);
            },
            iter: 400);

    [Fact]
    public void Update_matches_plain_loops() =>
        Shapes.Sample(
            s =>
            {
                foreach (double beta in new[] { 1, 0, -0.5 })
                {
                    AssertUpdate<double>(s, beta, 1e-14);
                    AssertUpdate<float>(s, beta, 3e-6);
                }
            },
            iter: 200);

    [Fact]
    public void Fused_sweep_has_the_bits_of_the_two_steps() =>
        Shapes.Sample(
            s =>
            {
                AssertFused<double>(s);
                AssertFused<float>(s);
            },
            iter: 200);

    [Fact]
    public void All_tiers_give_the_same_bits() =>
        Shapes.Sample(
            s =>
            {
                AssertTiers<double>(s);
                AssertTiers<float>(s);
            },
            iter: 60);

    [Fact]
    public void Gram_of_floats_does_not_lose_digits_with_length()
    {
        const int Rows = 400_000;
        float[] a = [.. Enumerable.Repeat(0.1f, Rows)];
        var gram = new double[1];
        PanelGram.Accumulate<float>(a, Rows, 1, a, Rows, 1, Rows, gram);
        double exact = Rows * (double)0.1f * 0.1f;
        Assert.Equal(exact, gram[0], exact * 2e-6);
    }

    [Fact]
    public void An_entry_depends_on_its_two_columns_only()
    {
        var s = new Shape(777, 9, 5, 780, 777, 3);
        double[] a = Values<double>(s.Lda * s.Ka, 1);
        double[] b = Values<double>(s.Ldb * s.Kb, 2);
        var whole = new double[s.Ka * s.Kb];
        PanelGram.Accumulate<double>(a, s.Lda, s.Ka, b, s.Ldb, s.Kb, s.Rows, whole);
        for (int k = 0; k < whole.Length; k++)
        {
            var one = new double[1];
            PanelGram.Accumulate<double>(
                a.AsSpan(k % s.Ka * s.Lda), s.Lda, 1, b.AsSpan(k / s.Ka * s.Ldb), s.Ldb, 1, s.Rows, one);
            Assert.Equal(one[0], whole[k]);
        }
    }

    [Fact]
    public void Gram_adds_in_the_documented_order() =>
        Shapes.Sample(
            s =>
            {
                double[] a = Values<double>(s.Lda * s.Ka, s.Seed), b = Values<double>(s.Ldb * s.Kb, s.Seed + 1), gram = new double[s.Ka * s.Kb];
                PanelGram.Accumulate<double>(a, s.Lda, s.Ka, b, s.Ldb, s.Kb, s.Rows, gram);
                float[] c = Values<float>(s.Lda * s.Ka, s.Seed), d = Values<float>(s.Ldb * s.Kb, s.Seed + 1);
                var single = new double[s.Ka * s.Kb];
                PanelGram.Accumulate<float>(c, s.Lda, s.Ka, d, s.Ldb, s.Kb, s.Rows, single);
                for (int k = 0; k < gram.Length; k++)
                {
                    (int left, int right) = (k % s.Ka * s.Lda, k / s.Ka * s.Ldb);
                    Assert.Equal(PanelOrder.Sum(a.AsSpan(left), b.AsSpan(right), s.Rows), gram[k]);
                    Assert.Equal(PanelOrder.Sum(c.AsSpan(left), d.AsSpan(right), s.Rows), single[k]);
                }
            },
            iter: 100);

    [Fact]
    public void Update_adds_in_the_documented_order() =>
        Shapes.Sample(
            s =>
            {
                float[] a = Values<float>(s.Lda * s.Ka, s.Seed), y = Values<float>(s.Ldb * s.Kb, s.Seed + 1);
                double[] c = Values<double>(s.Ka * s.Kb, s.Seed + 2);
                float[] expected = [.. y];
                for (int k = 0; k < s.Kb * s.Rows; k++)
                {
                    (int j, int r) = (k / s.Rows, k % s.Rows);
                    expected[(j * s.Ldb) + r] *= -0.5f;
                    for (int i = 0; i < s.Ka; i++)
                    {
                        expected[(j * s.Ldb) + r] = MathF.FusedMultiplyAdd(a[(i * s.Lda) + r], (float)c[(j * s.Ka) + i], expected[(j * s.Ldb) + r]);
                    }
                }

                PanelUpdate.ScaleAndAdd<float>(a, s.Lda, s.Ka, c, -0.5, y, s.Ldb, s.Kb, s.Rows);
                Assert.Equal(expected, y);
            },
            iter: 100);

    [Fact]
    public void Gaps_between_columns_of_the_result_stay_and_fetching_ahead_changes_nothing() =>
        Shapes.Sample(
            s =>
            {
                float[] a = Values<float>(s.Lda * s.Ka, s.Seed), b = Values<float>(s.Ldb * s.Kb, s.Seed + 1);
                var expected = new double[s.Ka * s.Kb];
                PanelGram.Accumulate<float>(a, s.Lda, s.Ka, b, s.Ldb, s.Kb, s.Rows, expected);
                int leading = s.Ka + 3;
                double[] gram = [.. Enumerable.Repeat(7.0, leading * s.Kb)];
                PanelGram.Accumulate<float>(a, s.Lda, s.Ka, b, s.Ldb, s.Kb, s.Rows, gram, leading, b);
                for (int k = 0; k < gram.Length; k++)
                {
                    Assert.Equal(k % leading < s.Ka && s.Rows > 0 ? 7 + expected[(k % leading) + (k / leading * s.Ka)] : 7.0, gram[k], 1e-9);
                    Assert.True(k % leading < s.Ka || gram[k] == 7);
                }
            },
            iter: 100);

    [Fact]
    public void Spans_that_are_too_short_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PanelGram.Accumulate<double>(new double[10], 5, 2, new double[10], 5, 2, 5, new double[9], 1));
        Assert.Throws<ArgumentException>(() => PanelGram.Accumulate<double>(new double[10], 5, 2, new double[10], 5, 2, 5, new double[4], 3));
        Assert.Throws<ArgumentException>(() => PanelGram.Accumulate<double>(new double[9], 5, 2, new double[5], 5, 1, 5, new double[2]));
        Assert.Throws<ArgumentException>(() => PanelGram.Accumulate<double>(new double[10], 5, 2, new double[5], 5, 1, 5, new double[1]));
        Assert.Throws<ArgumentException>(() => PanelUpdate.Add<double>(new double[10], 4, 2, new double[2], new double[5], 5, 1, 5));
    }

    private static T[] Values<T>(int count, int seed)
        where T : unmanaged, INumberBase<T> =>
        [.. Enumerable.Range(0, count).Select(i => T.CreateTruncating((((i + 1L) * 7919 * (seed + 11) % 2003) - 1001) / 1000.0))];

    private static void AssertGram<T>(Shape s, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (T[] a, T[] b) = (Values<T>(s.Lda * s.Ka, s.Seed), Values<T>(s.Ldb * s.Kb, s.Seed + 1));
        double[] gram = Values<double>(s.Ka * s.Kb, s.Seed + 2);
        double[] expected = [.. gram];
        PlainGram(s, a, b, expected);
        PanelGram.Accumulate<T>(a, s.Lda, s.Ka, b, s.Ldb, s.Kb, s.Rows, gram);
        AssertClose(expected, gram, tolerance * (1 + s.Rows));
    }

    private static void AssertUpdate<T>(Shape s, double beta, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (T[] a, T[] y) = (Values<T>(s.Lda * s.Ka, s.Seed), Values<T>(s.Ldb * s.Kb, s.Seed + 1));
        double[] c = Values<double>(s.Ka * s.Kb, s.Seed + 2);
        double[] expected = [.. y.Select(v => double.CreateTruncating(v))];
        for (int j = 0; j < s.Kb; j++)
        {
            for (int r = 0; r < s.Rows; r++)
            {
                expected[(j * s.Ldb) + r] *= beta;
                for (int i = 0; i < s.Ka; i++)
                {
                    expected[(j * s.Ldb) + r] += double.CreateTruncating(a[(i * s.Lda) + r]) * c[(j * s.Ka) + i];
                }
            }
        }

        if (beta == 1)
        {
            PanelUpdate.Add<T>(a, s.Lda, s.Ka, c, y, s.Ldb, s.Kb, s.Rows);
        }
        else
        {
            PanelUpdate.ScaleAndAdd<T>(a, s.Lda, s.Ka, c, beta, y, s.Ldb, s.Kb, s.Rows);
        }

        AssertClose(expected, [.. y.Select(v => double.CreateTruncating(v))], tolerance);
    }

    private static void AssertFused<T>(Shape s)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (T[] a, T[] y) = (Values<T>(s.Lda * s.Ka, s.Seed), Values<T>(s.Ldb * s.Kb, s.Seed + 1));
        double[] c = Values<double>(s.Ka * s.Kb, s.Seed + 2);
        T[] y2 = [.. y];
        var gram = new double[s.Ka * s.Kb];
        var gram2 = new double[s.Ka * s.Kb];
        PanelUpdate.AddThenGram<T>(a, s.Lda, s.Ka, c, y, s.Ldb, s.Kb, s.Rows, gram);
        PanelUpdate.Add<T>(a, s.Lda, s.Ka, c, y2, s.Ldb, s.Kb, s.Rows);
        PanelGram.Accumulate<T>(a, s.Lda, s.Ka, y2, s.Ldb, s.Kb, s.Rows, gram2);
        Assert.Equal(y2, y);
        Assert.Equal(gram2, gram);
    }

    private static void AssertTiers<T>(Shape s)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (T[] a, double[] c) = (Values<T>(s.Lda * s.Ka, s.Seed), Values<double>(s.Ka * s.Kb, s.Seed + 2));
        (T[] y, double[] gram) expected = Run(SimdTier.Scalar);
        foreach (SimdTier tier in Enum.GetValues<SimdTier>())
        {
            (T[] y, double[] gram) actual = Run(tier);
            Assert.Equal(expected.y, actual.y);
            Assert.Equal(expected.gram, actual.gram);
        }

        (T[] Y, double[] Gram) Run(SimdTier tier)
        {
            T[] y = Values<T>(s.Ldb * s.Kb, s.Seed + 1);
            var gram = new double[s.Ka * s.Kb];
            PanelUpdate.Run<T, T>(tier, a, s.Lda, s.Ka, c, 0.75, y, s.Ldb, s.Kb, s.Rows, gram, hasGram: true);
            return (y, gram);
        }
    }

    private static void PlainGram<T>(Shape s, T[] a, T[] b, double[] gram)
        where T : unmanaged, INumberBase<T>
    {
        for (int j = 0; j < s.Kb; j++)
        {
            for (int i = 0; i < s.Ka; i++)
            {
                for (int r = 0; r < s.Rows; r++)
                {
                    gram[(j * s.Ka) + i] += double.CreateTruncating(a[(i * s.Lda) + r]) * double.CreateTruncating(b[(j * s.Ldb) + r]);
                }
            }
        }
    }

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], tolerance);
        }
    }

    internal sealed record Shape(int Rows, int Ka, int Kb, int Lda, int Ldb, int Seed);
}
