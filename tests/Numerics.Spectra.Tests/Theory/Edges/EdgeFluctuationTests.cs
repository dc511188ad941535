using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.Edges;

namespace Numerics.Spectra.Tests.Theory.Edges;

/// <summary>The tabulated moments and the finite-size edge against sampled random tridiagonal matrices (Dumitriu and Edelman).</summary>
public sealed class EdgeFluctuationTests
{
    /// <summary>
    /// Rescaled top eigenvalues of the beta = 1 Hermite tridiagonal: N(0, 2) on the diagonal, chi_(n-1), chi_(n-2), ... beside it.
    /// Only the leading 14 n^(1/3) rows matter for the top levels.
    /// </summary>
    private static double[][] SampleHermite(int n, int levels, int replicas, ulong seed)
    {
        int size = Math.Min(n, (int)(14 * Math.Cbrt(n)));
        var samples = new double[levels][];
        for (int j = 0; j < levels; j++)
        {
            samples[j] = new double[replicas];
        }

        Parallel.For(0, replicas, new ParallelOptions { MaxDegreeOfParallelism = 2 }, replica =>
        {
            var random = new TestRandom(seed + (ulong)replica);
            double[] diagonal = random.GaussianVector(size, Math.Sqrt(2));
            var offDiagonal = new double[size - 1];
            for (int i = 0; i < offDiagonal.Length; i++)
            {
                offDiagonal[i] = random.Chi(n - 1 - i);
            }

            double centre = 2 * Math.Sqrt(n - 0.5); // the shift removes a bias of -n^(-1/3)/2 at beta = 1
            double unit = Math.Pow(n, -1.0 / 6);
            double high = centre + (10 * unit);
            for (int j = 0; j < levels; j++)
            {
                double lambda = TridiagonalSturm.Largest(diagonal, offDiagonal, j + 1, centre - (20 * unit), high, 1e-4 * unit);
                samples[j][replica] = (lambda - centre) / unit;
                high = lambda + (1e-3 * unit);
            }
        });
        return samples;
    }

    /// <summary>Top singular values of a Gaussian matrix, unit variance, from its random bidiagonal form.</summary>
    private static double[][] SampleSingularValues(int rows, int columns, int levels, int replicas, ulong seed, bool smallest = false)
    {
        int n = Math.Min(rows, columns);
        int m = Math.Max(rows, columns);
        var samples = new double[levels][];
        for (int j = 0; j < levels; j++)
        {
            samples[j] = new double[replicas];
        }

        Parallel.For(0, replicas, new ParallelOptions { MaxDegreeOfParallelism = 2 }, replica =>
        {
            var random = new TestRandom(seed + (ulong)replica);
            var offDiagonal = new double[(2 * n) - 1];
            for (int i = 0; i < n; i++)
            {
                offDiagonal[2 * i] = random.Chi(m - i);
                if (i < n - 1)
                {
                    offDiagonal[(2 * i) + 1] = random.Chi(n - 1 - i);
                }
            }

            var diagonal = new double[2 * n];
            for (int j = 0; j < levels; j++)
            {
                int order = smallest ? n - j : j + 1;
                samples[j][replica] = TridiagonalSturm.Largest(diagonal, offDiagonal, order, 0, 2 * (Math.Sqrt(m) + Math.Sqrt(n)), 1e-5);
            }
        });
        return samples;
    }

    [Fact]
    [Trait("speed", "slow")]
    public void Tabulated_moments_agree_with_sampled_Hermite_tridiagonals()
    {
        const int Replicas = 12000;
        double[][] samples = SampleHermite(1_000_000, TracyWidomMoments.Count, Replicas, 20_000);
        for (int j = 0; j < samples.Length; j++)
        {
            (double mean, double error, double deviation) = Statistics.Of(samples[j]);
            double expected = TracyWidomMoments.StandardDeviation(j + 1);
            Assert.InRange(mean, TracyWidomMoments.Mean(j + 1) - (4 * error), TracyWidomMoments.Mean(j + 1) + (4 * error));
            Assert.InRange(deviation, expected * (1 - (4 / Math.Sqrt(2 * Replicas))), expected * (1 + (4 / Math.Sqrt(2 * Replicas))));
        }
    }

    [Fact]
    public void Square_edge_has_the_stated_mean_and_deviation_and_the_naive_centre_is_rejected()
    {
        const int N = 200;
        double[][] samples = SampleSingularValues(N, N, 3, 6000, 40_000);
        var edge = new EdgeStatistics(N, N, Math.Sqrt(N)); // entry variance sigma^2/N = 1
        for (int j = 0; j < samples.Length; j++)
        {
            (double mean, double error, double deviation) = Statistics.Of(samples[j]);
            double allowance = edge.Scale * 0.4 * Math.Pow(N, -2.0 / 3);
            Assert.InRange(mean, edge.Mean(j + 1) - (4 * error) - allowance, edge.Mean(j + 1) + (4 * error) + allowance);
            Assert.Equal(edge.StandardDeviation(j + 1), deviation, edge.StandardDeviation(j + 1) * 0.05);
        }

        double naive = Math.Sqrt(N) * (2 + (Math.Pow(2, -2.0 / 3) * Math.Pow(N, -2.0 / 3) * TracyWidomMoments.Mean(1)));
        (double top, double topError, _) = Statistics.Of(samples[0]);
        Assert.True(Math.Abs(top - naive) > 6 * topError, $"naive {naive}, sampled {top} +- {topError}");
    }

    [Fact]
    public void Rectangular_edges_have_the_stated_means_and_the_one_sided_centre_is_rejected()
    {
        const int Rows = 60;
        const int Columns = 960;
        var edge = new EdgeStatistics(Rows, Columns, Math.Sqrt(Columns));
        (double top, double topError, double topDeviation) = Statistics.Of(SampleSingularValues(Rows, Columns, 1, 20000, 60_000)[0]);
        (double low, double lowError, double lowDeviation) = Statistics.Of(SampleSingularValues(Rows, Columns, 1, 20000, 80_000, smallest: true)[0]);
        double allowance = edge.Scale * 0.4 * Math.Pow(Rows, -2.0 / 3);
        Assert.InRange(top, edge.Mean(1) - (4 * topError) - allowance, edge.Mean(1) + (4 * topError) + allowance);

        // The centre sqrt(n - 1) + sqrt(p), symmetric only for n = p, is off by about a twelfth of the scale here, on either side.
        foreach ((double n, double p) in new[] { (Rows - 1.0, (double)Columns), (Columns - 1.0, (double)Rows) })
        {
            double oneSided = Math.Sqrt(n) + Math.Sqrt(p) + (0.5 * Math.Cbrt((1 / Math.Sqrt(n)) + (1 / Math.Sqrt(p))) * TracyWidomMoments.Mean(1));
            Assert.True(Math.Abs(top - oneSided) > 6 * topError, $"one-sided {oneSided}, sampled {top} +- {topError}");
        }

        Assert.InRange(low, edge.LowerMean(1) - (4 * lowError) - allowance, edge.LowerMean(1) + (4 * lowError) + allowance);
        Assert.Equal(edge.StandardDeviation(1), topDeviation, edge.StandardDeviation(1) * 0.06);
        Assert.Equal(edge.LowerStandardDeviation(1), lowDeviation, edge.LowerStandardDeviation(1) * 0.06);
    }
}
