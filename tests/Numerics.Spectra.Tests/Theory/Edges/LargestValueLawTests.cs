using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Ensembles;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.Bulk.Spikes;
using Numerics.Spectra.Theory.Edges;

namespace Numerics.Spectra.Tests.Theory.Edges;

/// <summary>Outliers, window and edge levels of the law of the largest values: against closed forms and against sampled spiked matrices.</summary>
public sealed class LargestValueLawTests
{
    [Theory]
    [InlineData(300, 300, 1.0)]
    [InlineData(100, 800, 0.7)]
    [InlineData(800, 100, 2.0)]
    public void Without_outliers_every_rank_is_a_level_of_the_edge(int rows, int columns, double sigma)
    {
        var edge = new EdgeStatistics(rows, columns, sigma);
        var law = LargestValueLaw.Of(edge);
        for (int rank = 1; rank <= TracyWidomMoments.Count; rank++)
        {
            Assert.Equal(new LargestValue(edge.Mean(rank), 0, edge.StandardDeviation(rank), IsCritical: false), law.At(rank));
            Assert.Equal(Math.Cbrt(0.01), law.CriticalOverlapScatter(rank, 100));
        }

        _ = Assert.Throws<ArgumentOutOfRangeException>(() => law.At(0));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => law.At(TracyWidomMoments.Count + 1));
    }

    [Fact]
    public void Levels_of_the_edge_follow_the_outliers()
    {
        var edge = new EdgeStatistics(200, 200, 1);
        var law = LargestValueLaw.Of(edge, [3, 2.5], [0.01, 0]);
        Assert.Equal(new LargestValue(3, 0.01, 0.01, IsCritical: false), law.At(1));
        Assert.Equal(new LargestValue(2.5, 0, 0, IsCritical: false), law.At(2));
        Assert.Equal(new LargestValue(edge.Mean(1), 0, edge.StandardDeviation(1), IsCritical: false), law.At(3));
        Assert.Equal(new LargestValue(edge.Mean(2), 0, edge.StandardDeviation(2), IsCritical: false), law.At(4));
        Assert.Equal(0, law.CriticalOverlapScatter(2, 1000));
        Assert.Equal(0.1, law.CriticalOverlapScatter(3, 1000), 1e-15);
    }

    [Theory]
    [InlineData(300, 300)]
    [InlineData(100, 800)]
    [InlineData(800, 100)]
    public void The_window_is_five_scales_of_this_edge_whatever_its_aspect(int rows, int columns)
    {
        var edge = new EdgeStatistics(rows, columns, 1);
        // delta of docs: half the cube root of the sum of inverse roots, over root n; a closed form apart from the half shifts.
        double delta = 0.5 / Math.Sqrt(columns) * Math.Cbrt((1 / Math.Sqrt(rows)) + (1 / Math.Sqrt(columns)));
        Assert.Equal(delta, edge.Scale, 1e-2 * delta);
        foreach ((double scales, bool critical) in new[] { (0.0, true), (4.99, true), (5.01, false), (20, false) })
        {
            double outlier = edge.Edge + (scales * edge.Scale);
            var law = LargestValueLaw.Of(edge, [outlier], [0.03]);
            double scatter = critical ? edge.Scale * Math.Sqrt(1.6077810345) : 0;
            LargestValue top = law.At(1)!;
            Assert.Equal(critical, top.IsCritical);
            Assert.Equal(outlier, top.Value);
            Assert.Equal(Math.Sqrt((0.03 * 0.03) + (scatter * scatter)), top.StandardError, 1e-15);
            Assert.Equal(top.StandardError, top.MeanError);
            Assert.Equal(critical ? 0.2 : 0, law.CriticalOverlapScatter(1, 125), 1e-15);
        }
    }

    [Fact]
    public void An_edge_without_a_scale_predicts_outliers_only()
    {
        var hard = new LargestValueLaw(1, null, [1.0001]);
        Assert.Equal(new LargestValue(1.0001, 0, 0, IsCritical: false), hard.At(1));
        Assert.Null(hard.At(2));
        var small = new LargestValueLaw(1, 0.01, [1.02]) { IsRegular = false };
        Assert.True(small.At(1)!.IsCritical);
        Assert.Null(small.At(2));
    }

    [Fact]
    public void Complex_matrices_have_the_first_level_of_beta_two()
    {
        var law = new LargestValueLaw(2, 0.1) { Beta = 2 };
        Assert.Equal(2 - 0.17710868, law.At(1)!.Value, 1e-8);
        Assert.Equal(0.1 * Math.Sqrt(0.8131947928), law.At(1)!.StandardError, 1e-8);
        Assert.Contains("beta = 2", Assert.Throws<ArgumentOutOfRangeException>(() => law.At(2)).Message, StringComparison.Ordinal);
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new LargestValueLaw(2, 0.1) { Beta = 4 });
    }

    [Fact]
    public void Outliers_out_of_order_and_missing_errors_are_refused()
    {
        Assert.Contains("descending", Assert.Throws<ArgumentException>(() => new LargestValueLaw(1, 0.1, [2, 3])).Message, StringComparison.Ordinal);
        Assert.Contains("one each", Assert.Throws<ArgumentException>(() => new LargestValueLaw(1, 0.1, [3, 2], [0])).Message, StringComparison.Ordinal);
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new LargestValueLaw(1, -0.1));
    }

    [Theory]
    [InlineData(1.05, true)] // 0.1 scales above the edge
    [InlineData(1.7, false)] // 9 scales above it
    public void Sampled_spikes_scatter_with_the_edge_inside_the_window_only(double threshold, bool critical)
    {
        const int Rows = 60;
        const int Columns = 120;
        const int Replicas = 400;
        double strength = threshold * Math.Pow((double)Rows / Columns, 0.25);
        var spike = new RectangularSpike((double)Rows / Columns, strength);
        var edge = new EdgeStatistics(Rows, Columns, 1);
        LargestValue top = LargestValueLaw.Of(edge, [spike.Outlier]).At(1)!;
        (double mean, double error, double deviation) = Statistics.Of(Sample(Rows, Columns, strength, Replicas));
        Assert.Equal(critical, top.IsCritical);
        double distance = Math.Abs(mean - top.Value);
        if (critical)
        {
            // Between the two laws: mean and deviation are those of the edge within its scale, and the Gaussian deviation of a clear outlier is too small.
            Assert.True(distance < top.MeanError, $"{mean} +- {error}, {top}");
            Assert.InRange(deviation, 0.75 * top.StandardError, 1.75 * top.StandardError);
            Assert.True(deviation > 1.3 * Math.Sqrt(spike.ScaledVariance / Columns), $"{deviation}, {Math.Sqrt(spike.ScaledVariance / Columns)}");
        }
        else
        {
            Assert.True(distance < (4 * error) + (3.0 / Columns), $"{mean} +- {error}, {top}");
            Assert.Equal(Math.Sqrt(spike.ScaledVariance / Columns), deviation, 0.2 * deviation);
        }
    }

    private static double[] Sample(int rows, int columns, double strength, int replicas)
    {
        using var lapack = Lapack.Load();
        var largest = new double[replicas];
        for (uint replica = 0; replica < replicas; replica++)
        {
            StreamKey Key(uint role) => StreamKey.Derive(77, 1, replica, role);
            using DenseMatrix<double> matrix = GaussianEntries.Draw(Key(0), rows, columns, 1 / Math.Sqrt(columns), ShardExecutor.Sequential);
            GaussianEntries.AddSpike(matrix, strength, GaussianEntries.Direction(Key(1), rows), GaussianEntries.Direction(Key(2), columns));
            largest[replica] = SingularValues.Compute(lapack, matrix).Values[0];
        }

        return largest;
    }
}
