using Numerics.Studies.Records;
using ScottPlot;

namespace Numerics.Results.Figures;

/// <summary>Colour, marker and line pattern of every key of a figure, and patterns of the grey lines by their names.</summary>
/// <remarks>Series differ in marker and pattern as well as in colour, so that they can be told apart in grey. Many series along one numeric axis take a colour scale.</remarks>
internal sealed class FigureStyles
{
    /// <summary>Series up to which each has an entry in the legend.</summary>
    public const int Limit = 12;

    private readonly List<string> keys;
    private readonly List<string> grey;

    /// <summary>Styles of the curves of a figure.</summary>
    public FigureStyles(FigureSpecification figure, IReadOnlyList<FigureSeries> series)
    {
        keys = [.. series.Where(curve => curve.IsColoured).Select(curve => curve.Key).Distinct(StringComparer.Ordinal)];
        grey = [.. series.Where(curve => !curve.IsColoured).Select(curve => curve.Name).Distinct(StringComparer.Ordinal)];
        FigureSeries[] first = [.. keys.Select(key => series.First(curve => curve.IsColoured && curve.Key == key))];
        if (keys.Count > Limit && first.All(curve => curve.Further.Count == 1 && curve.Further[0].IsNumber) && first.DistinctBy(curve => curve.Further[0].Axis).Count() == 1)
        {
            string axis = first[0].Further[0].Axis;
            Scale = new FigureColourScale(figure.Symbols.GetValueOrDefault(axis) ?? FigureText.Words(axis), [.. first.Select(curve => curve.Further[0].Value)]);
        }
    }

    /// <summary>Keys in the order of drawing.</summary>
    public IReadOnlyList<string> Keys => keys;

    /// <summary>Names of grey lines in the order of drawing.</summary>
    public IReadOnlyList<string> GreyNames => grey;

    /// <summary>The scale that colours are read from; null where each series has its own.</summary>
    public FigureColourScale? Scale { get; }

    /// <summary>Colour of a curve.</summary>
    public Color Colour(FigureSeries curve) => !curve.IsColoured ? FigurePalette.Grey
        : Scale?.Colour(curve.Further[0].Value) ?? FigurePalette.Colour(keys.IndexOf(curve.Key), keys.Count);

    /// <summary>Marker of a curve.</summary>
    public MarkerShape Marker(FigureSeries curve) => FigurePalette.Marker(keys.IndexOf(curve.Key));

    /// <summary>Line pattern of a curve.</summary>
    public LinePattern Pattern(FigureSeries curve) => !curve.IsColoured ? FigurePalette.GreyPattern(grey.IndexOf(curve.Name))
        : keys.Count > Limit ? LinePattern.Solid
        : FigurePalette.Pattern(keys.IndexOf(curve.Key));
}
