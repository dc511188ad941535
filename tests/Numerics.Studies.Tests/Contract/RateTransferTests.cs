using Numerics.Studies.Contract;

namespace Numerics.Studies.Tests.Contract;

/// <summary>Shift and reach of a best learning rate over widths, against straight lines and sums written out.</summary>
public sealed class RateTransferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(0.3)]
    public void A_power_law_has_its_exponent_and_no_error(double exponent)
    {
        double[] widths = [0.5, 1, 3, 8];
        Estimate shift = RateTransfer.Shift(widths, [.. widths.Select(width => (double?)(0.7 * Math.Pow(width, exponent)))]);
        Assert.Equal(exponent, shift.Value!.Value, 1e-13);
        Assert.InRange(shift.Error!.Value, 0, 1e-13);
    }

    [Fact]
    public void Scatter_about_the_line_gives_the_error_of_the_slope()
    {
        // log2 width -1, 0, 1; log2 rate 0, 1, 0: slope 0, residuals -1/3, 2/3, -1/3, whose squares sum to 2/3 with one degree of freedom, over a spread of 2.
        Estimate shift = RateTransfer.Shift([1, 2, 4], [1, 2, 1]);
        Assert.Equal(0, shift.Value!.Value, 1e-15);
        Assert.Equal(Math.Sqrt(2.0 / 3 / 2), shift.Error!.Value, 1e-14);
    }

    [Fact]
    public void Missing_rates_are_left_out_and_two_widths_leave_no_residual()
    {
        Estimate two = RateTransfer.Shift([1, 2, 4], [1, null, 4]);
        Assert.Equal(1, two.Value!.Value, 1e-15);
        Assert.Null(two.Error);
        Assert.Null(RateTransfer.Shift([1, 2, 4], [null, 1, null]).Value);
        Assert.Null(RateTransfer.HoldsFrom([1, 2], [null, 1]).Value);
    }

    [Theory]
    [InlineData(new[] { 2, 1.05, 0.95, 1 }, 2)]
    [InlineData(new[] { 1.05, 1.5, 0.95, 1 }, 4)]
    [InlineData(new[] { 1.05, 1.2, 1.2, 1 }, 8)]
    [InlineData(new[] { 0.95, 1.05, 1, 1 }, 1)]
    public void A_rate_carries_over_from_the_width_after_the_last_one_beyond_a_tenth(double[] rates, double from) =>
        Assert.Equal(from, RateTransfer.HoldsFrom([1, 2, 4, 8], [.. rates.Select(rate => (double?)rate)]).Value!.Value, 1e-12);
}
