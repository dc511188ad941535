using System.Text;
using System.Xml.Linq;
using Numerics.Results.Contract;
using ScottPlot;
using SkiaSharp;

namespace Numerics.Results.Figures;

/// <summary>
/// A figure as it is printed: a panel, perhaps a lower one with the same abscissa, the legend inside or below, a note. 1 point is 1/96 inch; the SVG states its size in inches.
/// </summary>
internal sealed class FigureSheet : IDisposable
{
    /// <summary>Points per inch.</summary>
    public const double PointsPerInch = 96;

    /// <summary>Pixels of the PNG per point: 288 to the inch.</summary>
    public const int PixelsPerPoint = 3;

    // Of zlib: on drawings of few colours 1 with the filter of the row above takes a fifth of the time of 6 (see docs/performance.md), and a third more bytes.
    private const int CompressionLevel = 1;
    private const float LowerHeight = 84;
    private const float NoteLine = 1.3f * PanelDress.NoteSize;

    private readonly Plot upper;
    private readonly Plot? lower;
    private readonly string caption;
    private readonly string[] note;
    private readonly float upperHeight;
    private readonly float legendHeight;

    /// <summary>Arranges panels, which it owns from now on.</summary>
    /// <param name="upper">Panel with the legend's entries.</param>
    /// <param name="lower">Panel below; null for none.</param>
    /// <param name="columns">1 or 2 columns of a page.</param>
    /// <param name="note">Text below; empty for none.</param>
    /// <param name="caption">Title of the SVG.</param>
    /// <param name="height">Height of the panel; null for that of curves.</param>
    public FigureSheet(Plot upper, Plot? lower, int columns, string note, string caption, float? height = null)
    {
        this.upper = upper;
        this.lower = lower;
        this.caption = caption;
        Width = WidthOf(columns);
        upperHeight = height ?? ((columns == 1 ? 225 : 300) - (lower is null ? 0 : 24));
        this.note = note.Length == 0 ? [] : FigureText.Wrap(note, (int)(Width / (0.5 * PanelDress.NoteSize))).Split('\n');
        if (lower is not null)
        {
            upper.XLabel("");
            upper.Axes.Bottom.TickLabelStyle.IsVisible = false;
            upper.Axes.Bottom.MinimumSize = 6;
            upper.Axes.Bottom.MaximumSize = 6;
            Align();
        }

        legendHeight = PlaceLegend();
        Height = (int)Math.Ceiling(upperHeight + (lower is null ? 0 : LowerHeight) + legendHeight + (this.note.Length * NoteLine) + (this.note.Length > 0 ? 4 : 0));
    }

    /// <summary>Width in points of a figure over 1 or 2 columns of a page.</summary>
    public static int WidthOf(int columns) => columns == 1 ? 326 : 672;

    /// <summary>Width in points.</summary>
    public int Width { get; }

    /// <summary>Height in points.</summary>
    public int Height { get; }

    /// <summary>The figure as SVG with its texts as texts.</summary>
    public byte[] Svg()
    {
        using var stream = new MemoryStream();
        using (new SvgDashes(lower is null ? [upper] : [upper, lower]))
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, Height), stream))
        {
            Draw(canvas);
        }

        var document = XDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
        XElement root = document.Root!;
        root.SetAttributeValue("width", FormattableString.Invariant($"{Width / PointsPerInch:0.###}in"));
        root.SetAttributeValue("height", FormattableString.Invariant($"{Height / PointsPerInch:0.###}in"));
        root.SetAttributeValue("viewBox", $"0 0 {Width} {Height}");
        root.AddFirst(new XElement(root.Name.Namespace + "title", DocumentText.Allowed(caption)));
        SvgDashes.Restore(root);
        foreach (XElement text in root.Descendants(root.Name.Namespace + "text"))
        {
            text.SetAttributeValue("font-family", $"{PanelDress.Font}, Helvetica, Arial, sans-serif");
        }

        return Encoding.UTF8.GetBytes(document.ToString());
    }

    /// <summary>The figure as PNG.</summary>
    public byte[] Png()
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(PixelsPerPoint * Width, PixelsPerPoint * Height));
        surface.Canvas.Scale(PixelsPerPoint);
        Draw(surface.Canvas);
        using SKPixmap pixels = surface.PeekPixels();
        using SKData data = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.Up, CompressionLevel))
            ?? throw new InvalidOperationException($"A picture of {Width} x {Height} points could not be encoded as PNG.");
        return data.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        upper.Dispose();
        lower?.Dispose();
    }

    private void Draw(SKCanvas canvas)
    {
        canvas.Clear(SKColors.White);
        float bottom = upperHeight;
        upper.RenderManager.ClearCanvasBeforeEachRender = false;
        upper.Render(canvas, new PixelRect(0, Width, bottom, 0));
        if (lower is not null)
        {
            lower.RenderManager.ClearCanvasBeforeEachRender = false;
            lower.Render(canvas, new PixelRect(0, Width, bottom + LowerHeight, bottom));
            bottom += LowerHeight;
        }

        using Paint paint = Paint.NewDisposablePaint();
        if (legendHeight > 0)
        {
            upper.Legend.Render(canvas, paint, new PixelRect(10, Width - 10, bottom + legendHeight, bottom), Alignment.MiddleCenter);
            bottom += legendHeight;
        }

        var style = new LabelStyle { FontName = PanelDress.Font, FontSize = PanelDress.NoteSize, ForeColor = FigurePalette.Grey, Alignment = Alignment.UpperCenter };
        for (int line = 0; line < note.Length; line++)
        {
            style.Text = note[line];
            style.Render(canvas, new Pixel(Width / 2f, bottom + (line * NoteLine)), paint);
        }
    }

    /// <summary>Gives both panels the same margins left and right.</summary>
    private void Align()
    {
        upper.RenderInMemory(Width, (int)upperHeight);
        lower!.RenderInMemory(Width, (int)LowerHeight);
        using Paint paint = Paint.NewDisposablePaint();
        float left = Math.Max(upper.Axes.Left.Measure(paint), lower.Axes.Left.Measure(paint));
        PixelPadding outer = upper.RenderManager.LastRender.Padding;
        foreach (Plot plot in new[] { upper, lower })
        {
            plot.Axes.Left.MinimumSize = left;
            plot.Axes.Left.MaximumSize = left;
        }

        lower.Axes.Right.MinimumSize = outer.Right;
        lower.Axes.Right.MaximumSize = outer.Right;
    }

    /// <summary>Puts the legend where it covers nothing; returns the height it takes below where there is no such place.</summary>
    private float PlaceLegend()
    {
        if (upper.Legend.ManualItems.Count == 0)
        {
            return 0;
        }

        upper.RenderInMemory(Width, (int)upperHeight);
        using Paint paint = Paint.NewDisposablePaint();
        PixelSize size = upper.Legend.GetLayout(new PixelSize(Width, 10_000), paint).LegendRect.Size;
        if (FreeCorner.Find(upper, new PixelSize(size.Width + 8, size.Height + 8)) is { } corner)
        {
            upper.ShowLegend(corner);
            return 0;
        }

        upper.Legend.Orientation = Orientation.Horizontal;
        return upper.Legend.GetLayout(new PixelSize(Width - 20, 10_000), paint).LegendRect.Height + 6;
    }
}
