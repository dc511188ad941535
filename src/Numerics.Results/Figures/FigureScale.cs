using Numerics.Studies.Records;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Numerics.Results.Figures;

/// <summary>The coordinates of a figure: linear, or the decimal logarithm with ticks that show the values themselves.</summary>
/// <param name="logarithmic">Whether the ordinate is logarithmic.</param>
/// <param name="floor">Least positive number shown on a logarithmic ordinate; what reaches below is cut there.</param>
/// <param name="logarithmicHorizontal">Whether the abscissa is logarithmic.</param>
internal sealed class FigureScale(bool logarithmic, double floor, bool logarithmicHorizontal)
{
    /// <summary>The scale of a figure: on a logarithmic one the floor is half the least positive value.</summary>
    public static FigureScale For(FigureSpecification figure, IReadOnlyList<FigureSeries> series)
    {
        double[] positive = [.. series.Where(curve => !curve.IsPlaces).SelectMany(curve => curve.Vertical).Where(value => value > 0).Select(value => value!.Value)];
        bool horizontal = figure.LogarithmicHorizontal && series.All(curve => curve.Horizontal.Zip(curve.Vertical, (place, value) => value is null || place > 0).All(shown => shown));
        return new(figure.LogarithmicVertical && positive.Length > 0, positive.Length > 0 ? positive.Min() / 2 : 0, horizontal);
    }

    /// <summary>Whether a value can be shown.</summary>
    public bool Shows(double? value) => value is double number && (!logarithmic || number > 0);

    /// <summary>Whether the abscissa has a place for a coordinate.</summary>
    public bool Has(double place) => !logarithmicHorizontal || place > 0;

    /// <summary>Position of a value; below the floor, the floor's.</summary>
    public double Position(double value) => logarithmic ? Math.Log10(Math.Max(value, floor)) : value;

    /// <summary>Position of a coordinate of the horizontal axis.</summary>
    public double Abscissa(double value) => logarithmicHorizontal ? Math.Log10(value) : value;

    /// <summary>Puts ticks on a plot whose limits are already set.</summary>
    /// <param name="plot">Plot.</param>
    /// <param name="whole">Whether abscissae are whole numbers.</param>
    /// <param name="worded">A curve whose abscissae are words, which then are the ticks; null where they are numbers.</param>
    /// <param name="letters">Letters for which each of these words has room; longer ones are broken into lines.</param>
    public void ApplyTicks(Plot plot, bool whole, FigureSeries? worded = null, int letters = 0)
    {
        AxisLimits limits = plot.Axes.GetLimits();
        plot.Axes.Left.TickGenerator = logarithmic ? LogarithmicTicks.Of(limits.Bottom, limits.Top) : LinearTicks.Of(limits.Bottom, limits.Top);
        plot.Axes.Bottom.TickGenerator = worded is not null ? new NumericManual([.. worded.Horizontal.Select(Abscissa)], [.. worded.Words!.Select(words => FigureText.Wrap(words, letters))])
            : logarithmicHorizontal ? LogarithmicTicks.Of(limits.Left, limits.Right) : LinearTicks.Of(limits.Left, limits.Right, whole: whole);
    }
}
