using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Bulk.Spikes;
using Numerics.Spectra.Theory.Edges;
using Numerics.Spectra.Theory.NullBulk;

namespace Numerics.Spectra.Tests.Theory.NullBulk;

/// <summary>The parts of the decision about a weight matrix against closed forms and other routes.</summary>
public sealed class NullBulkTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(0.25)]
    [InlineData(0.0125)]
    public void Share_above_is_the_law_by_another_route_and_its_quantiles_invert_it(double ratio)
    {
        var share = new MarchenkoPasturShare(ratio);
        var law = new MarchenkoPasturLaw(ratio);
        foreach (double above in new[] { 0.001, 0.1, 0.3, 0.5, 0.77, 0.999 })
        {
            double x = share.Quantile(above);
            Assert.Equal(above, share.Above(x), 1e-11);
            Assert.Equal(1 - above, law.CumulativeDistribution(x), 1e-10);
        }

        Assert.Equal(0, share.Above(Math.Pow(1 + Math.Sqrt(ratio), 2) + 1e-9));
        Assert.Equal(1, share.Above(Math.Pow(1 - Math.Sqrt(ratio), 2) - 1e-9), 1e-12);
    }

    [Theory]
    [InlineData(64, 64)]
    [InlineData(64, 256)]
    public void Extreme_scores_have_mean_and_deviation_of_Tracy_and_Widom(int n, int m)
    {
        const int Count = 400;
        using var lapack = Lapack.Load();
        var score = new ExtremeValueScore(n, m);
        Assert.Equal(m > n, score.HasLower);
        double[][] values = [.. Enumerable.Range(0, Count).Select(k => WeightSamples.Values(lapack, new TestRandom((ulong)(1000 + k)).GaussianMatrix(n, m)))];
        Agrees([.. values.Select(s => score.Upper(s[0] * s[0]))]);
        if (score.HasLower)
        {
            Agrees([.. values.Select(s => score.Lower(s[^1] * s[^1]))]);
        }

        static void Agrees(double[] sample)
        {
            (double mean, double error, double deviation) = Statistics.Of(sample);
            Assert.True(Math.Abs(mean - TracyWidomMoments.Mean(1)) < (4 * error) + 0.06, $"{mean} +- {error}");
            Assert.Equal(TracyWidomMoments.StandardDeviation(1), deviation, 0.16 * deviation);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.25)]
    public void Chebyshev_averages_of_the_law_are_those_of_its_quantiles(double ratio)
    {
        const int N = 40_000;
        double m = N / ratio;
        var law = new MarchenkoPasturShare(ratio);
        double[] values = [.. Enumerable.Range(0, N).Select(i => Math.Sqrt((long)m * law.Quantile((i + 0.5) / N)))];
        OutlierCount none = OutlierCount.Of(values, (long)m);
        Assert.Equal(0, none.Total);
        Assert.Equal(1, none.BulkVariance, 1e-6);
        ChebyshevBulkTest test = ChebyshevBulkTest.Of(values, (long)m, none, kurtosis: 0.8);
        // The sums are n tau_j up to o(1), which leaves the means: 1/2 for even j and half the kurtosis for j = 2.
        double[] means = [0.5 + 0.4, 0, 0.5, 0, 0.5, 0, 0.5];
        for (int j = 2; j <= 8; j++)
        {
            Assert.Equal(-means[j - 2] / Math.Sqrt(j / 2.0), test.Scores[j - 2], 0.05);
        }
    }

    [Theory]
    [InlineData(EntryNormalization.None, 0.4)]
    [InlineData(EntryNormalization.Rows, -1)]
    [InlineData(EntryNormalization.RowsAndColumns, -2.4)]
    public void Normalisation_of_the_entries_moves_the_second_statistic_only(EntryNormalization normalization, double expected)
    {
        double[] values = WeightSamples.Values(Lapack.Load("managed"), new TestRandom(5).GaussianMatrix(40, 90));
        OutlierCount count = OutlierCount.Of(values, 90);
        ChebyshevBulkTest plain = ChebyshevBulkTest.Of(values, 90, count, 0);
        ChebyshevBulkTest other = ChebyshevBulkTest.Of(values, 90, count, 0.8, normalization);
        Assert.Equal(plain.Scores[0] - expected, other.Scores[0], 1e-12);
        Assert.Equal(plain.Scores.Skip(1), other.Scores.Skip(1));
    }

    [Theory]
    [InlineData(1, 1.4)]
    [InlineData(0.2, 2.5)]
    public void Implied_strength_and_overlaps_invert_the_spiked_model(double ratio, double thresholds)
    {
        double theta = thresholds * Math.Pow(ratio, 0.25);
        var spike = new RectangularSpike(ratio, theta);
        double half = ((spike.Outlier * spike.Outlier) - 1 - ratio) / (2 * Math.Sqrt(ratio));
        ImpliedSpike implied = ImpliedSpike.At(ratio, half + Math.Sqrt((half * half) - 1));
        Assert.Equal(theta, implied.Strength, 1e-10);
        Assert.Equal(spike.LeftOverlap, implied.ShortOverlap, 1e-10);
        Assert.Equal(spike.RightOverlap, implied.LongOverlap, 1e-10);
    }

    [Fact]
    public void Distance_is_half_a_value_at_the_quantiles_and_the_rank_of_a_change_bounds_it()
    {
        const int N = 400;
        var law = new MarchenkoPasturShare(0.5);
        double[] values = [.. Enumerable.Range(0, N).Select(i => Math.Sqrt(2 * N * 7.0 * law.Quantile((i + 0.5) / N)))];
        var least = LeastDistance.Of(values, 2 * N);
        Assert.Equal(0.5, least.Counts, 1e-3);
        Assert.Equal(7, least.Variance, 0.02);
        Assert.Equal(0, least.CertifiedRank);
        double[] changed = [.. Enumerable.Repeat(values[0] * 3, 40), .. values.Take(N - 40)];
        var moved = LeastDistance.Of(changed, 2 * N);
        Assert.InRange(moved.Counts, 12, 40.5);
        Assert.InRange(moved.CertifiedRank, 1, 40);
        Assert.Equal(40, SpectrumShape.InterlacingDistance(values, changed));
        Assert.Equal(0, SpectrumShape.InterlacingDistance(values, [.. values.Select(s => 2.5 * s)]));
    }

    [Fact]
    public void Variance_of_the_bulk_is_not_biased_by_the_outliers_that_were_taken_out()
    {
        const int N = 100;
        const int M = 200;
        const int Count = 200;
        using var lapack = Lapack.Load();
        var corrected = new double[Count];
        var naive = new double[Count];
        for (int k = 0; k < Count; k++)
        {
            double[] values = WeightSamples.Values(lapack, WeightSamples.Of("five strong", N, M, new TestRandom((ulong)(50 + k))));
            OutlierCount count = OutlierCount.Of(values, M);
            corrected[k] = N * (count.BulkVariance - 1);
            naive[k] = N * ((values.Skip(count.Total).Sum(s => s * s) / M / (N - count.Total)) - 1);
        }

        (double mean, double error, _) = Statistics.Of(corrected);
        (double wrong, _, _) = Statistics.Of(naive);
        Assert.True(Math.Abs(mean) < (4 * error) + 0.3, $"{mean} +- {error}");
        // The mean of the kept values falls short by k c + sqrt(c) sum 1/u, about 3.
        Assert.InRange(wrong, -4.2, -2);
    }

    [Fact]
    public void Scales_of_rows_and_columns_are_divided_out_exactly()
    {
        DenseMatrix<double> plain = WeightSamples.Of("gaussian", 30, 50, new TestRandom(9));
        DenseMatrix<double> scaled = plain.Clone();
        for (int j = 0; j < 50; j++)
        {
            for (int i = 0; i < 30; i++)
            {
                scaled[i, j] *= Math.Exp((0.1 * i) - (0.05 * j));
            }
        }

        Assert.True(ScaleProfile.Divide(plain) < 1e-9);
        Assert.True(ScaleProfile.Divide(scaled) < 1e-9);
        for (int j = 0; j < 50; j++)
        {
            Assert.Equal(1, plain.Column(j).ToArray().Average(v => v * v), 1e-8);
            Assert.Equal(plain.Column(j).ToArray(), scaled.Column(j).ToArray(), (a, b) => Math.Abs(a - b) < 1e-7);
        }
    }

    [Fact]
    public void Effective_ranks_and_tail_of_known_spectra()
    {
        Assert.Equal(5, SpectrumShape.StableRank([2, 2, 2, 2, 2]), 1e-12);
        Assert.Equal(5, SpectrumShape.Participation([2, 2, 2, 2, 2]), 1e-12);
        Assert.Equal(1.25, SpectrumShape.StableRank([2, 1]), 1e-12);
        Assert.Equal(25.0 / 17, SpectrumShape.Participation([2, 1]), 1e-12);
        // lambda = s^2 at the quantiles of a Pareto law of density exponent 2.5.
        double[] pareto = [.. Enumerable.Range(0, 2000).Select(i => Math.Pow((i + 0.5) / 2000, -1 / 1.5 / 2))];
        TailExponent tail = TailExponent.Of(pareto)!;
        Assert.Equal(2.5, tail.Exponent, 0.05);
        Assert.True(tail.Distance < 0.03);
        Assert.Null(TailExponent.Of([1, 1, 1]));
    }

    [Fact]
    public void A_zero_matrix_and_a_ratio_above_one_are_refused()
    {
        Assert.Contains("not zero", Assert.Throws<ArgumentException>(() => OutlierCount.Of([0, 0, 0], 5)).Message, StringComparison.Ordinal);
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new MarchenkoPasturShare(1.5));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => ImpliedSpike.At(0.5, 0.5));
    }
}
