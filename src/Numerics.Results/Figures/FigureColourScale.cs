using ScottPlot;
using ScottPlot.Panels;

namespace Numerics.Results.Figures;

/// <summary>Colours that stand for a number, logarithmic where the numbers are spread over more than a decade; a bar beside the panel says which is which.</summary>
/// <param name="name">Letter or name of the number.</param>
/// <param name="values">Numbers that series have.</param>
internal sealed class FigureColourScale(string name, IReadOnlyList<double> values) : IHasColorAxis
{
    private readonly bool logarithmic = values.Min() > 0 && values.Max() > 10 * values.Min();

    /// <inheritdoc/>
    public IColormap Colormap { get; } = new FigurePalette.Gradient();

    /// <summary>Colour of a number.</summary>
    public Color Colour(double value) => Colormap.GetColor((Position(value) - GetRange().Min) / (GetRange().Max - GetRange().Min));

    /// <inheritdoc/>
    public ScottPlot.Range GetRange() => new(Position(values.Min()), Position(values.Max()));

    /// <summary>The bar on the right.</summary>
    public ColorBar Bar()
    {
        var bar = new ColorBar(this, Edge.Right) { Label = name, Width = 9 };
        bar.Axis.TickGenerator = logarithmic ? LogarithmicTicks.Of(GetRange().Min, GetRange().Max) : LinearTicks.Of(GetRange().Min, GetRange().Max);
        return bar;
    }

    private double Position(double value) => logarithmic ? Math.Log10(value) : value;
}
