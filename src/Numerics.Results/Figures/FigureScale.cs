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
        double[] positive = [.. series.SelectMany(curve => curve.Vertical).Where(value => value > 0).Select(value => value!.Value)];
        bool horizontal = figure.LogarithmicHorizontal && series.All(curve => curve.Horizontal.All(value => value > 0));
        return new(figure.LogarithmicVertical && positive.Length > 0, positive.Length > 0 ? positive.Min() / 2 : 0, horizontal);
    }

    /// <summary>Whether a value can be shown.</summary>
    public bool Shows(double? value) => value is double number && (!logarithmic || number > 0);

    /// <summary>Position of a value; below the floor, the floor's.</summary>
    public double Position(double value) => logarithmic ? Math.Log10(Math.Max(value, floor)) : value;

    /// <summary>Position of a coordinate of the horizontal axis.</summary>
    public double Abscissa(double value) => logarithmicHorizontal ? Math.Log10(value) : value;

    /// <summary>Puts the ticks on a plot whose limits are already set.</summary>
    public void ApplyTicks(Plot plot)
    {
        AxisLimits limits = plot.Axes.GetLimits();
        if (logarithmic)
        {
            plot.Axes.Left.TickGenerator = Ticks(limits.Bottom, limits.Top);
        }

        if (logarithmicHorizontal)
        {
            plot.Axes.Bottom.TickGenerator = Ticks(limits.Left, limits.Right);
        }
    }

    private static NumericManual Ticks(double low, double high) =>
        high - low < 0.7 ? ValueTicks(Math.Pow(10, low), Math.Pow(10, high)) : DecadeTicks(low, high);

    /// <summary>Less than most of a decade: round values at equal distances.</summary>
    private static NumericManual ValueTicks(double bottom, double top)
    {
        NumericManual ticks = new();
        double rough = (top - bottom) / 6;
        double unit = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = unit * (rough < 2 * unit ? 2 : rough < 5 * unit ? 5 : 10);
        for (double n = Math.Ceiling(bottom / step); n * step <= top; n++)
        {
            ticks.AddMajor(Math.Log10(n * step), (n * step).ToString("G6"));
        }

        return ticks;
    }

    private static NumericManual DecadeTicks(double low, double high)
    {
        int first = (int)Math.Floor(low);
        int last = (int)Math.Ceiling(high);
        int every = Math.Max(1, (last - first + 7) / 8);
        int[] labelled = high - low < 2.5 ? [1, 2, 5] : [1];
        NumericManual ticks = new();
        for (int decade = first; decade <= last; decade++)
        {
            for (int digit = 1; digit <= 9; digit++)
            {
                double position = decade + Math.Log10(digit);
                if (labelled.Contains(digit) && decade % every == 0)
                {
                    ticks.AddMajor(position, Label(digit, decade));
                }
                else if (every == 1 || digit == 1)
                {
                    ticks.AddMinor(position);
                }
            }
        }

        return ticks;
    }

    private static string Label(int digit, int decade) =>
        decade is >= -3 and <= 3 ? (digit * Math.Pow(10, decade)).ToString("G3") : $"{digit}e{decade}";
}
