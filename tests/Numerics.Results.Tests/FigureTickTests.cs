using System.Globalization;
using Numerics.Results.Figures;
using Numerics.Studies.Records;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Numerics.Results.Tests;

/// <summary>Ticks and words of figures.</summary>
public class FigureTickTests
{
    [Fact]
    public void Labels_of_a_logarithmic_axis_are_where_they_say_and_every_panel_has_some()
    {
        for (int trial = 0; trial < 400; trial++)
        {
            double low = (12 * Part(trial, 0.6180339887)) - 6;
            double high = low + Math.Pow(10, (2.2 * Part(trial, 0.7548776662)) - 1.2);
            Tick[] ticks = Ticks(LogarithmicTicks.Of(low, high), low, high);
            Tick[] labelled = [.. ticks.Where(tick => tick.IsMajor)];
            Assert.All(labelled, tick => Assert.Equal(tick.Position, Math.Log10(Read(tick.Label)), 1e-3));
            Assert.All(ticks, tick => Assert.InRange(tick.Position, low, high));
            Assert.True(labelled.Length is >= 2 and <= 8, $"{labelled.Length} labels from 10^{low} to 10^{high}");
            Assert.Equal(labelled.Length, labelled.Select(tick => tick.Label).Distinct().Count());
        }
    }

    /// <summary>A constant curve: no two labels lie between its limits, and the ticks come to an end.</summary>
    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(0.5, 0.50000000000000011)]
    [InlineData(0, 0)]
    [InlineData(-3, -3)]
    [InlineData(1e300, 1e300)]
    [InlineData(0, double.PositiveInfinity)]
    [InlineData(double.NaN, double.NaN)]
    public void A_range_without_width_has_one_tick(double low, double high)
    {
        // Only ticks inside the limits are shown, and a limit that is no number is none.
        (double start, int shown) = double.IsFinite(low) ? (low, 1) : (0, 0);
        Assert.Equal(shown, Ticks(LinearTicks.Of(low, high), start, start).Count(tick => tick.IsMajor));
        Assert.Equal(shown, Ticks(LinearTicks.Of(low, high, whole: true), start, start).Count(tick => tick.IsMajor));
        (double from, double to) = (Math.Min(start, 300), Math.Min(double.IsNaN(high) ? start : high, 300));
        Assert.InRange(Ticks(LogarithmicTicks.Of(Math.Min(low, 300), Math.Min(high, 300)), from, to).Count(tick => tick.IsMajor), 0, 8);
    }

    [Fact]
    public void A_logarithmic_axis_of_a_few_decades_has_minor_ticks()
    {
        Tick[] ticks = Ticks(LogarithmicTicks.Of(-3, 1), -3, 1);
        Assert.Equal(["10⁻³", "10⁻²", "10⁻¹", "10⁰", "10¹"], ticks.Where(tick => tick.IsMajor).Select(tick => tick.Label));
        Assert.Equal(4 * 8, ticks.Count(tick => !tick.IsMajor));
    }

    [Fact]
    public void Labels_of_a_linear_axis_are_where_they_say_with_equally_many_decimals()
    {
        for (int trial = 0; trial < 400; trial++)
        {
            double low = (Part(trial, 0.6180339887) - 0.5) * Math.Pow(10, (trial % 9) - 3);
            double high = low + Math.Pow(10, (7 * Part(trial, 0.7548776662)) - 3);
            bool whole = trial % 4 == 0 && high - low > 2;
            Tick[] labelled = [.. Ticks(LinearTicks.Of(low, high, whole: whole), low, high).Where(tick => tick.IsMajor)];
            Assert.All(labelled, tick => Assert.Equal(tick.Position, Read(tick.Label), 1e-3 * Math.Max(Math.Abs(low), Math.Abs(high))));
            Assert.InRange(labelled.Length, 2, 7);
            Assert.Equal(labelled.Length, labelled.Select(tick => tick.Label).Distinct().Count());
            if (whole)
            {
                Assert.All(labelled, tick => Assert.Equal(Math.Round(tick.Position), tick.Position));
            }
        }

        Assert.Equal(["2.0", "2.2", "2.4", "2.6"], Ticks(LinearTicks.Of(1.95, 2.65, most: 4), 1.95, 2.65).Where(tick => tick.IsMajor).Select(tick => tick.Label));
    }

    [Theory]
    [InlineData("pastStep", "past step")]
    [InlineData("covariance_exponent", "covariance exponent")]
    [InlineData("muP", "muP")]
    [InlineData("trainNTK", "train NTK")]
    [InlineData("belowBand", "below band")]
    [InlineData("NTK", "NTK")]
    public void Names_become_words(string name, string words) => Assert.Equal(words, FigureText.Words(name));

    [Fact]
    public void A_coordinate_is_called_by_its_letter_where_there_is_one()
    {
        Dictionary<string, string> symbols = new() { ["widthRatio"] = "ν" };
        Assert.Equal("ν = 0.5", FigureText.Coordinate(new Axis("widthRatio", [0.5]), 0, symbols));
        Assert.Equal("past step 3", FigureText.Coordinate(Axis.Of("pastStep", [3]), 0, symbols));
        Assert.Equal("below band", FigureText.Coordinate(Axis.OfLabels("side", ["belowBand"]), 0, symbols));
    }

    private static Tick[] Ticks(NumericManual generator, double low, double high)
    {
        using Paint paint = Paint.NewDisposablePaint();
        generator.Regenerate(new CoordinateRange(low, high), Edge.Left, new PixelLength(300), paint, new LabelStyle());
        return generator.Ticks;
    }

    /// <summary>Numbers spread evenly over [0, 1).</summary>
    private static double Part(int trial, double step) => trial * step % 1;

    private static double Read(string label)
    {
        string plain = string.Concat(label.Replace("·10", "E", StringComparison.Ordinal).Select(c => c switch
        {
            '⁻' or '−' => '-',
            '¹' => '1',
            '²' => '2',
            '³' => '3',
            >= '⁰' and <= '⁹' => (char)('0' + (c - '⁰')),
            _ => c,
        }));
        // "10⁻³" has become "10-3".
        bool power = label.StartsWith("10", StringComparison.Ordinal) && label.Length > 2 && label[2] is '⁻' or (>= '⁰' and <= '⁹') or '¹' or '²' or '³';
        return power ? Math.Pow(10, double.Parse(plain[2..], CultureInfo.InvariantCulture)) : double.Parse(plain, CultureInfo.InvariantCulture);
    }
}
