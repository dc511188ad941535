using Numerics.Studies.Records;
using ScottPlot;
using ScottPlot.Plottables;

namespace Numerics.Results.Figures;

/// <summary>The panel below a figure: the deviation of every simulated entry from the theory, beyond the finite-size allowance, in standard errors.</summary>
internal static class FigureResiduals
{
    /// <summary>The panel, with the horizontal limits of the one above; null where nothing was compared, or where every deviation is within its allowance: a row of zeros says nothing.</summary>
    public static Plot? Create(FigureSpecification figure, IReadOnlyList<FigureSeries> series, FigureStyles styles, Plot above)
    {
        FigureSeries[] compared = [.. series.Where(curve => curve.Score.Any(score => score is not null))];
        if (!figure.Residuals || !compared.Any(curve => curve.Score.Any(score => score is not null and not 0)))
        {
            return null;
        }

        FigureScale scale = FigureScale.For(figure, series);
        Plot plot = new();
        AxisLimits limits = above.Axes.GetLimits();
        FillY within = plot.Add.FillY([limits.Left, limits.Right], [-FigurePlot.Errors, -FigurePlot.Errors], [FigurePlot.Errors, FigurePlot.Errors]);
        within.FillColor = Colors.Black.WithAlpha(0.08);
        within.LineWidth = 0;
        within.MarkerSize = 0;
        HorizontalLine zero = plot.Add.HorizontalLine(0, 0.8f, FigurePalette.Grey);
        zero.EnableAutoscale = false;
        foreach (FigureSeries curve in compared)
        {
            int[] shown = [.. Enumerable.Range(0, curve.Score.Length).Where(i => curve.Score[i] is not null)];
            Scatter points = plot.Add.ScatterPoints(shown.Select(i => scale.Abscissa(curve.Horizontal[i])).ToArray(), shown.Select(i => curve.Score[i]!.Value).ToArray(), styles.Colour(curve));
            points.MarkerShape = styles.Marker(curve);
            points.MarkerSize = shown.Length > 40 ? 2.5f : 4;
            points.MarkerLineWidth = 1;
        }

        PanelDress.Labels(plot, "", figure.HorizontalLabel, "z");
        plot.Axes.Bottom.TickGenerator = above.Axes.Bottom.TickGenerator;
        double most = Math.Max(3, 1.15 * compared.Max(curve => curve.Score.Max(score => Math.Abs(score ?? 0))));
        plot.Axes.SetLimits(limits.Left, limits.Right, -most, most);
        plot.Axes.Left.TickGenerator = LinearTicks.Of(-most, most, most: 4, whole: true);
        return plot;
    }
}
