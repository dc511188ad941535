using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Tests.Spectrum;

/// <summary>Bins of spectra: samples by counting, laws by their distribution function, exact zeros in and out.</summary>
public sealed class SpectrumGridTests
{
    [Fact]
    public void Bins_have_middles_and_upper_ends()
    {
        var grid = new SpectrumGrid(-1, 3, 4);
        Assert.Equal(4, grid.Ends.Count);
        Assert.Equal([-0.5, 0.5, 1.5, 2.5], grid.Middles);
        Assert.Equal([0, 1, 2, 3], grid.Ends);
        Assert.Equal(SpectrumGrid.DefaultBins, new SpectrumGrid(0, 1).Ends.Count);
        _ = Assert.Throws<ArgumentException>(() => new SpectrumGrid(1, 1));
        _ = Assert.Throws<ArgumentException>(() => new SpectrumGrid(0, double.NaN));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new SpectrumGrid(0, 1, 0));
    }

    [Fact]
    public void A_sample_is_counted_and_zeros_that_are_not_listed_belong_to_the_distribution_function_only()
    {
        var grid = new SpectrumGrid(-1, 3, 4);
        double[] values = [-5, -0.5, 0.25, 0.75, 1, 3, 40, 1e300];
        Assert.Equal([0.1, 0.2, 0.1, 0], grid.Histogram(values, 10));
        Assert.Equal([0.4, 0.7, 0.7, 0.8], grid.Cumulative(values, 10));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => grid.Histogram(values, 7));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => grid.Cumulative(values, 7));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    public void A_law_fills_its_bins_with_its_mass_and_leaves_the_atom_to_the_distribution_function(double ratio)
    {
        var law = new MarchenkoPasturSingularValueLaw(1, ratio);
        var grid = new SpectrumGrid(0, 2.5, 50);
        double[] density = grid.Histogram(law);
        double[] cumulative = grid.Cumulative(law);
        Assert.Equal(1 - law.AtomAtZero, density.Sum() * 0.05, 1e-12);
        Assert.Equal(1, cumulative[^1], 1e-12);
        for (int k = 1; k < grid.Ends.Count; k++)
        {
            Assert.Equal(cumulative[k] - cumulative[k - 1], density[k] * 0.05, 1e-12);
            Assert.Equal(law.CumulativeDistribution(grid.Ends[k]), cumulative[k]);
        }

        // Away from the edges the mean over a bin is close to the density in its middle.
        int inside = Enumerable.Range(0, 50).First(k => grid.Middles[k] > 0.8);
        Assert.Equal(law.Density(grid.Middles[inside]), density[inside], 1e-3);
    }

    [Fact]
    public void A_covering_range_has_two_digits_and_a_margin_of_a_fifth()
    {
        SupportInterval symmetric = SpectrumGrid.Covering([1.97, 0, -1.97], isNonnegative: false);
        Assert.Equal(-2.8, symmetric.Lower, 1e-12);
        Assert.Equal(2.8, symmetric.Upper, 1e-12);
        SupportInterval positive = SpectrumGrid.Covering([1.97, 0.1], isNonnegative: true);
        Assert.Equal(0, positive.Lower);
        Assert.Equal(2.4, positive.Upper, 1e-12);
        // Values that agree still make bins.
        Assert.True(SpectrumGrid.Covering([1, 1], isNonnegative: false) is var range && range.Lower < 1 && range.Upper > 1);
    }
}
