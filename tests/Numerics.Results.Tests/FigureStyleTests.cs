using Numerics.Results.Figures;
using Numerics.Studies.Records;
using ScottPlot;
using ScottPlot.Panels;
using ScottPlot.Plottables;

namespace Numerics.Results.Tests;

/// <summary>Colours, markers, patterns and legends.</summary>
public class FigureStyleTests
{
    private static readonly RunResult Result = SampleResults.Complete();

    [Fact]
    public void Theory_and_simulation_of_a_series_have_one_entry_with_line_and_marker_and_series_differ_in_colour_marker_and_pattern()
    {
        using Plot? plot = FigurePlot.Create(Result.Figures[0], Result.Observables);
        List<LegendItem> items = plot!.Legend.ManualItems;
        Assert.Equal([.. from layer in new[] { 1, 2 } from rank in new[] { 1, 2, 3 } select $"layer {layer}, rank {rank}"], items.Select(item => item.LabelText));
        Assert.All(items, item => Assert.Equal(item.LineColor, item.MarkerFillColor));
        Assert.Equal(6, items.Select(item => item.LineColor).Distinct().Count());
        Assert.Equal(6, items.Select(item => item.MarkerShape).Distinct().Count());
        Assert.Equal(6, items.Select(item => item.LinePattern.Name).Distinct().Count());
    }

    [Fact]
    public void The_same_colours_are_drawn()
    {
        using Plot? plot = FigurePlot.Create(Result.Figures[0], Result.Observables);
        Color[] lines = [.. plot!.GetPlottables<Scatter>().Where(drawn => drawn.LineWidth > 0).Select(drawn => drawn.LineColor).Distinct()];
        Color[] points = [.. plot.GetPlottables<Scatter>().Where(drawn => drawn.LineWidth == 0).Select(drawn => drawn.MarkerFillColor).Distinct()];
        Assert.Equal(lines.Order(Comparer), points.Order(Comparer));
        Assert.Equal(plot.Legend.ManualItems.Select(item => item.LineColor).Order(Comparer), lines.Order(Comparer));
    }

    [Fact]
    public void A_reference_is_grey_and_takes_no_colour()
    {
        FigureSpecification figure = Result.Figures[1] with
        {
            Layers = [new("edge", FigureSource.Reference, "bulk edge"), new("bound", FigureSource.Reference, "bound"), .. Result.Figures[1].Layers],
        };
        ObservableResult edge = SampleResults.Loss with { Shape = SampleResults.Loss.Shape with { Name = "edge" }, Simulation = null };
        ObservableResult bound = edge with { Shape = edge.Shape with { Name = "bound" } };
        using Plot? plot = FigurePlot.Create(figure, [SampleResults.Loss, edge, bound]);
        List<LegendItem> items = plot!.Legend.ManualItems;
        Assert.Equal(["loss", "bulk edge", "bound"], items.Select(item => item.LabelText));
        Assert.Equal([FigurePalette.Colour(0, 1), FigurePalette.Grey, FigurePalette.Grey], items.Select(item => item.LineColor));
        Assert.Equal(3, items.Select(item => item.LinePattern.Name).Distinct().Count());
    }

    [Fact]
    public void More_series_than_colours_share_those_of_what_differs_in_one_respect()
    {
        ObservableShape shape = SampleResults.Outlier.Shape with { Axes = [Axis.OfLabels("side", ["left", "right"]), Axis.Of("layer", [1, 2, 3, 4, 5]), Axis.Of("step", [0, 1])] };
        using Plot? plot = FigurePlot.Create(Result.Figures[0], [Filled(shape)]);
        List<LegendItem> items = plot!.Legend.ManualItems;
        Assert.Equal(10, items.Count);
        Assert.Equal(items.Take(5).Select(item => item.LineColor), items.Skip(5).Select(item => item.LineColor));
        Assert.Equal(5, items.Select(item => item.LineColor).Distinct().Count());
        Assert.All(items.Take(5).Zip(items.Skip(5)), pair => Assert.NotEqual((pair.First.MarkerShape, pair.First.LinePattern.Name), (pair.Second.MarkerShape, pair.Second.LinePattern.Name)));
    }

