using ScottPlot;
using ScottPlot.Panels;

namespace Numerics.Results.Figures;

/// <summary>Fonts, frames and ticks of a panel at its printed size: lengths are in points of 1/96 inch.</summary>
internal static class PanelDress
{
    /// <summary>Size of axis labels.</summary>
    public const float LabelSize = 11;

    /// <summary>Size of tick labels and of the legend.</summary>
    public const float TickSize = 9.5f;

    /// <summary>Size of the note below.</summary>
    public const float NoteSize = 8.5f;

    /// <summary>Mean width of a letter over its size; of a sans serif font it is 0.5 to 0.58.</summary>
    public const double LetterWidth = 0.58;

    /// <summary>About what the axes left and right take of the width of a panel.</summary>
    public const int Margins = 56;

    // Letters beside a panel of one column (some 200 points high); longer labels were cut at both ends.
    private const int LongestOrdinateLabel = 34;

    /// <summary>The first sans serif font that is installed; without any, the library's own choice.</summary>
    public static string Font { get; } =
        new[] { "DejaVu Sans", "Liberation Sans", "Noto Sans", "Arial", "Helvetica" }
            .FirstOrDefault(name => Fonts.GetTypeface(name, bold: false, italic: false)?.FamilyName == name) ?? Fonts.Default;

    /// <summary>Labels, fonts, grid and ticks.</summary>
    public static void Labels(Plot plot, string heading, string horizontal, string vertical)
    {
        plot.Font.Set(Font);
        if (heading.Length > 0)
        {
            plot.Title(FigureText.Wrap(heading, 60), LabelSize);
            plot.Axes.Title.Label.Bold = false;
            plot.Axes.Title.MaximumSize = 20;
        }

        plot.XLabel(horizontal, LabelSize);
        plot.YLabel(FigureText.Wrap(vertical, LongestOrdinateLabel), LabelSize);
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.06);
        plot.Grid.MajorLineWidth = 0.7f;
        foreach (IAxis axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            axis.Label.Bold = false;
            axis.TickLabelStyle.FontSize = TickSize;
            axis.FrameLineStyle.Width = 0.8f;
            axis.MajorTickStyle.Width = 0.8f;
            axis.MajorTickStyle.Length = 3.5f;
            axis.MinorTickStyle.Width = 0.6f;
            axis.MinorTickStyle.Length = 2;
        }

        foreach (IAxis axis in new IAxis[] { plot.Axes.Top, plot.Axes.Right })
        {
            axis.FrameLineStyle.Width = 0.8f;
            axis.MinimumSize = axis == plot.Axes.Top ? 5 : 9;
            axis.MaximumSize = axis.MinimumSize;
        }

        plot.Legend.FontSize = TickSize;
        plot.Legend.FontName = Font;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.BackgroundColor = Colors.White.WithAlpha(0);
        plot.Legend.Padding = new(2);
        plot.Legend.Margin = new(4);
        plot.Legend.InterItemPadding = new(0, 6, 1, 1);
        plot.Legend.SymbolWidth = 20;
        plot.Legend.SymbolPadding = 3;
        plot.Legend.TightHorizontalWrapping = true;
        plot.HideLegend();
    }

    /// <summary>A colour bar with fonts of its size.</summary>
    public static ColorBar Bar(ColorBar bar)
    {
        bar.LabelStyle.FontName = Font;
        bar.LabelStyle.FontSize = LabelSize;
        bar.LabelStyle.Bold = false;
        bar.Axis.TickLabelStyle.FontName = Font;
        bar.Axis.TickLabelStyle.FontSize = TickSize;
        return bar;
    }
}
