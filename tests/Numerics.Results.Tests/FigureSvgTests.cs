using System.Text.RegularExpressions;
using System.Xml.Linq;
using Numerics.Results.Figures;
using Numerics.Studies.Records;
using ScottPlot;
using ScottPlot.Plottables;

namespace Numerics.Results.Tests;

/// <summary>What stands in the SVG of a figure.</summary>
public partial class FigureSvgTests
{
    private static readonly RunResult Result = SampleResults.Complete();

    [Fact]
    public void Every_series_is_named_once_and_lines_points_and_bars_are_explained_once()
    {
        string[] texts = Texts(Draw(Result.Figures[0], Result.Observables));
        for (int layer = 1; layer <= 2; layer++)
        {
            for (int rank = 1; rank <= 3; rank++)
            {
                Assert.Single(texts, text => text == $"layer {layer}, rank {rank}");
            }
        }

        string all = string.Join(' ', texts);
        Assert.Equal(2, all.Split("points: simulation").Length);
        Assert.Equal(2, all.Split("±2 standard errors").Length);
        Assert.Contains("z: score", all, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_and_points_have_the_same_colours()
    {
        XElement root = Draw(Result.Figures[0], Result.Observables);
        string[] lines = [.. root.Descendants().Where(element => element.Attribute("stroke-width")?.Value == "1.3" && element.Attribute("stroke")!.Value != "#606060").Select(element => element.Attribute("stroke")!.Value).Distinct().Order(StringComparer.Ordinal)];
        string[] points = [.. root.Descendants().Where(element => element.Attribute("fill")?.Value is ['#', ..] fill && fill != "#606060" && element.Name.LocalName != "text" && element.Attribute("fill-opacity") is null)
            .Select(element => element.Attribute("fill")!.Value).Distinct().Order(StringComparer.Ordinal)];
        Assert.True(points.Length >= 5, string.Join(' ', points));
        Assert.Subset(lines.ToHashSet(), points.ToHashSet());
    }

    [Fact]
    public void Patterns_of_lines_are_dashes_of_the_file()
    {
        XElement root = Draw(Result.Figures[0], Result.Observables);
        string[] dashes = [.. root.Descendants().Select(element => element.Attribute("stroke-dasharray")?.Value).OfType<string>().Distinct()];
        Assert.Equal(5, dashes.Length); // six series, the first one solid
        Assert.DoesNotContain(root.Descendants(), element => element.Attribute("stroke-width")?.Value is { } width && Math.Abs((100 * double.Parse(width)) % 1) is > 0.05 and < 0.95);
    }

    [Fact]
    public void Patterns_are_back_on_the_plot_after_the_file_was_written()
    {
        using Plot plot = FigurePlot.Create(Result.Figures[0], Result.Observables)!;
        (string, float)[] before = [.. plot.GetPlottables<Scatter>().Select(line => (line.LinePattern.Name, line.LineWidth))];
        using (new SvgDashes([plot]))
        {
            Assert.All(plot.GetPlottables<Scatter>(), line => Assert.Equal("Solid", line.LinePattern.Name));
        }

        Assert.Equal(before, plot.GetPlottables<Scatter>().Select(line => (line.LinePattern.Name, line.LineWidth)));
    }

    [Fact]
    public void No_text_is_camelCase_and_swept_parameters_have_their_letters()
    {
        ObservableShape shape = SampleResults.Loss.Shape with
        {
            Axes = [Axis.OfLabels("parameterization", ["muP", "NTK"]), new("widthRatio", [0.5, 2]), new("labelNoise", [0.1, 0.2]), .. SampleResults.Loss.Shape.Axes],
        };
        double?[] values = [.. Enumerable.Range(0, shape.Length).Select(i => (double?)(1 + i))];
        FigureSpecification figure = Result.Figures[1] with { Symbols = new Dictionary<string, string> { ["widthRatio"] = "ν" }, Heading = "muP" };
        string[] texts = Texts(Draw(figure, [new(shape, new(values, values), null, null)]));
        Assert.Contains("muP, ν = 0.5, label noise 0.1", texts);
        Assert.All(texts, text => Assert.DoesNotMatch(CamelCase(), text));
        Assert.All(Texts(Draw(Result.Figures[0], Result.Observables)), text => Assert.DoesNotMatch(CamelCase(), text));
    }

    [Fact]
    public void Words_of_the_abscissa_are_its_ticks_and_no_line_runs_between_them()
    {
        ObservableShape shape = SampleResults.Loss.Shape with { Axes = [Axis.OfLabels("step", ["initial", "backwardInitial", "aggregate"])] };
        double?[] values = [1, 2, 3];
        FigureSpecification figure = Result.Figures[1];
        ObservableResult result = new(shape, new(values, values), null, null);
        string[] texts = Texts(Draw(figure, [result]));
        foreach (string word in (string[])["initial", "backward initial", "aggregate"])
        {
            Assert.Contains(word, texts);
        }

        using Plot plot = FigurePlot.Create(figure, [result])!;
        Assert.Equal(3, plot.GetPlottables<Scatter>().Count());
        Assert.All(plot.GetPlottables<Scatter>(), bar => Assert.Single(bar.Data.GetScatterPoints()));
    }

    [Theory]
    [InlineData(2, 6)]
    [InlineData(1, 4)]
    [InlineData(1, 1)]
    public void Words_of_the_abscissa_fit_into_the_panel_and_not_into_each_other(int columns, int count)
    {
        ObservableShape shape = SampleResults.Loss.Shape with { Axes = [Axis.OfLabels("step", [.. Enumerable.Range(0, count).Select(k => $"backwardUpdated{(char)('A' + k)}s")])] };
        double?[] values = [.. Enumerable.Range(1, count).Select(k => (double?)k)];
        using Plot plot = FigurePlot.Create(Result.Figures[1] with { Columns = columns }, [new(shape, new(values, values), null, null)])!;
        int width = FigureSheet.WidthOf(columns);
        plot.RenderInMemory(width, 225);
        PixelRect panel = plot.RenderManager.LastRender.DataRect;
        using Paint paint = Paint.NewDisposablePaint();
        (float Left, float Right)[] rooms = [.. plot.Axes.Bottom.TickGenerator.Ticks.Where(tick => tick.IsMajor).OrderBy(tick => tick.Position).Select(tick =>
        {
            float half = new LabelStyle { FontName = PanelDress.Font, FontSize = PanelDress.TickSize, Text = tick.Label }.Measure(paint).Size.Width / 2;
            float centre = plot.Axes.Bottom.GetPixel(tick.Position, panel);
            return (centre - half, centre + half);
        })];
        Assert.Equal(count, rooms.Length);
        Assert.True(rooms[0].Left >= 0 && rooms[^1].Right <= width, $"from {rooms[0].Left} to {rooms[^1].Right} of {width}");
        Assert.All(rooms.Zip(rooms.Skip(1)), pair => Assert.True(pair.First.Right <= pair.Second.Left));
    }

    [Fact]
    public void The_title_is_the_caption_and_not_drawn_and_fonts_have_a_fallback()
    {
        XElement root = Draw(Result.Figures[0], Result.Observables);
        Assert.Equal("Outliers", root.Elements().First().Value);
        Assert.Equal("title", root.Elements().First().Name.LocalName);
        Assert.DoesNotContain("Outliers", Texts(root));
        Assert.All(root.Descendants().Where(element => element.Name.LocalName == "text"), text => Assert.EndsWith(", sans-serif", text.Attribute("font-family")!.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Two_columns_are_seven_inches() =>
        Assert.Equal("7in", Draw(Result.Figures[0] with { Columns = 2 }, Result.Observables).Attribute("width")!.Value);

    [Fact]
    public void A_legend_covers_no_data_and_goes_below_where_there_is_no_room()
    {
        Assert.Equal(Alignment.UpperLeft, Corner([0, 10, 10], [0, 0, 10]));
        Assert.Equal(Alignment.UpperRight, Corner([0, 0, 10], [10, 0, 0]));
        Assert.Null(Corner([.. Enumerable.Range(0, 400).Select(i => i % 20.0)], [.. Enumerable.Range(0, 400).Select(i => i / 20.0)]));
    }

    [Fact]
    public void Means_over_sizes_lie_on_the_line_of_the_fit_and_theory_stands_at_zero()
    {
        double[] sizes = [64, 512, 4096];
        FiniteSizeSeries one = new("largest", sizes, [.. sizes.Select(size => 2 - (3 * Math.Pow(size, -2.0 / 3)))], [0.1, 0.1, 0.1], Limit: 2, LimitError: 0.05, Slope: -3, FittedFrom: 64, Theory: 2.1);
        using Plot plot = FiniteSizePlot.Create([one], 2.0 / 3, "N", "largest singular value");
        Assert.Equal("N⁻²⁄³", plot.Axes.Bottom.Label.Text);
        Scatter[] drawn = [.. plot.GetPlottables<Scatter>()];
        IReadOnlyList<Coordinates> line = drawn.Single(scatter => scatter.LineWidth > 0).Data.GetScatterPoints();
        Assert.Equal(new Coordinates(0, 2), line[0]);
        IReadOnlyList<Coordinates> points = drawn.Single(scatter => scatter.Data.GetScatterPoints().Count == 3).Data.GetScatterPoints();
        Assert.Equal([1.0 / 16, 1.0 / 64, 1.0 / 256], points.Select(point => point.X).Select(x => Math.Round(x, 12)));
        Assert.Equal(1.05 / 16, line[1].X, 1e-12);
        using Plot later = FiniteSizePlot.Create([one with { FittedFrom = 512 }], 2.0 / 3, "N", "largest singular value");
        Assert.Equal(1.05 / 64, later.GetPlottables<Scatter>().Single(scatter => scatter.LineWidth > 0).Data.GetScatterPoints()[1].X, 1e-12);
        double slope = (line[1].Y - line[0].Y) / (line[1].X - line[0].X);
        Assert.All(points, point => Assert.Equal(2 + (slope * point.X), point.Y, 1e-12));
        Assert.Equal([new Coordinates(0, 2), new Coordinates(0, 2.1)], drawn.Where(scatter => scatter.Data.GetScatterPoints().Count == 1).Select(scatter => scatter.Data.GetScatterPoints()[0]));
        ErrorBar bars = Assert.Single(plot.GetPlottables<ErrorBar>());
        Assert.Equal([0.2, 0.2, 0.2, 0.1], bars.YErrorPositive!);
        using FigureSheet sheet = FiniteSizePlot.Sheet([one], 2.0 / 3, "N", "largest singular value", "caption");
        Assert.Contains("N⁻²⁄³", Texts(XDocument.Parse(System.Text.Encoding.UTF8.GetString(sheet.Svg())).Root!));
    }

    private static Alignment? Corner(double[] x, double[] y)
    {
        using Plot plot = new();
        plot.Add.Scatter(x, y);
        plot.RenderInMemory(300, 200);
        return FreeCorner.Find(plot, new PixelSize(60, 40));
    }

    private static XElement Draw(FigureSpecification figure, IReadOnlyList<ObservableResult> observables)
    {
        using FigureSheet sheet = FigureResultFormat.Sheet(figure, observables)!;
        return XDocument.Parse(System.Text.Encoding.UTF8.GetString(sheet.Svg())).Root!;
    }

    private static string[] Texts(XElement root) => [.. root.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value.Trim())];

    [GeneratedRegex("[a-z0-9][A-Z][A-Za-z]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CamelCase();
}
