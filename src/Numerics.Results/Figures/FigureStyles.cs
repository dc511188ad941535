using Numerics.Studies.Records;
using ScottPlot;

namespace Numerics.Results.Figures;

/// <summary>Colour, marker and line pattern of every key of a figure, and patterns of the grey lines by their names.</summary>
/// <remarks>
/// Series differ in marker and pattern as well as in colour, so that they can be told apart in grey. More series than colours share those of what differs but in one respect (left and
/// right, training and test). Many series along one numeric axis take a colour scale.
/// </remarks>
internal sealed class FigureStyles
{
    /// <summary>Series up to which each has an entry in the legend.</summary>
    public const int Limit = 12;

    private readonly List<string> keys;
    private readonly List<string> grey;
    private readonly List<string> names;
    private readonly Dictionary<string, int> colours;
    private readonly int count;

    /// <summary>Styles of the curves of a figure.</summary>
    public FigureStyles(FigureSpecification figure, IReadOnlyList<FigureSeries> series)
    {
        names = [.. figure.Layers.Select(layer => layer.Label).Distinct(StringComparer.Ordinal)];
        FigureSeries[] first = [.. series.Where(curve => curve.IsColoured && curve.Source != FigureSource.Rug)
            .OrderBy(curve => names.IndexOf(curve.Name)).ThenBy(curve => curve.Start).DistinctBy(curve => curve.Key)];
        keys = [.. first.Select(curve => curve.Key)];
        names.RemoveAll(name => first.All(curve => curve.Name != name));
        grey = [.. series.Where(curve => !curve.IsColoured).Select(curve => curve.Name).Distinct(StringComparer.Ordinal)];
        (colours, count) = Colours(first);
        if (keys.Count > Limit && first.All(curve => curve.Further.Count == 1 && curve.Further[0].IsNumber) && first.DistinctBy(curve => curve.Further[0].Axis).Count() == 1)
        {
            string axis = first[0].Further[0].Axis;
            Scale = new FigureColourScale(figure.Symbols.GetValueOrDefault(axis) ?? FigureText.Words(axis), [.. first.Select(curve => curve.Further[0].Value).Distinct()]);
        }
    }

    /// <summary>Keys in the order of the legend.</summary>
    public IReadOnlyList<string> Keys => keys;

    /// <summary>Names of grey lines in the order of drawing.</summary>
    public IReadOnlyList<string> GreyNames => grey;

    /// <summary>The scale that colours are read from; null where each series has its own.</summary>
    public FigureColourScale? Scale { get; }

    /// <summary>Colour of a curve.</summary>
    public Color Colour(FigureSeries curve) => !curve.IsColoured || !colours.TryGetValue(curve.Key, out int index) ? FigurePalette.Grey
        : Scale?.Colour(curve.Further[0].Value) ?? FigurePalette.Colour(index, count);

    /// <summary>Names of the quantities that a colour scale does not tell apart; empty without one, or where there is one quantity.</summary>
    public IReadOnlyList<string> ScaledNames => Scale is not null && names.Count > 1 ? names : [];

    /// <summary>Marker of a curve.</summary>
    public MarkerShape Marker(FigureSeries curve) => FigurePalette.Marker(Index(curve));

    /// <summary>Line pattern of a curve.</summary>
    public LinePattern Pattern(FigureSeries curve) => !curve.IsColoured ? FigurePalette.GreyPattern(grey.IndexOf(curve.Name))
        : FigurePalette.Pattern(Index(curve));

    /// <summary>Index of marker and pattern: the series, or with a colour scale the quantity.</summary>
    private int Index(FigureSeries curve) => Scale is null ? keys.IndexOf(curve.Key) : names.IndexOf(curve.Name);

    private static (Dictionary<string, int> Index, int Count) Colours(FigureSeries[] first)
    {
        string[] groups = [.. first.Select(curve => curve.Key)];
        if (first.Length > FigurePalette.Count)
        {
            // One respect at a time is left out: the name, or one of the further axes.
            string[] respects = ["", .. first.SelectMany(curve => curve.Further).Select(coordinate => coordinate.Axis).Distinct(StringComparer.Ordinal)];
            groups = respects.Select(respect => first.Select(curve => Without(curve, respect)).ToArray())
                .Where(rest => rest.Distinct(StringComparer.Ordinal).Count() <= FigurePalette.Count)
                .OrderByDescending(rest => rest.Distinct(StringComparer.Ordinal).Count()).FirstOrDefault() ?? groups;
        }

        List<string> different = [.. groups.Distinct(StringComparer.Ordinal)];
        return (first.Select((curve, k) => (curve.Key, Index: different.IndexOf(groups[k]))).ToDictionary(pair => pair.Key, pair => pair.Index), different.Count);
    }

    private static string Without(FigureSeries curve, string respect) =>
        string.Join(", ", curve.Further.Where(coordinate => coordinate.Axis != respect).Select(coordinate => coordinate.Text).Prepend(respect.Length == 0 ? "" : curve.Name));
}
