using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Edges;
using Numerics.Studies.Comparison;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Comparison;

/// <summary>Fits, bands and linear statistics: on tabulated means, and on sampled Wishart matrices against the right law and a wrong one.</summary>
public sealed class SpectrumStatisticsTests
{
    private const double Edge = 2.0154088;

    // Trained network, three steps, 600, 300, 120, 40 replicas; D = 0.8 N, amplitude 1.791872.
    private static readonly FiniteSizeSample[] Tabulated =
        [new(80, 1.97989, 0.00135), new(160, 1.99099, 0.00117), new(320, 2.00042, 0.00115), new(640, 2.00783, 0.00100)];

    private static readonly SpectralEdge Soft = new(Edge, 1.791872, SupportIsBelow: true);

    [Fact]
    public void Edge_fit_with_fixed_slope_reproduces_the_table()
    {
        double unit = Soft.FluctuationScale(1.6);
        Assert.Equal(-0.59784, TracyWidomMoments.Mean(1) * unit, 5e-6);
        var fit = FiniteSizeFit.Edge(Tabulated, unit);
        Assert.Equal(2.01510, fit.Limit, 2e-5);
        Assert.Equal(0.00094, fit.LimitError, 1e-5);
        Assert.Equal(-0.33, fit.InverseSize, 0.01);
        Assert.Equal(0.15, fit.InverseSizeError, 0.01);
        Assert.Equal(5.2, fit.ChiSquared, 0.1);
        Assert.Equal(0.07, fit.ChiSquaredTail, 0.01);
        Assert.True(fit.IsConclusive);
        Assert.True(fit.Agrees(Edge));
        Assert.False(fit.Agrees(Edge + 0.004));
        // Without the slope of the edge the same means refute the form 1/N.
        Assert.False(FiniteSizeFit.Smooth(Tabulated).Agrees(Edge));
    }

    [Fact]
    public void Fit_is_exact_on_exact_data_and_refuses_too_few_sizes()
    {
        FiniteSizeSample[] exact = [.. new[] { 100.0, 200, 400, 900 }.Select(n => new FiniteSizeSample(n, 3 - (0.4 / n), 0.01))];
        var fit = FiniteSizeFit.Smooth(exact);
        Assert.Equal(3, fit.Limit, 1e-12);
        Assert.Equal(-0.4, fit.InverseSize, 1e-9);
        Assert.Equal(0, fit.ChiSquared, 1e-12);
        _ = Assert.Throws<ArgumentException>(() => FiniteSizeFit.Smooth(exact[..2]));
    }

    [Fact]
    public void Reduced_edge_of_tabulated_means()
    {
        double scale = Soft.FluctuationScale(1.6 * 320);
        var reduced = ReducedEdge.Of([2.00042 - 0.01, 2.00042 + 0.01], Edge, scale);
        Assert.Equal(-1.415, reduced.Mean, 1e-3);
        Assert.Equal(0.01 * Math.Sqrt(2) / scale, reduced.Deviation, 1e-12);
    }

    [Fact]
    public void Sampled_Wishart_spectra_agree_with_their_law_and_not_with_a_neighbour()
    {
        const int Rows = 160;
        const int Columns = 200;
        const int Replicas = 12;
        using var lapack = Lapack.Load();
        double[][] spectra = [.. Enumerable.Range(0, Replicas).Select(r => SingularValuesOf(lapack, Rows, Columns, (uint)r))];
        // Singular values of a Rows x Columns matrix of variance 1/Columns, counted per row: 160 values, no zeros.
        var law = new MarchenkoPasturSingularValueLaw(1, (double)Rows / Columns);
        var wrong = new MarchenkoPasturSingularValueLaw(1.03, (double)Rows / Columns);
        double PerRow(MarchenkoPasturSingularValueLaw of, double x) => Math.Max(0, 1 - ((1 - of.CumulativeDistribution(x)) * Columns / Rows));

        double[] points = [.. Enumerable.Range(1, 60).Select(k => law.LowerEdge + ((law.UpperEdge - law.LowerEdge) * k / 61))];
        StreamKey key = StreamKey.Derive(7, 1, 0, 0);
        CumulativeBand band = SampledDistribution.Band(spectra, x => PerRow(law, x), points, key);
        Assert.True(band.Agrees(), $"{band.LargestDifference()} in {band.HalfWidth}");
        Assert.True(band.HalfWidth < 0.02);
        Assert.False(SampledDistribution.Band(spectra, x => PerRow(wrong, x), points, key).Agrees(), "a scale wrong by 3 %");
        Assert.All(spectra, values => Assert.InRange(SampledDistribution.Rigidity(values, x => PerRow(law, x)), 0.4, SampledDistribution.RigidityLimit));

        // Second moment per row: 1 exactly, also at finite size; the replica deviation is sqrt(2/(rows columns)).
        var second = LinearStatistic.Of(spectra, s => s * s, 1, 0);
        Assert.True(second.TailProbability > 1e-4);
        Assert.InRange(second.StandardError * Math.Sqrt(Replicas), 0.4 * Math.Sqrt(2.0 / (Rows * Columns)), 1.7 * Math.Sqrt(2.0 / (Rows * Columns)));
        // The second moment sees a scale wrong by 1.2 %.
        Assert.True(LinearStatistic.Of(spectra, s => s * s, 1.012 * 1.012, 0).TailProbability < 1e-4);
    }

    [Fact]
    public void Rigidity_of_quantiles_is_one_half_and_zeros_are_one_step()
    {
        double[] quantiles = [.. Enumerable.Range(0, 50).Select(i => (i + 0.5) / 50)];
        Assert.Equal(0.5, SampledDistribution.Rigidity(quantiles, x => x), 1e-9);
        // Half of the values are exact zeros, as is half of the law.
        double[] half = [.. new double[50].Concat(quantiles)];
        Assert.Equal(0.5, SampledDistribution.Rigidity(half, x => 0.5 + (0.5 * x)), 1e-9);
    }

    private static double[] SingularValuesOf(Lapack lapack, int rows, int columns, uint replica)
    {
        using var matrix = new DenseMatrix<double>(rows, columns);
        StreamKey key = StreamKey.Derive(20261122, 1, replica, 0);
        for (int j = 0; j < columns; j++)
        {
            GaussianFill.Fill(key, (uint)j, 0, 1 / Math.Sqrt(columns), matrix.Column(j));
        }

        return SingularValues.Compute(lapack, matrix).Values;
    }
}
