using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Tests.Analysis;

public sealed class StraightLineTests
{
    /// <summary>By hand: x - 1 = -1, 0, 1; slope (1 + 2)/2, residuals 1/6, -1/3, 1/6, error^2 = (1/6)/2.</summary>
    [Fact]
    public void Slope_and_error_of_three_points_are_those_by_hand()
    {
        var line = StraightLine.Through([0, 1, 2], [1, 2, 4]);
        Assert.Equal(1.5, line.Slope, 1e-14);
        Assert.Equal(Math.Sqrt(1.0 / 12), line.StandardError!.Value, 1e-14);
    }

    [Fact]
    public void Two_points_leave_no_error_and_one_makes_no_line()
    {
        Assert.Equal(new StraightLine(-2, null), StraightLine.Through([1, 3], [5, 1]));
        Assert.Throws<ArgumentException>(() => StraightLine.Through([1], [1]));
        Assert.Throws<ArgumentException>(() => StraightLine.Through([1, 2], [1, 2, 3]));
    }

    [Fact]
    public void A_vertical_line_and_logarithms_of_nothing_are_refused()
    {
        Assert.Throws<ArgumentException>(() => StraightLine.Through([2, 2, 2], [1, 2, 3]));
        foreach (double wrong in (double[])[0, -1, double.NaN, double.PositiveInfinity])
        {
            Assert.Throws<ArgumentException>(() => StraightLine.ThroughLogarithms([1, 2], [3, wrong]));
            Assert.Throws<ArgumentException>(() => StraightLine.ThroughLogarithms([wrong, 2], [3, 1]));
        }
    }

    [Fact]
    public void A_power_is_the_slope_of_the_logarithms() =>
        Assert.Equal(-0.5, StraightLine.ThroughLogarithms([1, 2, 4, 8], [3, 3 / Math.Sqrt(2), 1.5, 3 / Math.Sqrt(8)]).Slope, 1e-14);
}
