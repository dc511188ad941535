using Numerics.Studies.Records;
using ScottPlot;
using ScottPlot.Plottables;

namespace Numerics.Results.Figures;

/// <summary>Draws the panel of one figure: theory as lines with a band of two standard errors, simulation as points with bars of two, densities as steps.</summary>
internal static class FigurePlot
{
    /// <summary>Standard errors of a bar or band.</summary>
    public const double Errors = 2;

    // Part of the height that is left free above and below, and that a rug takes.
    private const double Headroom = 0.06;

    // Curves that vary by less than this part of their values are constant up to rounding.
    private const double Constant = 1e-10;

    /// <summary>The panel of a figure with its legend's entries; null if the run has none of its numbers.</summary>
    public static Plot? Create(FigureSpecification figure, IReadOnlyList<ObservableResult> observables)
    {
        IReadOnlyList<FigureSeries> series = FigureSeries.Of(figure, observables);
        return series.All(curve => curve.IsPlaces) ? null : Create(figure, series, new FigureStyles(figure, series));
    }

    /// <summary>The panel of curves that are not all places.</summary>
    public static Plot Create(FigureSpecification figure, IReadOnlyList<FigureSeries> series, FigureStyles styles)
    {
        FigureScale scale = FigureScale.For(figure, series);
        Plot plot = new();
        foreach (FigureSeries curve in series.Where(curve => !curve.IsPlaces).OrderBy(Depth))
        {
            switch (curve.Source)
            {
                case FigureSource.Theory or FigureSource.Reference:
                    DrawLine(plot, curve, scale, styles);
                    break;
                case FigureSource.Histogram:
                    DrawSteps(plot, curve, scale, styles.Colour(curve));
                    break;
                default:
                    DrawPoints(plot, curve, scale, styles.Colour(curve), styles.Marker(curve));
                    break;
            }
        }

        PanelDress.Labels(plot, figure.Heading, figure.HorizontalLabel, figure.VerticalLabel);
        Limit(plot, scale, series);
        DrawPlaces(plot, series, scale, styles);
        FigureSeries? worded = Worded(series);
        int letters = worded is null ? 0 : (int)((FigureSheet.WidthOf(figure.Columns) - PanelDress.Margins) / (PanelDress.LetterWidth * PanelDress.TickSize * worded.Horizontal.Count));
        scale.ApplyTicks(plot, whole: series.All(curve => curve.Source != FigureSource.Histogram && curve.Horizontal.All(double.IsInteger)), worded, letters);
        if (styles.Scale is { } colours)
        {
            plot.Axes.AddPanel(PanelDress.Bar(colours.Bar()));
        }

        plot.Legend.ManualItems.AddRange(FigureLegend.Items(series, styles));
        return plot;
    }

    /// <summary>Order of drawing: histograms below, then grey lines, theory and, on top, points.</summary>
    private static int Depth(FigureSeries curve) => curve.Source switch
    {
        FigureSource.Histogram => 0,
        FigureSource.Reference => 1,
        FigureSource.Theory => 2,
        _ => 3,
    };

    private static void DrawLine(Plot plot, FigureSeries curve, FigureScale scale, FigureStyles styles)
    {
        Color colour = styles.Colour(curve);
        foreach (int[] run in Runs(curve, scale))
        {
            double[] x = [.. run.Select(i => scale.Abscissa(curve.Horizontal[i]))];
            double[] y = [.. run.Select(i => scale.Position(curve.Vertical[i]!.Value))];
            if (curve.IsColoured && run.Any(i => curve.StandardError[i] > 0))
            {
                FillY band = plot.Add.FillY(x, Bound(curve, scale, run, -Errors), Bound(curve, scale, run, Errors));
                band.FillColor = colour.WithAlpha(0.2);
                band.LineWidth = 0;
                band.MarkerSize = 0;
            }

            Scatter line = plot.Add.Scatter(x, y, colour);
            line.LineWidth = curve.IsColoured ? 1.3f : 1;
            line.LinePattern = styles.Pattern(curve);
            line.MarkerSize = 12;
            line.MarkerShape = run.Length == 1 ? MarkerShape.HorizontalBar : MarkerShape.None; // a point has no line: a bar wider than the simulation's marker
            line.MarkerLineWidth = 1.3f;
        }
    }

    private static void DrawPoints(Plot plot, FigureSeries curve, FigureScale scale, Color colour, MarkerShape shape)
    {
        int[] shown = [.. Runs(curve, scale).SelectMany(run => run)];
        double[] x = [.. shown.Select(i => scale.Abscissa(curve.Horizontal[i]))];
        double[] y = [.. shown.Select(i => scale.Position(curve.Vertical[i]!.Value))];
        double[] below = [.. Bound(curve, scale, shown, -Errors).Select((bound, i) => y[i] - bound)];
        double[] above = [.. Bound(curve, scale, shown, Errors).Select((bound, i) => bound - y[i])];
        if (above.Any(length => length > 0))
        {
            plot.PlottableList.Add(new ErrorBar(x, y, null, null, yErrorsPositive: above, yErrorsNegative: below)
            {
                Color = colour,
                LineWidth = 0.9f,
                CapSize = shown.Length > 40 ? 0 : 2,
            });
        }

        Scatter points = plot.Add.ScatterPoints(x, y, colour);
        points.MarkerShape = shape;
        points.MarkerSize = shown.Length > 40 ? 2.5f : 4.5f;
        points.MarkerLineWidth = 1;
    }

