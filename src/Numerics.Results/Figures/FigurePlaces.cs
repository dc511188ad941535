using ScottPlot;
using ScottPlot.Plottables;

namespace Numerics.Results.Figures;

/// <summary>Named places on the abscissa (the times of several transitions) as rows of a strip below the data: a dot with a bar of two standard errors, its name beside it.</summary>
internal static class FigurePlaces
{
    // Part of the height that a row takes, and the strip at most.
    private const double Row = 0.036;
    private const double Most = 0.5;

    /// <summary>Draws the strip below the present limits.</summary>
    /// <param name="plot">Panel with its data.</param>
    /// <param name="places">Places, the first one on top.</param>
    /// <param name="scale">Scale of the abscissa.</param>
    /// <returns>Limits that hold data and strip.</returns>
    public static AxisLimits DrawStrip(Plot plot, IReadOnlyList<FigureSeries> places, FigureScale scale)
    {
        AxisLimits limits = plot.Axes.GetLimits();
        double share = Math.Min(Most, Row * (places.Count + 1));
        double strip = (limits.Top - limits.Bottom) * share / (1 - share);
        for (int k = 0; k < places.Count; k++)
        {
            double centre = places[k].Horizontal[0];
            if (!scale.Has(centre))
            {
                continue;
            }

            double y = limits.Bottom - (strip * (k + 0.8) / (places.Count + 0.6));
            double x = scale.Abscissa(centre);
            double error = FigurePlot.Errors * (places[k].StandardError[0] ?? 0);
            double left = scale.Has(centre - error) ? Math.Max(limits.Left, scale.Abscissa(centre - error)) : limits.Left;
            Scatter bar = plot.Add.ScatterLine(new[] { left, Math.Min(limits.Right, scale.Abscissa(centre + error)) }, new[] { y, y }, FigurePalette.Grey);
            bar.LineWidth = 0.9f;
            Scatter dot = plot.Add.ScatterPoints(new[] { x }, new[] { y }, FigurePalette.Grey);
            dot.MarkerSize = 4;
            Text name = plot.Add.Text(string.Join(", ", places[k].Further.Select(coordinate => coordinate.Text)), left, y);
            name.LabelAlignment = Alignment.MiddleRight;
            name.OffsetX = -4;
            name.LabelFontName = PanelDress.Font;
            name.LabelFontSize = PanelDress.NoteSize;
            name.LabelFontColor = FigurePalette.Grey;
        }

        return new AxisLimits(limits.Left, limits.Right, limits.Bottom - strip, limits.Top);
    }
}
