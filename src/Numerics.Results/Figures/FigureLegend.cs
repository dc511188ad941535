using Numerics.Studies.Records;
using ScottPlot;

namespace Numerics.Results.Figures;

/// <summary>
/// The legend beside the data. Up to <see cref="Limit"/> curves have one entry each; beyond that, one grey entry per layer says what lines and points
/// are and one coloured entry per combination of the further axes says which is which.
/// </summary>
internal static class FigureLegend
{
    /// <summary>Most entries with one per curve.</summary>
    private const int Limit = 12;

    /// <summary>Most entries at all: what 600 points of height hold.</summary>
    private const int Room = 22;

    private static readonly Color Grey = Color.FromHex("#555555");

    /// <summary>Puts the legend on a plot.</summary>
    /// <param name="plot">Plot.</param>
    /// <param name="series">Curves in the order of drawing.</param>
    /// <param name="keys">Distinct keys of the curves; the position decides colour and marker.</param>
    public static void Add(Plot plot, IReadOnlyList<FigureSeries> series, List<string> keys)
    {
        List<LegendItem> items = series.Count <= Limit
            ? [.. series.Select(curve => Item(curve.Source, curve.Label, keys.IndexOf(curve.Key), keys.Count))]
            : Grouped(series, keys);
        if (items.Count > Room)
        {
            int more = items.Count - Room + 1;
            items.RemoveRange(Room - 1, more);
            items.Add(new LegendItem { LabelText = $"and {more} more", LineWidth = 0, MarkerSize = 0 });
        }

        foreach (LegendItem item in items)
        {
            item.LabelText = FigurePlot.Wrap(item.LabelText, 30);
            plot.Legend.ManualItems.Add(item);
        }

        plot.Legend.FontSize = 13;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.ShowLegend(Edge.Right);
    }

    private static List<LegendItem> Grouped(IReadOnlyList<FigureSeries> series, List<string> keys)
    {
        List<LegendItem> items = [];
        foreach (FigureSeries layer in series.DistinctBy(curve => (curve.Source, curve.Layer)))
        {
            LegendItem item = Item(layer.Source, layer.Layer, 0, 1);
            item.LineColor = Grey;
            item.MarkerFillColor = Grey;
            item.MarkerLineColor = Grey;
            items.Add(item);
        }

        foreach (FigureSeries curve in series.DistinctBy(curve => curve.Key))
        {
            LegendItem item = Item(FigureSource.Histogram, curve.Further.Length == 0 ? curve.Layer : curve.Further, keys.IndexOf(curve.Key), keys.Count);
            items.Add(item);
        }

        return items;
    }

    private static LegendItem Item(FigureSource source, string label, int index, int count)
    {
        Color colour = FigurePalette.Colour(index, count);
        bool points = source == FigureSource.Simulation;
        return new LegendItem
        {
            LabelText = label,
            LineColor = colour,
            LineWidth = points ? 0 : source == FigureSource.Histogram ? 6 : 2,
            MarkerShape = points ? FigurePalette.Marker(index) : MarkerShape.None,
            MarkerSize = points ? 7 : 0,
            MarkerFillColor = colour,
            MarkerLineColor = colour,
        };
    }
}
