using MathNet.Numerics.Distributions;
using Numerics.Kernels.Lanes;
using Numerics.Kernels.Random;

namespace Numerics.Kernels.Tests.Random;

/// <summary>
/// Law of the Gaussian numbers. Limits are five standard errors (addresses are fixed, so a pass is a pass for ever): a right generator
/// fails one of about a hundred comparisons with probability 6e-5.
/// </summary>
public class GaussianStatisticsTests
{
    private const double Limit = 5;
    private const int Chunk = 1 << 20;

    // The scalar tier exists for its bits, not for its speed.
    private static readonly int Chunks = SimdTiers.Current == SimdTier.Scalar ? 1 : 10;
    private static readonly StreamKey Key = StreamKey.Derive(2024, 0, 0, 0);

    [Fact]
    public void Moments_to_order_six_of_ten_million() => AssertMoments(Chunks, single: false);

    [Fact]
    public void Moments_to_order_six_of_ten_million_floats() => AssertMoments(Chunks, single: true);

    [Fact]
    [Trait("speed", "slow")]
    public void Moments_to_order_six_of_a_billion()
    {
        AssertMoments(1000, single: false);
        AssertMoments(1000, single: true);
    }

    [Fact]
    public void Law_is_normal()
    {
        var sample = new double[Chunk];
        GaussianFill.Fill(Key, 5, 0, 1, sample);
        Assert.InRange(Statistics.Kolmogorov(sample, x => Normal.CDF(0, 1, x)), 0.2, 1.95);
        var single = new float[Chunk];
        GaussianFill.Fill(Key, 5, 0, 1, single);
        Assert.InRange(Statistics.Kolmogorov([.. single], x => Normal.CDF(0, 1, x)), 0.2, 1.95);
        GaussianFill.Fill(Key, 5, 0, 1.01, sample);
        Assert.True(Statistics.Kolmogorov(sample, x => Normal.CDF(0, 1, x)) > 1.95, "A scale wrong by 1% must be seen.");
    }

    [Fact]
    public void Uniform_law_is_uniform()
    {
        var sample = new double[Chunk];
        UniformFill.Fill(Key, 6, 0, sample);
        Assert.InRange(Statistics.Kolmogorov(sample, x => x), 0.2, 1.95);
        var single = new float[Chunk];
        UniformFill.Fill(Key, 6, 0, single);
        Assert.InRange(Statistics.Kolmogorov([.. single], x => x), 0.2, 1.95);
    }

    [Fact]
    public void Neighbouring_rows_are_independent()
    {
        // Lags 8 (double) and 16 (float) join the two numbers of one block, which share their radius.
        var x = new double[Chunk];
        GaussianFill.Fill(Key, 7, 0, 1, x);
        AssertIndependentLags(x);
        var single = new float[Chunk];
        GaussianFill.Fill(Key, 7, 0, 1, single);
        AssertIndependentLags([.. single]);
    }

    [Fact]
    public void Streams_and_columns_are_independent()
    {
        var x = new double[Chunk];
        var y = new double[Chunk];
        GaussianFill.Fill(Key, 8, 0, 1, x);
        (StreamKey Key, uint Column)[] others =
        [
            (Key, 9), (Key, 8 + (1u << 31)), (StreamKey.Derive(2024, 0, 0, 1), 8), (StreamKey.Derive(2024, 0, 1, 0), 8),
            (StreamKey.Derive(2025, 0, 0, 0), 8), (new StreamKey(Key.Low + 1, Key.High), 8), (new StreamKey(Key.Low, Key.High ^ 1), 8),
        ];
        foreach ((StreamKey key, uint column) in others)
        {
            GaussianFill.Fill(key, column, 0, 1, y);
            Assert.InRange(Statistics.Correlation(x, y), -Limit, Limit);
            Assert.InRange(Statistics.SquareCorrelation(x, y), -Limit, Limit);
        }
    }

    private static void AssertIndependentLags(double[] x)
    {
        foreach (int lag in new[] { 1, 2, 3, 4, 7, 8, 9, 16, 17, 32, 64, 512, 1024 })
        {
            Assert.InRange(Statistics.Correlation(x.AsSpan(0, x.Length - lag), x.AsSpan(lag)), -Limit, Limit);
            Assert.InRange(Statistics.SquareCorrelation(x.AsSpan(0, x.Length - lag), x.AsSpan(lag)), -Limit, Limit);
        }
    }

    private static void AssertMoments(int chunks, bool single)
    {
        var x = new double[Chunk];
        var floats = new float[Chunk];
        var sums = new double[7];
        for (int c = 0; c < chunks; c++)
        {
            if (single)
            {
                GaussianFill.Fill(Key, 1, (long)c * Chunk, 1, floats);
                Array.Copy(floats, x, Chunk);
            }
            else
            {
                GaussianFill.Fill(Key, 1, (long)c * Chunk, 1, x);
            }

            AddPowers(x, sums);
        }

        double n = (double)chunks * Chunk;
        double[] expected = [1, 0, 1, 0, 3, 0, 15];
        double[] ofTwice = [1, 1, 3, 15, 105, 945, 10395];
        for (int k = 1; k <= 6; k++)
        {
            double z = ((sums[k] / n) - expected[k]) / Math.Sqrt((ofTwice[k] - (expected[k] * expected[k])) / n);
            Assert.True(Math.Abs(z) < Limit, $"Moment {k} of {n:E0} numbers is {sums[k] / n}, {z:F1} standard errors from {expected[k]}.");
        }
    }

    private static void AddPowers(double[] x, double[] sums)
    {
        double s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0;
        foreach (double v in x)
        {
            double v2 = v * v;
            s1 += v;
            s2 += v2;
            s3 += v2 * v;
            s4 += v2 * v2;
            s5 += v2 * v2 * v;
            s6 += v2 * v2 * v2;
        }

        ReadOnlySpan<double> parts = [0, s1, s2, s3, s4, s5, s6];
        for (int k = 1; k <= 6; k++)
        {
            sums[k] += parts[k];
        }
    }
}
