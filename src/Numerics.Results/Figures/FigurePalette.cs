using ScottPlot;

namespace Numerics.Results.Figures;

/// <summary>Colours, markers and line patterns that stay apart for colour-blind readers and in grey.</summary>
internal static class FigurePalette
{
    // Okabe and Ito's eight colours without yellow (too pale on white), strongest contrasts first.
    private static readonly Color[] Distinct =
        [.. new[] { "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000" }.Select(hex => Color.FromHex(hex))];

    private static readonly MarkerShape[] Markers =
    [
        MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond,
        MarkerShape.FilledTriangleDown, MarkerShape.OpenCircle, MarkerShape.OpenSquare, MarkerShape.OpenTriangleUp, MarkerShape.OpenDiamond,
    ];

    private static readonly LinePattern[] Patterns =
    [
        LinePattern.Solid, new([6, 2.5f], 0, "long dashes"), new([3, 2], 0, "dashes"), new([7, 2, 1.5f, 2], 0, "dash-dot"), new([1.5f, 1.8f], 0, "dots"),
        new([9, 2, 3, 2], 0, "long-short"), new([7, 2, 1.5f, 2, 1.5f, 2], 0, "dash-dot-dot"),
    ];

    /// <summary>Colour of what is no series: edges and bounds.</summary>
    public static Color Grey { get; } = Color.FromHex("#606060");

    /// <summary>Number of distinct colours.</summary>
    public static int Count => Distinct.Length;

    /// <summary>Colour of series <paramref name="index"/> of <paramref name="count"/>; many series get a perceptual gradient instead of repetitions.</summary>
    public static Color Colour(int index, int count) =>
        count <= Distinct.Length ? Distinct[index] : new Gradient().GetColor((double)index / (count - 1));

    /// <summary>Marker of series <paramref name="index"/>.</summary>
    public static MarkerShape Marker(int index) => Markers[index % Markers.Length];

    /// <summary>Line pattern of series <paramref name="index"/>.</summary>
    public static LinePattern Pattern(int index) => Patterns[index % Patterns.Length];

    /// <summary>Index of a line pattern; 0 for a solid line.</summary>
    public static int IndexOf(LinePattern pattern) => Math.Max(0, Array.FindIndex(Patterns, own => own.Name == pattern.Name));

    /// <summary>Line pattern of grey line <paramref name="index"/>.</summary>
    public static LinePattern GreyPattern(int index) => Patterns[(2 + (2 * index)) % Patterns.Length];

    /// <summary>Viridis without its pale end.</summary>
    public sealed class Gradient : IColormap
    {
        private const double Part = 0.9;

        private readonly ScottPlot.Colormaps.Viridis whole = new();

        /// <inheritdoc/>
        public string Name => "Viridis without its pale end";

        /// <inheritdoc/>
        public Color GetColor(double position) => whole.GetColor(Part * position);
    }
}
