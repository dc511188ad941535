using ScottPlot;

namespace Numerics.Results.Figures;

/// <summary>Colours and markers that stay apart for colour-blind readers and in grey.</summary>
internal static class FigurePalette
{
    // Okabe and Ito's eight colours without yellow (too pale on white), strongest contrasts first.
    private static readonly Color[] Distinct =
        [.. new[] { "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000" }.Select(hex => Color.FromHex(hex))];

    private static readonly MarkerShape[] Markers =
    [
        MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledDiamond, MarkerShape.FilledTriangleUp,
        MarkerShape.FilledTriangleDown, MarkerShape.OpenCircle, MarkerShape.OpenSquare,
    ];

    /// <summary>Colour of series <paramref name="index"/> of <paramref name="count"/>; many series get a perceptual gradient instead of repetitions.</summary>
    public static Color Colour(int index, int count) =>
        count <= Distinct.Length ? Distinct[index] : new ScottPlot.Colormaps.Viridis().GetColor(0.92 * index / (count - 1));

    /// <summary>Marker of series <paramref name="index"/>.</summary>
    public static MarkerShape Marker(int index) => Markers[index % Markers.Length];
}
