using MathNet.Numerics;
using Numerics.Kernels.Random;
using Numerics.Kernels.Reductions;

namespace Numerics.Kernels.Tests.Random;

/// <summary>
/// Law and independence of 2^30 Gaussian numbers in each precision. Addresses are fixed, so a pass is a pass for ever; limits: five standard errors
/// (about 70 comparisons a precision: a right generator fails one with probability 4e-5), Kolmogorov's statistic below 2.2 (probability 1.3e-4).
/// </summary>
[Trait("speed", "slow")]
public class BillionGaussiansTests(ITestOutputHelper output)
{
    private const int Chunk = 1 << 20;
    private const int Chunks = 1 << 10;
    private const double Total = (double)Chunk * Chunks;
    private const double Limit = 5;
    private const int BinsPerUnit = 1024;
    private const int Range = 7;

    private static readonly StreamKey Key = StreamKey.Derive(77, 1, 0, 0);
    private static readonly StreamKey Other = StreamKey.Derive(77, 1, 0, 1);

    [Fact]
    public void Double() => Check(single: false);

    [Fact]
    public void Single() => Check(single: true);

    private void Check(bool single)
    {
        var power = new double[8];
        var counts = new long[(2 * Range * BinsPerUnit) + 2];
        int[] lags = [1, 2, 3, 5, 8, 16, 64, 1024];
        var products = new double[(2 * lags.Length) + 2];
        var gate = new Lock();
        Parallel.For(0, Chunks, new ParallelOptions { MaxDegreeOfParallelism = 2 }, chunk =>
        {
            (double[] p, long[] c, double[] r) = (new double[8], new long[counts.Length], new double[products.Length]);
            double[] x = Numbers(Key, chunk, single, p, c), y = Numbers(Other, chunk, single, null, null);
            for (int i = 0; i < lags.Length; i++)
            {
                r[2 * i] = Statistics.Correlation(x.AsSpan(0, Chunk - lags[i]), x.AsSpan(lags[i]));
                r[(2 * i) + 1] = Statistics.SquareCorrelation(x.AsSpan(0, Chunk - lags[i]), x.AsSpan(lags[i]));
            }

            (r[^2], r[^1]) = (Statistics.Correlation(x, y), Statistics.SquareCorrelation(x, y));
            lock (gate)
            {
                for (int i = 0; i < p.Length; i++) { power[i] += p[i]; }
                for (int i = 0; i < c.Length; i++) { counts[i] += c[i]; }
                for (int i = 0; i < r.Length; i++) { products[i] += r[i]; }
            }
        });
        CheckMoments(power);
        CheckTails(counts);
        Assert.All(products, z => Assert.InRange(z / Math.Sqrt(Chunks), -Limit, Limit));
        double kolmogorov = Kolmogorov(counts);
        output.WriteLine($"Kolmogorov {kolmogorov:F3}, worst correlation {products.Max(Math.Abs) / Math.Sqrt(Chunks):F2} standard errors.");
        Assert.InRange(kolmogorov, 0.2, 2.2);
    }

    private static double[] Numbers(StreamKey key, int chunk, bool single, double[]? power, long[]? counts)
    {
        var x = new double[Chunk];
        if (!single)
        {
            GaussianFill.Fill(key, 2, (long)chunk * Chunk, 1, x);
        }
        else
        {
            var floats = new float[Chunk];
            GaussianFill.Fill(key, 2, (long)chunk * Chunk, 1, floats);
            Array.Copy(floats, x, Chunk);
        }

        if (power is not null && counts is not null)
        {
            Moments.AddPowerSums<double>(x, power);
            Histogram.Add<double>(x, -Range, Range, counts);
        }

        return x;
    }

    private void CheckMoments(double[] power)
    {
        double[] even = [1, 1, 3, 15, 105, 945, 10395, 135135, 2027025];
        for (int k = 1; k <= 8; k++)
        {
            double expected = k % 2 == 0 ? even[k / 2] : 0;
            double z = ((power[k - 1] / Total) - expected) / Math.Sqrt((even[k] - (expected * expected)) / Total);
            output.WriteLine($"moment {k}: {power[k - 1] / Total:G10}, {z:F2} standard errors");
            Assert.InRange(z, -Limit, Limit);
        }
    }

    /// <summary>Both tails beyond 1, 1.5, ... 6 standard deviations; beyond 6 about two numbers are expected, which Poisson's law bounds.</summary>
    private void CheckTails(long[] counts)
    {
        for (int half = 2; half <= 2 * 6; half++)
        {
            int edge = half * BinsPerUnit / 2, middle = 1 + (Range * BinsPerUnit);
            foreach (long tail in new[] { counts[(middle + edge)..].Sum(), counts[..(middle - edge)].Sum() })
            {
                double expected = Total * 0.5 * SpecialFunctions.Erfc(half / 2.0 / Math.Sqrt(2));
                output.WriteLine($"beyond {half / 2.0}: {tail}, expected {expected:F2}");
                Assert.InRange(tail, expected - (Limit * Math.Sqrt(expected)) - 3, expected + (Limit * Math.Sqrt(expected)) + 3);
            }
        }
    }

    /// <summary>sqrt(n) times the largest distance of the distribution functions at the edges of the bins, 0.001 apart.</summary>
    private static double Kolmogorov(long[] counts)
    {
        double worst = 0;
        long below = counts[0];
        for (int bin = 0; bin <= 2 * Range * BinsPerUnit; bin++)
        {
            double x = -Range + ((double)bin / BinsPerUnit);
            worst = Math.Max(worst, Math.Abs((below / Total) - (0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2)))));
            below += counts[bin + 1];
        }

        return worst * Math.Sqrt(Total);
    }
}
