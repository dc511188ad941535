using Numerics.Studies.Contract;

namespace Numerics.Studies.Tests.Contract;

public sealed class SweepMinimumTests
{
    private static readonly double[] Rates = [.. Enumerable.Range(0, 21).Select(i => 0.05 * Math.Pow(1.2, i))];

    [Fact]
    public void The_minimum_of_a_parabola_in_the_logarithms_is_found_between_grid_points()
    {
        foreach (double at in (double[])[0.11, 0.2, 0.37])
        {
            double?[] losses = [.. Rates.Select(rate => (double?)Math.Exp(0.7 * Math.Pow(Math.Log(rate / at), 2)))];
            Assert.Equal(at, SweepMinimum.Best(Rates, losses).Value!.Value, 1e-12);
        }
    }

    [Fact]
    public void A_deeper_dip_beyond_a_rise_is_not_the_best()
    {
        double?[] losses = [.. Rates.Select((rate, i) => i == 15 ? 1e-3 : (double?)Math.Exp(3 * Math.Pow(Math.Log(rate / 0.2), 2)))];
        Assert.Equal(0.2, SweepMinimum.Best(Rates, losses).Value!.Value, 1e-12);
    }

    [Fact]
    public void A_minimum_at_an_end_of_the_grid_says_nothing_and_divergence_ends_the_curve()
    {
        Assert.Null(SweepMinimum.Best(Rates, [.. Rates.Select(rate => (double?)rate)]).Value);
        Assert.Null(SweepMinimum.Best(Rates, [.. Rates.Select(rate => (double?)(1 / rate))]).Value);
        double?[] losses = [.. Rates.Select((rate, i) => i < 10 ? (double?)(1 / rate) : null)];
        Assert.Equal(Rates[9], SweepMinimum.Best(Rates, losses).Value);
        Assert.Equal(Rates[10], SweepMinimum.FirstUnstable(Rates, losses).Value);
        Assert.Null(SweepMinimum.FirstUnstable(Rates, [.. Rates.Select(_ => (double?)1)]).Value);
    }

    [Fact]
    public void The_error_is_that_of_the_grid()
    {
        // A place known to lie between two points of the grid: a uniform law between them has the standard deviation (b - a)/sqrt 12.
        double?[] losses = [.. Rates.Select((rate, i) => i < 10 ? (double?)Math.Exp(Math.Pow(Math.Log(rate / Rates[6]), 2)) : null)];
        Assert.Equal(0.28867513459481287 * (Rates[7] - Rates[5]), SweepMinimum.Best(Rates, losses).Error!.Value, 1e-15);
        Assert.Equal(0.28867513459481287 * (Rates[10] - Rates[9]), SweepMinimum.FirstUnstable(Rates, losses).Error!.Value, 1e-15);
        Assert.Null(SweepMinimum.FirstUnstable(Rates, [.. Rates.Select(_ => (double?)null)]).Error);
    }
}
