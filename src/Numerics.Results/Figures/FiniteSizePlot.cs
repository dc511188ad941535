using ScottPlot;
using ScottPlot.Plottables;

namespace Numerics.Results.Figures;

/// <summary>
/// How means approach their limit: against size^(-power), on which the fit is a straight line. The fitted limit stands at 0 with its error, the theory there as a cross.
/// </summary>
internal static class FiniteSizePlot
{
    /// <summary>The panel.</summary>
    /// <param name="series">At least one quantity of the same power.</param>
    /// <param name="power">Power of the size, for example 1 or 2/3.</param>
    /// <param name="size">Letter of the size.</param>
    /// <param name="quantity">Label of the ordinate.</param>
    public static Plot Create(IReadOnlyList<FiniteSizeSeries> series, double power, string size, string quantity)
    {
        Plot plot = new();
        for (int k = 0; k < series.Count; k++)
        {
            Draw(plot, series[k], power, FigurePalette.Colour(k, series.Count), k);
        }

        PanelDress.Labels(plot, "", size + FigureText.Superscript("-" + Power(power)), quantity);
        plot.Axes.Margins(0.05, 0.08);
        plot.Axes.AutoScale();
        AxisLimits limits = plot.Axes.GetLimits();
        plot.Axes.Left.TickGenerator = LinearTicks.Of(limits.Bottom, limits.Top);
        plot.Axes.Bottom.TickGenerator = LinearTicks.Of(limits.Left, limits.Right, most: 4);
        if (series.Count > 1)
        {
            plot.Legend.ManualItems.AddRange(series.Select((one, k) => Item(one.Label, FigurePalette.Colour(k, series.Count), k)));
        }

        return plot;
    }

    /// <summary>The figure at one column's width.</summary>
    public static FigureSheet Sheet(IReadOnlyList<FiniteSizeSeries> series, double power, string size, string quantity, string caption) => new(
        Create(series, power, size, quantity),
        null,
        columns: 1,
        "points: simulation, bars ±2 standard errors; line: fit, bar at 0 its limit ±2 standard errors; cross at 0: theory",
        caption);

    private static void Draw(Plot plot, FiniteSizeSeries one, double power, Color colour, int index)
    {
        double[] x = [.. one.Sizes.Select(size => Math.Pow(size, -power))];
        double end = 1.05 * x.Where((_, j) => one.Sizes[j] >= one.FittedFrom).DefaultIfEmpty(x.Min()).Max();
        Scatter line = plot.Add.ScatterLine(new[] { 0, end }, new[] { one.Limit, one.Limit + (one.Slope * end) }, colour);
        line.LineWidth = 1.3f;
        line.LinePattern = FigurePalette.Pattern(index);
        Bars(plot, [.. x, 0], [.. one.Means, one.Limit], [.. one.Errors, one.LimitError], colour);
        Points(plot, x, one.Means, colour, FigurePalette.Marker(index), 4.5f);
        Points(plot, [0], [one.Limit], colour, MarkerShape.HorizontalBar, 7);
        if (one.Theory is { } theory)
        {
            Points(plot, [0], [theory], colour, MarkerShape.Eks, 9);
        }
    }

    private static void Bars(Plot plot, double[] x, double[] y, double[] errors, Color colour)
    {
        double[] lengths = [.. errors.Select(error => FigurePlot.Errors * error)];
        plot.PlottableList.Add(new ErrorBar(x, y, null, null, yErrorsPositive: lengths, yErrorsNegative: lengths) { Color = colour, LineWidth = 0.9f, CapSize = 2 });
    }

    private static void Points(Plot plot, double[] x, IReadOnlyList<double> y, Color colour, MarkerShape shape, float size)
    {
        Scatter points = plot.Add.ScatterPoints(x, [.. y], colour);
        points.MarkerShape = shape;
        points.MarkerSize = size;
        points.MarkerLineWidth = 1.3f;
    }

    private static LegendItem Item(string label, Color colour, int index) => new()
    {
        LabelText = label,
        LineColor = colour,
        LineWidth = 1.3f,
        LinePattern = FigurePalette.Pattern(index),
        MarkerShape = FigurePalette.Marker(index),
        MarkerSize = 4.5f,
        MarkerFillColor = colour,
        MarkerLineColor = colour,
    };

    /// <summary>The power as a number, thirds as fractions.</summary>
    private static string Power(double power)
    {
        double thirds = 3 * power;
        return Math.Abs(power - Math.Round(power)) > 1e-9 && Math.Abs(thirds - Math.Round(thirds)) < 1e-9
            ? FormattableString.Invariant($"{Math.Round(thirds)}/3")
            : power.ToString("G3", System.Globalization.CultureInfo.InvariantCulture);
    }
}
