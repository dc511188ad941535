using Numerics.Studies.Records;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace Numerics.Results.Figures;

/// <summary>Draws one figure: theory as lines with a band of two standard errors, simulation as points with bars of two, densities as steps.</summary>
internal static class FigurePlot
{
    private const double Errors = 2;

    // The first sans serif font that is installed; without any, the library's own choice.
    private static readonly string Font =
        new[] { "DejaVu Sans", "Liberation Sans", "Noto Sans", "Arial", "Helvetica" }
            .FirstOrDefault(name => Fonts.GetTypeface(name, bold: false, italic: false)?.FamilyName == name) ?? Fonts.Default;

    /// <summary>The plot of a figure; null if the run has none of its numbers.</summary>
    public static Plot? Create(FigureSpecification figure, IReadOnlyList<ObservableResult> observables)
    {
        IReadOnlyList<FigureSeries> series = FigureSeries.Of(figure, observables);
        if (series.Count == 0)
        {
            return null;
        }

        FigureScale scale = FigureScale.For(figure, series);
        List<string> keys = [.. series.Select(curve => curve.Key).Distinct(StringComparer.Ordinal)];
        Plot plot = new();
        foreach (FigureSeries curve in series)
        {
            int index = keys.IndexOf(curve.Key);
            Color colour = FigurePalette.Colour(index, keys.Count);
            switch (curve.Source)
            {
                case FigureSource.Theory:
                    DrawLine(plot, curve, scale, colour);
                    break;
                case FigureSource.Histogram:
                    DrawSteps(plot, curve, scale, colour);
                    break;
                default:
                    DrawPoints(plot, curve, scale, colour, FigurePalette.Marker(index));
                    break;
            }
        }

        Dress(plot, figure, scale, series);
        FigureLegend.Add(plot, series, keys);
        return plot;
    }

    private static void DrawLine(Plot plot, FigureSeries curve, FigureScale scale, Color colour)
    {
        foreach (int[] run in Runs(curve, scale))
        {
            double[] x = [.. run.Select(i => scale.Abscissa(curve.Horizontal[i]))];
            double[] y = [.. run.Select(i => scale.Position(curve.Vertical[i]!.Value))];
            if (run.Any(i => curve.StandardError[i] > 0))
            {
                FillY band = plot.Add.FillY(x, Bound(curve, scale, run, -Errors), Bound(curve, scale, run, Errors));
                band.FillColor = colour.WithAlpha(0.2);
                band.LineWidth = 0;
                band.MarkerSize = 0;
            }

            Scatter line = plot.Add.Scatter(x, y, colour);
            line.LineWidth = 2;
            line.MarkerSize = run.Length == 1 ? 24 : 0; // a point has no line: a bar wider than the simulation's marker
            line.MarkerShape = MarkerShape.HorizontalBar;
            line.MarkerLineWidth = 2;
        }
    }

    private static void DrawPoints(Plot plot, FigureSeries curve, FigureScale scale, Color colour, MarkerShape shape)
    {
        int[] shown = [.. Runs(curve, scale).SelectMany(run => run)];
        double[] x = [.. shown.Select(i => scale.Abscissa(curve.Horizontal[i]))];
        double[] y = [.. shown.Select(i => scale.Position(curve.Vertical[i]!.Value))];
        float size = shown.Length > 60 ? 4 : 7;
        double[] below = [.. Bound(curve, scale, shown, -Errors).Select((bound, i) => y[i] - bound)];
        double[] above = [.. Bound(curve, scale, shown, Errors).Select((bound, i) => bound - y[i])];
        if (above.Any(length => length > 0))
        {
            ErrorBar bars = new(x, y, null, null, yErrorsPositive: above, yErrorsNegative: below)
            {
                Color = colour,
                LineWidth = 1.2f,
                CapSize = shown.Length > 60 ? 0 : 3,
            };
            plot.PlottableList.Add(bars);
        }

        Scatter points = plot.Add.ScatterPoints(x, y, colour);
        points.MarkerShape = shape;
        points.MarkerSize = size;
    }

    private static void DrawSteps(Plot plot, FigureSeries curve, FigureScale scale, Color colour)
    {
        double[] edges = Edges(curve.Horizontal);
        foreach (int[] run in Runs(curve, scale))
        {
            double[] x = [.. run.SelectMany(i => new[] { edges[i], edges[i + 1] })];
            double[] y = [.. run.SelectMany(i => Enumerable.Repeat(scale.Position(curve.Vertical[i]!.Value), 2))];
            FillY area = plot.Add.FillY(x, [.. x.Select(_ => scale.Position(0))], y);
            area.FillColor = colour.WithAlpha(0.15);
            area.LineWidth = 0;
            area.MarkerSize = 0;
            Scatter line = plot.Add.ScatterLine(x, y, colour);
            line.LineWidth = 1.2f;
        }
    }

    /// <summary>Index runs without a gap.</summary>
    private static IEnumerable<int[]> Runs(FigureSeries curve, FigureScale scale)
    {
        List<int> run = [];
        for (int i = 0; i <= curve.Vertical.Length; i++)
        {
            if (i < curve.Vertical.Length && scale.Shows(curve.Vertical[i]))
            {
                run.Add(i);
            }
            else if (run.Count > 0)
            {
                yield return [.. run];
                run.Clear();
            }
        }
    }

    private static double[] Bound(FigureSeries curve, FigureScale scale, IEnumerable<int> indices, double errors) =>
        [.. indices.Select(i => scale.Position(curve.Vertical[i]!.Value + (errors * (curve.StandardError[i] ?? 0))))];

    /// <summary>Bin edges half-way between the centres, the outermost ones symmetric about theirs.</summary>
    private static double[] Edges(IReadOnlyList<double> centres)
    {
        int last = centres.Count - 1;
        double[] edges = new double[centres.Count + 1];
        for (int i = 1; i <= last; i++)
        {
            edges[i] = (centres[i - 1] + centres[i]) / 2;
        }

        edges[0] = last == 0 ? centres[0] - 0.5 : centres[0] - (edges[1] - centres[0]);
        edges[last + 1] = last == 0 ? centres[0] + 0.5 : centres[last] + (centres[last] - edges[last]);
        return edges;
    }

    private static void Dress(Plot plot, FigureSpecification figure, FigureScale scale, IReadOnlyList<FigureSeries> series)
    {
        plot.Font.Set(Font);
        plot.Title(Wrap(figure.Title, 70), 17);
        plot.Axes.Title.FullFigureCenter = true;
        plot.XLabel(figure.HorizontalLabel, 15);
        plot.YLabel(figure.VerticalLabel, 15);
        plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Left.Label.Bold = false;
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.08);
        plot.Axes.Bottom.TickLabelStyle.FontSize = 13;
        plot.Axes.Left.TickLabelStyle.FontSize = 13;
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic
        {
            IntegerTicksOnly = series.All(curve => curve.Source != FigureSource.Histogram && curve.Horizontal.All(double.IsInteger)),
        };
        plot.Axes.Margins(0.04, 0.08);
        plot.Axes.AutoScale();
        scale.ApplyTicks(plot);
    }

    /// <summary>Breaks a text into lines between words.</summary>
    public static string Wrap(string text, int width)
    {
        List<string> lines = [""];
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + 1 + word.Length > width)
            {
                lines.Add("");
            }

            lines[^1] += lines[^1].Length == 0 ? word : " " + word;
        }

        return string.Join("\n", lines);
    }
}
