using System.Globalization;
using System.Xml.Linq;
using ScottPlot;
using ScottPlot.Plottables;

namespace Numerics.Results.Figures;

/// <summary>
/// Line patterns in SVG. The canvas that writes SVG knows no dashes: while this object lives, every patterned line is drawn solid with a width that is a few thousandths larger,
/// which says the pattern, and <see cref="Restore"/> turns that into the attribute of the file.
/// </summary>
internal sealed class SvgDashes : IDisposable
{
    private const float Code = 0.001f;

    private readonly List<(LineStyle Style, LinePattern Pattern, float Width)> changed = [];

    /// <summary>Encodes the lines of some plots and their legends.</summary>
    public SvgDashes(IEnumerable<Plot> plots)
    {
        foreach (Plot plot in plots)
        {
            foreach (LineStyle style in plot.GetPlottables<Scatter>().Select(line => line.LineStyle).Concat(plot.Legend.ManualItems.Select(item => item.LineStyle)))
            {
                int index = FigurePalette.IndexOf(style.Pattern);
                if (index > 0 && style.Width > 0)
                {
                    changed.Add((style, style.Pattern, style.Width));
                    style.Pattern = LinePattern.Solid;
                    style.Width += Code * index;
                }
            }
        }
    }

    /// <summary>Gives encoded lines of a document their pattern and their own width.</summary>
    public static void Restore(XElement root)
    {
        foreach (XElement line in root.Descendants().Where(element => element.Attribute("stroke-width") is not null))
        {
            double width = double.Parse(line.Attribute("stroke-width")!.Value, CultureInfo.InvariantCulture);
            double own = Math.Round(width, 2);
            int index = (int)Math.Round((width - own) / Code);
            if (index > 0)
            {
                line.SetAttributeValue("stroke-width", own.ToString(CultureInfo.InvariantCulture));
                line.SetAttributeValue("stroke-dasharray", string.Join(',', FigurePalette.Pattern(index).Intervals.Select(length => length.ToString(CultureInfo.InvariantCulture))));
            }
        }
    }

    /// <summary>Restores the lines of the plots.</summary>
    public void Dispose()
    {
        foreach ((LineStyle style, LinePattern pattern, float width) in changed)
        {
            style.Pattern = pattern;
            style.Width = width;
        }
    }
}
