using System.Numerics;
using Numerics.Kernels.Lanes;
using Numerics.Kernels.Random;
using Numerics.Kernels.Reductions;

namespace Numerics.Kernels.Tests.Reductions;

public class MomentsTests
{
    [Fact]
    public void Power_sums_match_exact_arithmetic_for_every_length()
    {
        // Whole numbers up to 3 in magnitude: all sums are exact.
        for (int n = 0; n <= 1100; n = n < 300 ? n + 1 : n + 37)
        {
            double[] x = [.. Enumerable.Range(0, n).Select(i => (double)((i * 7919 % 7) - 3))];
            var sums = new double[8];
            Moments.AddPowerSums<double>(x, sums);
            Assert.Equal(Enumerable.Range(1, 8).Select(k => x.Sum(a => Math.Pow(a, k))), sums);
            var three = new double[] { 1, 2, 3 };
            Moments.AddPowerSums<float>([.. x.Select(a => (float)a)], three);
            Assert.Equal([1 + sums[0], 2 + sums[1], 3 + sums[2]], three);
        }
    }

    [Fact]
    public void Bits_are_the_same_on_every_tier()
    {
        Check<double>();
        Check<float>();

        static void Check<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var numbers = new double[3001];
            GaussianFill.Fill(StreamKey.Derive(1, 2, 3, 4), 0, 0, 1, numbers);
            T[] x = [.. numbers.Select(T.CreateTruncating)];
            var expected = new double[8];
            Moments.Run<T>(SimdTier.Scalar, x, expected);
            foreach (SimdTier tier in Enum.GetValues<SimdTier>())
            {
                var sums = new double[8];
                Moments.Run<T>(tier, x, sums);
                Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), sums.Select(BitConverter.DoubleToInt64Bits));
            }
        }
    }

    [Fact]
    public void Histogram_counts_what_a_sort_counts()
    {
        var x = new double[20_000];
        GaussianFill.Fill(StreamKey.Derive(4, 2, 3, 4), 0, 0, 1, x);
        x[5] = double.NaN;
        x[6] = double.NegativeInfinity;
        (x[7], x[8]) = (-2, 2);
        var counts = new long[42];
        Histogram.Add<double>(x, -2, 2, counts);
        Assert.Equal(x.Length, counts.Sum());
        Assert.Equal(x.Count(v => v < -2), counts[0]);
        Assert.Equal(x.Count(v => v >= 2) + 1, counts[^1]);
        for (int b = 0; b < 40; b++)
        {
            Assert.Equal(x.Count(v => v >= -2 + (b / 10.0) && v < -2 + ((b + 1) / 10.0)), counts[b + 1]);
        }
    }

    [Fact]
    public void Misuse_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Moments.AddPowerSums<double>([1], new double[9]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Histogram.Add<double>([1], 0, 1, new long[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Histogram.Add<double>([1], 1, 1, new long[3]));
    }
}