    [Fact]
    public void Many_series_along_one_numeric_axis_take_a_colour_scale_by_its_letter()
    {
        ObservableShape shape = SampleResults.Outlier.Shape with { Axes = [new("outputScale", [.. Enumerable.Range(0, 14).Select(k => Math.Pow(2, k))]), Axis.Of("step", [0, 1])] };
        FigureSpecification figure = Result.Figures[0] with { Symbols = new Dictionary<string, string> { ["outputScale"] = "γ₀" } };
        using Plot? plot = FigurePlot.Create(figure, [Filled(shape)]);
        Assert.Empty(plot!.Legend.ManualItems);
        Assert.Equal("γ₀", Assert.Single(plot.Axes.GetPanels().OfType<ColorBar>()).Label);
        Assert.Equal(14, plot.GetPlottables<Scatter>().Where(line => line.LineWidth > 0).Select(line => line.LineColor).Distinct().Count());
    }

    [Fact]
    public void Many_series_of_words_have_a_thinned_legend_that_says_so()
    {
        ObservableShape shape = SampleResults.Outlier.Shape with { Axes = [Axis.OfLabels("law", [.. Enumerable.Range(0, 20).Select(k => $"law{k}")]), Axis.Of("step", [0, 1])] };
        using Plot? plot = FigurePlot.Create(Result.Figures[0], [Filled(shape)]);
        string[] texts = [.. plot!.Legend.ManualItems.Select(item => item.LabelText)];
        Assert.Equal(["law0", "law19"], [texts[0], texts[^2]]);
        Assert.Equal("(14 between)", texts[^1]);
    }

    [Fact]
    public void A_density_has_its_edge_and_ticks_at_single_values_in_its_colour()
    {
        ObservableResult top = new(new("top", "1", "Largest.", [Axis.Of("rank", [1, 2])]), null, new([1.9, 1.8], [0.1, 0.1], 2), null);
        ObservableResult edge = new(new("edge", "1", "Edge.", []), new([1.7], [0]), null, null);
        FigureSpecification figure = Result.Figures[2] with
        {
            Slices = [],
            Layers = [.. Result.Figures[2].Layers, new("edge", FigureSource.Mark, "bulk edge"), new("top", FigureSource.Rug, "largest") { ColouredAs = "bulkDensity" }],
        };
        using Plot? plot = FigurePlot.Create(figure, [SampleResults.Density, top, edge]);
        Scatter[] vertical = [.. plot!.GetPlottables<Scatter>().Where(drawn => drawn.Data.GetScatterPoints() is [var a, var b] && a.X == b.X)];
        Assert.Equal([1.7, 1.9, 1.8], vertical.Select(line => line.Data.GetScatterPoints()[0].X));
        Assert.Equal([FigurePalette.Grey, FigurePalette.Colour(0, 1), FigurePalette.Colour(0, 1)], vertical.Select(line => line.LineColor));
        AxisLimits limits = plot.Axes.GetLimits();
        Assert.Equal(0, limits.Bottom);
        Assert.Equal([limits.Top, 0.06 * limits.Top, 0.06 * limits.Top], vertical.Select(line => Math.Round(line.Data.GetScatterPoints()[1].Y, 12)).Zip([limits.Top, 0.06 * limits.Top, 0.06 * limits.Top], (drawn, asked) => Math.Abs(drawn - asked) < 1e-9 ? asked : drawn));
    }

    [Fact]
    public void The_panel_below_has_the_scores_in_the_colours_of_the_points()
    {
        FigureSpecification figure = Result.Figures[0];
        IReadOnlyList<FigureSeries> series = FigureSeries.Of(figure, Result.Observables);
        var styles = new FigureStyles(figure, series);
        using Plot upper = FigurePlot.Create(figure, series, styles);
        using Plot? lower = FigureResiduals.Create(figure, series, styles, upper);
        Scatter[] drawn = [.. lower!.GetPlottables<Scatter>()];
        double[] scores = [.. SampleResults.Outlier.Comparison!.ZScore.OfType<double>().Order()];
        Assert.Equal(scores, drawn.SelectMany(points => points.Data.GetScatterPoints()).Select(point => point.Y).Order());
        Assert.Equal(
            upper.GetPlottables<Scatter>().Where(points => points.LineWidth == 0).Select(points => (points.MarkerFillColor, points.MarkerShape)),
            drawn.Select(points => (points.MarkerFillColor, points.MarkerShape)));
        Assert.Equal(upper.Axes.GetLimits().HorizontalRange, lower.Axes.GetLimits().HorizontalRange);
        Assert.Null(FigureResiduals.Create(figure with { Residuals = false }, series, styles, upper));
    }

    private static IComparer<Color> Comparer => Comparer<Color>.Create((a, b) => a.ARGB.CompareTo(b.ARGB));

    private static ObservableResult Filled(ObservableShape shape)
    {
        double?[] values = [.. Enumerable.Range(0, shape.Length).Select(i => (double?)i)];
        return new(shape, new(values, values), new(values, values, 2), null);
    }
}