    private static void DrawSteps(Plot plot, FigureSeries curve, FigureScale scale, Color colour)
    {
        double[] edges = Edges(curve.Horizontal);
        foreach (int[] run in Runs(curve, scale))
        {
            double[] x = [.. run.SelectMany(i => new[] { scale.Abscissa(edges[i]), scale.Abscissa(edges[i + 1]) })];
            double[] y = [.. run.SelectMany(i => Enumerable.Repeat(scale.Position(curve.Vertical[i]!.Value), 2))];
            Scatter steps = plot.Add.ScatterLine(x, y, colour.WithAlpha(0.5));
            steps.LineWidth = 0.7f;
            steps.FillY = true;
            steps.FillYColor = colour.WithAlpha(0.25);
            steps.FillYValue = scale.Position(0);
        }
    }

    /// <summary>Margins around the data; a density stands on its axis, with room for a rug.</summary>
    private static void Limit(Plot plot, FigureScale scale, IReadOnlyList<FigureSeries> series)
    {
        plot.Axes.Margins(0, 0);
        plot.Axes.AutoScale();
        AxisLimits limits = plot.Axes.GetLimits();
        double[] places = [.. series.Where(curve => curve.IsPlaces).Select(curve => scale.Abscissa(curve.Horizontal[0])), limits.Left, limits.Right];
        double width = Span(places.Min(), places.Max());
        double height = Span(limits.Bottom, limits.Top);
        bool stands = series.Any(curve => curve.Source == FigureSource.Histogram);
        double below = limits.Bottom == 0 ? 0.4 * Headroom * height : Headroom * height;
        (double left, double right) = Worded(series) is { } worded ? Slots(worded, scale) : (places.Min() - (0.035 * width), places.Max() + (0.035 * width));
        plot.Axes.SetLimits(left, right, stands ? scale.Position(0) : limits.Bottom - below, limits.Top + (Headroom * height));
    }

    /// <summary>A curve over words, which are the ticks of the abscissa; null where it has numbers.</summary>
    private static FigureSeries? Worded(IReadOnlyList<FigureSeries> series) => series.FirstOrDefault(curve => curve.Words is not null);

    /// <summary>The ends of an abscissa of words: half a distance beyond the first and the last, so that each has a room of its own width in the panel.</summary>
    private static (double Left, double Right) Slots(FigureSeries worded, FigureScale scale)
    {
        double[] places = [.. worded.Horizontal.Select(scale.Abscissa)];
        double half = places.Length > 1 ? 0.5 * (places.Max() - places.Min()) / (places.Length - 1) : 0.5;
        return (places.Min() - half, places.Max() + half);
    }

    /// <summary>Length of a range; of a single number, also one that is met within rounding, a tenth of it or so.</summary>
    private static double Span(double low, double high) =>
        high - low > Constant * Math.Max(Math.Abs(low), Math.Abs(high)) ? high - low : Math.Max(0.1 * Math.Abs(low), 1e-3);

    /// <summary>Vertical lines at edges, short ticks at single values; of several named ones a strip below the data.</summary>
    private static void DrawPlaces(Plot plot, IReadOnlyList<FigureSeries> series, FigureScale scale, FigureStyles styles)
    {
        FigureSeries[] named = [.. series.Where(curve => curve.Source == FigureSource.Rug && curve.Further.Any(coordinate => !coordinate.IsNumber))];
        AxisLimits limits = plot.Axes.GetLimits();
        if (named.Length > 1)
        {
            limits = FigurePlaces.DrawStrip(plot, named, scale);
        }

        foreach (FigureSeries curve in series.Where(curve => curve.IsPlaces && (named.Length < 2 || !named.Contains(curve))))
        {
            double x = scale.Abscissa(curve.Horizontal[0]);
            bool rug = curve.Source == FigureSource.Rug;
            double[] ends = [limits.Bottom, rug ? limits.Bottom + (Headroom * (limits.Top - limits.Bottom)) : limits.Top];
            Scatter line = plot.Add.ScatterLine(new[] { x, x }, ends, styles.Colour(curve));
            line.LineWidth = rug ? 1.5f : 1;
            line.LinePattern = rug ? LinePattern.Solid : styles.Pattern(curve);
        }

        plot.Axes.SetLimits(limits);
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

            // Words are no places between which a line could run.
            bool ends = i == curve.Vertical.Length || !scale.Shows(curve.Vertical[i]) || curve.Words is not null;
            if (ends && run.Count > 0)
            {
                yield return [.. run];
                run.Clear();
            }
        }
    }

    private static double[] Bound(FigureSeries curve, FigureScale scale, IEnumerable<int> indices, double errors) =>
        [.. indices.Select(i => scale.Position(curve.Vertical[i]!.Value + (errors * (curve.StandardError[i] ?? 0))))];

    /// <summary>Bin edges half-way between the centres, the outermost ones symmetric about theirs.</summary>
    public static double[] Edges(IReadOnlyList<double> centres)
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
}
