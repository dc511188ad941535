using Numerics.Kernels.Random;
using System.Numerics;
using CsCheck;
using Numerics.Kernels.Drivers;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Tests.Drivers;

/// <summary>Sums kept in lanes against plain loops in double, on random small shapes.</summary>
public class LaneGramTests
{
    private static readonly Gen<Shape> Shapes =
        from packs in Gen.Int[0, 20]
        from ka in Gen.Int[0, 11]
        from kb in Gen.Int[0, 19]
        from gap in Gen.Int[0, 5]
        from seed in Gen.Int[0, 1000]
        select new Shape(16 * packs, ka, kb, (16 * packs) + gap, ka + gap, seed);

    [Fact]
    public void Sums_of_two_blocks_match_plain_loops() =>
        Shapes.Sample(
            s =>
            {
                AssertSums<double>(s, 1e-14);
                AssertSums<float>(s, 2e-6);
            },
            iter: 300);

    [Fact]
    public void All_tiers_give_the_same_bits_and_the_next_block_changes_none() =>
        Shapes.Sample(
            s =>
            {
                AssertTiers<double>(s);
                AssertTiers<float>(s);
            },
            iter: 60);

    [Fact]
    public void Wrong_shapes_are_refused()
    {
        var a = new double[64];
        var lanes = new double[64];
        Assert.Throws<ArgumentException>(() => LaneGram.Add<double>(a, 16, 2, a, 16, 2, 12, lanes, 2));
        Assert.Throws<ArgumentException>(() => LaneGram.Add<double>(a, 16, 2, a, 16, 2, 16, lanes, 1));
        Assert.Throws<ArgumentException>(() => LaneGram.Add<double>(a, 16, 3, a, 16, 3, 16, lanes, 3));
        Assert.Throws<ArgumentException>(() => LaneGram.Fold(lanes, new double[9]));
    }

    private static void AssertSums<T>(Shape s, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (T[] a, T[] y) = Draw<T>(s);
        double[] sums = Run<T>(s, (lanes, next) => LaneGram.Add(a, s.Leading, s.Ka, y, s.Leading, s.Kb, s.Rows, lanes, s.Stride, next), LaneGram.Fold);
        for (int j = 0; j < s.Kb; j++)
        {
            for (int i = 0; i < s.Stride; i++)
            {
                double expected = 0, scale = 1e-300;
                for (int r = 0; r < s.Rows && i < s.Ka; r++)
                {
                    double term = double.CreateTruncating(a[r + (i * s.Leading)]) * double.CreateTruncating(y[r + (j * s.Leading)]);
                    expected += 2 * term;
                    scale += 2 * Math.Abs(term);
                }

                Assert.InRange(Math.Abs(sums[i + (j * s.Stride)] - expected), 0, tolerance * scale);
            }
        }
    }

    private static void AssertTiers<T>(Shape s)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (T[] a, T[] y) = Draw<T>(s);
        double[] expected = Of(SimdTier.Scalar, ahead: false);
        foreach (SimdTier tier in Enum.GetValues<SimdTier>())
        {
            Assert.Equal(expected, Of(tier, ahead: true));
        }

        double[] Of(SimdTier tier, bool ahead) => Run<T>(
            s, (lanes, _) => LaneGram.Add<T>(tier, a, s.Leading, s.Ka, y, s.Leading, s.Kb, s.Rows, lanes, s.Stride, ahead ? y : default), (lanes, sums) => LaneGram.Fold<T>(tier, lanes, sums));
    }

    /// <summary>The block twice, then folded twice: the second fold must add nothing.</summary>
    private static double[] Run<T>(Shape s, Adder<T> add, Folder<T> fold)
        where T : unmanaged, INumber<T>
    {
        var lanes = new T[s.Stride * s.Kb * LaneGram.Lanes<T>()];
        var sums = new double[s.Stride * s.Kb];
        add(lanes, default);
        add(lanes, default);
        fold(lanes, sums);
        fold(lanes, sums);
        return sums;
    }

    private static (T[] A, T[] Y) Draw<T>(Shape s)
        where T : unmanaged, INumber<T>
    {
        T[] Values(uint column, int count)
        {
            var uniform = new double[count];
            UniformFill.Fill(StreamKey.Derive((ulong)s.Seed, 0, 0, 0), column, 0, uniform);
            return [.. uniform.Select(value => T.CreateTruncating(value - 0.4))];
        }

        return (Values(0, s.Leading * s.Ka), Values(1, s.Leading * s.Kb));
    }

    private delegate void Adder<T>(Span<T> lanes, ReadOnlySpan<T> next);

    private delegate void Folder<T>(Span<T> lanes, Span<double> sums);

    private sealed record Shape(int Rows, int Ka, int Kb, int Leading, int Stride, int Seed);
}
