using System.Numerics;
using CsCheck;
using Numerics.Kernels.Lanes;
using Numerics.Kernels.Reductions;

namespace Numerics.Kernels.Tests.Reductions;

public class ReductionTests
{
    [Fact]
    public void Sums_match_exact_arithmetic_for_every_length()
    {
        // Whole numbers up to 1000: every order of summation is exact, so the comparison is too.
        for (int n = 0; n <= 2100; n = n < 300 ? n + 1 : n + 37)
        {
            double[] x = [.. Enumerable.Range(0, n).Select(i => (double)((i * 7919 % 2001) - 1000))];
            double[] y = [.. Enumerable.Range(0, n).Select(i => (double)((i * 104729 % 1999) - 999))];
            float[] small = [.. Enumerable.Range(0, n).Select(i => (float)((i * 31 % 21) - 10))];
            Assert.Equal(x.Sum(), Reduction.Sum<double>(x));
            Assert.Equal(x.Zip(y, (a, b) => a * b).Sum(), Reduction.Dot<double>(x, y));
            Assert.Equal(x.Sum(a => a * a), Reduction.SumOfSquares<double>(x));
            Assert.Equal(small.Sum(a => (double)a), Reduction.Sum<float>(small));
            Assert.Equal(small.Sum(a => (double)a * a), Reduction.SumOfSquares<float>(small));
        }
    }

    [Fact]
    public void Error_does_not_grow_with_length()
    {
        // 0.1f added one million times in float would be off by more than one percent.
        foreach (int n in new[] { 1000, 1_000_000 })
        {
            float[] x = [.. Enumerable.Repeat(0.1f, n)];
            double exact = n * (double)0.1f;
            Assert.Equal(exact, Reduction.Sum<float>(x), exact * 1e-6);
            double[] y = [.. Enumerable.Repeat(0.1, n)];
            Assert.Equal(n * 0.1, Reduction.Sum<double>(y), n * 0.1 * 4e-16 * 4);
        }
    }

    [Fact]
    public void All_tiers_give_the_same_bits() =>
        Gen.Double[-1, 1].Array[0, 1500].Sample(
            x =>
            {
                float[] f = [.. x.Select(v => (float)v)];
                foreach (SimdTier tier in Enum.GetValues<SimdTier>())
                {
                    AssertSame<double, Reduction.SumTerm>(tier, x);
                    AssertSame<double, Reduction.ProductTerm>(tier, x);
                    AssertSame<float, Reduction.SumTerm>(tier, f);
                    AssertSame<float, Reduction.ProductTerm>(tier, f);
                }
            },
            iter: 60);

    [Fact]
    public void Empty_vectors_sum_to_zero()
    {
        Assert.Equal(0, Reduction.Sum<double>([]));
    }

    [Fact]
    public void Infinite_sums_stay_infinite() => Assert.Equal(double.PositiveInfinity, Reduction.Sum<double>([1, double.PositiveInfinity, 2]));

    [Fact]
    public void Different_lengths_are_refused() => Assert.Throws<ArgumentException>(() => Reduction.Dot<double>(new double[3], new double[4]));

    private static void AssertSame<T, TTerm>(SimdTier tier, T[] x)
        where T : unmanaged, INumber<T>
        where TTerm : struct, IReductionTerm
    {
        double expected = Reduction.Run<T, TTerm>(SimdTier.Scalar, x, x);
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(Reduction.Run<T, TTerm>(tier, x, x)));
    }
}
