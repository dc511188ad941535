using Numerics.Studies.Records;
using ScottPlot;

namespace Numerics.Results.Figures;

/// <summary>
/// The legend: one entry for each colour, line and marker together, one for each kind of grey line. What lines, points and bars are is said once, in the note below the figure.
/// </summary>
internal static class FigureLegend
{
    /// <summary>Entries.</summary>
    public static IEnumerable<LegendItem> Items(IReadOnlyList<FigureSeries> series, FigureStyles styles)
    {
        FigureSeries[][] keys = styles.Scale is null
            ? [.. styles.Keys.Select(key => series.Where(curve => curve.IsColoured && curve.Key == key).ToArray())]
            : []; // a colour bar says which is which
        FigureSeries[] named = [.. keys.Select(curves => curves.FirstOrDefault(curve => curve.Source == FigureSource.Theory) ?? curves[0])];
        bool names = named.Select(curve => curve.Name).Distinct(StringComparer.Ordinal).Count() > 1;
        int[] shown = Shown(keys.Length);
        if (keys.Length > 1 || (keys.Length == 1 && styles.GreyNames.Count > 0))
        {
            for (int k = 0; k < keys.Length; k++)
            {
                if (shown.Contains(k))
                {
                    yield return Entry(Text(named[k], names), keys[k], styles, styles.Colour(keys[k][0]));
                }
            }
        }

        if (shown.Length < keys.Length)
        {
            yield return new LegendItem { LabelText = $"({keys.Length - shown.Length} between)", LineWidth = 0, MarkerSize = 0 };
        }

        foreach (string name in styles.ScaledNames)
        {
            FigureSeries[] curves = [.. series.Where(curve => curve.IsColoured && curve.Name == name)];
            yield return Entry(name, curves, styles, FigurePalette.Grey);
        }

        foreach (string name in styles.GreyNames)
        {
            FigureSeries line = series.First(curve => !curve.IsColoured && curve.Name == name);
            yield return new LegendItem { LabelText = name, LineColor = FigurePalette.Grey, LineWidth = 1, LinePattern = styles.Pattern(line), MarkerSize = 0 };
        }
    }

    /// <summary>What lines, points, bars and ticks are, in one line of text; empty where there is one kind and no bars.</summary>
    public static string Note(IReadOnlyList<FigureSeries> series, bool residuals)
    {
        bool Has(FigureSource source) => series.Any(curve => curve.Source == source);
        bool HasErrors(FigureSource source) => series.Any(curve => curve.Source == source && curve.StandardError.Any(error => error > 0));
        List<string> words = [];
        if (Has(FigureSource.Theory))
        {
            words.Add("line: theory");
        }

        if (Has(FigureSource.Simulation))
        {
            words.Add("points: simulation");
        }

        if (Has(FigureSource.Histogram))
        {
            words.Add("steps: simulation");
        }

        bool bars = HasErrors(FigureSource.Simulation);
        bool bands = HasErrors(FigureSource.Theory);
        if (bars || bands)
        {
            words.Add($"{(bars && bands ? "bars and bands" : bars ? "bars" : "band")} ±{FigurePlot.Errors} standard errors");
        }

        words.AddRange(series.Where(curve => curve.Source == FigureSource.Rug).Select(curve => $"ticks: {curve.Name}").Distinct(StringComparer.Ordinal));
        if (residuals)
        {
            words.Add("z: score that is judged, in standard errors");
        }

        return string.Join(", ", words);
    }

    /// <summary>All entries, or evenly spaced ones where there are too many.</summary>
    private static int[] Shown(int count) => count <= FigureStyles.Limit
        ? [.. Enumerable.Range(0, count)]
        : [.. Enumerable.Range(0, FigureStyles.Limit / 2).Select(i => i * (count - 1) / ((FigureStyles.Limit / 2) - 1))];

    private static string Text(FigureSeries curve, bool names)
    {
        string further = string.Join(", ", curve.Further.Select(coordinate => coordinate.Text));
        return further.Length == 0 ? curve.Name : names ? $"{curve.Name}, {further}" : further;
    }

    private static LegendItem Entry(string text, FigureSeries[] curves, FigureStyles styles, Color colour)
    {
        bool line = curves.Any(curve => curve.Source == FigureSource.Theory);
        bool points = curves.Any(curve => curve.Source == FigureSource.Simulation);
        return new LegendItem
        {
            LabelText = text,
            LineColor = colour,
            LineWidth = line ? 1.3f : 0,
            LinePattern = styles.Pattern(curves[0]),
            MarkerShape = points ? styles.Marker(curves[0]) : MarkerShape.None,
            MarkerSize = points ? 4.5f : 0,
            MarkerFillColor = colour,
            MarkerLineColor = colour,
            MarkerLineWidth = 1,
            FillColor = curves.Any(curve => curve.Source == FigureSource.Histogram) ? colour.WithAlpha(0.25) : Colors.Transparent,
        };
    }
}
