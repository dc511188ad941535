using ScottPlot;
using ScottPlot.Plottables;

namespace Numerics.Results.Figures;

/// <summary>Where in a drawn panel a legend covers nothing.</summary>
internal static class FreeCorner
{
    /// <summary>Points between two of a line that are looked at.</summary>
    private const int Between = 12;

    /// <summary>Clear distance in points.</summary>
    private const float Clearance = 4;

    private static readonly Alignment[] Corners =
    [
        Alignment.UpperRight, Alignment.UpperLeft, Alignment.LowerRight, Alignment.LowerLeft,
        Alignment.MiddleRight, Alignment.MiddleLeft, Alignment.UpperCenter, Alignment.LowerCenter,
    ];

    /// <summary>The first corner where a legend of the given size covers no datum; null if there is none.</summary>
    /// <param name="plot">A plot that has been rendered once.</param>
    /// <param name="size">Size of the legend with its margin.</param>
    public static Alignment? Find(Plot plot, PixelSize size)
    {
        PixelRect panel = plot.RenderManager.LastRender.DataRect;
        if (size.Width > 0.75 * panel.Width || size.Height > 0.7 * panel.Height)
        {
            return null;
        }

        Pixel[] taken = [.. plot.GetPlottables().SelectMany(Places).Select(place => plot.GetPixel(place))];
        foreach (Alignment corner in Corners)
        {
            (float left, float top) = Place(corner, panel, size);
            if (!taken.Any(pixel => pixel.X > left - Clearance && pixel.X < left + size.Width + Clearance && pixel.Y > top - Clearance && pixel.Y < top + size.Height + Clearance))
            {
                return corner;
            }
        }

        return null;
    }

    private static (float Left, float Top) Place(Alignment corner, PixelRect panel, PixelSize size) => (
        panel.Left + (corner.HorizontalFraction() * (panel.Width - size.Width)),
        panel.Top + ((1 - corner.VerticalFraction()) * (panel.Height - size.Height)));

    private static IEnumerable<Coordinates> Places(IPlottable drawn) => drawn switch
    {
        Scatter line => OfLine(line),
        ErrorBar bars => Enumerable.Range(0, bars.Xs.Count).SelectMany(i => Line(
            new(bars.Xs[i], bars.Ys[i] - (bars.YErrorNegative?[i] ?? 0)), new(bars.Xs[i], bars.Ys[i] + (bars.YErrorPositive?[i] ?? 0)))),
        Rectangle or Marker or Ellipse => OfArea(drawn.GetAxisLimits()),
        _ => [],
    };

    /// <summary>The diagonals of what an area or a point covers.</summary>
    private static IEnumerable<Coordinates> OfArea(AxisLimits area) =>
        Line(new(area.Left, area.Bottom), new(area.Right, area.Top)).Concat(Line(new(area.Left, area.Top), new(area.Right, area.Bottom)));

    private static IEnumerable<Coordinates> OfLine(Scatter scatter)
    {
        IReadOnlyList<Coordinates> points = scatter.Data.GetScatterPoints();
        for (int i = 0; i < points.Count; i++)
        {
            yield return points[i];
            IEnumerable<Coordinates> further = scatter.LineWidth > 0 && i + 1 < points.Count ? Line(points[i], points[i + 1]) : [];
            foreach (Coordinates place in scatter.FillY ? further.Concat(Line(points[i], new(points[i].X, scatter.FillYValue))) : further)
            {
                yield return place;
            }
        }
    }

    private static IEnumerable<Coordinates> Line(Coordinates from, Coordinates to) =>
        Enumerable.Range(0, Between + 1).Select(k => new Coordinates(from.X + ((to.X - from.X) * k / Between), from.Y + ((to.Y - from.Y) * k / Between)));
}
