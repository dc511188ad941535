using System.Buffers.Binary;
using System.Xml.Linq;
using Numerics.Results.Figures;
using Numerics.Studies.Records;
using ScottPlot;
using ScottPlot.Plottables;

namespace Numerics.Results.Tests;

public class FigureResultTests
{
    [Fact]
    public void Each_figure_is_a_well_formed_svg_and_a_png_of_twice_the_size()
    {
        using TemporaryDirectory directory = new();
        IReadOnlyList<string> files = new FigureResultFormat().Write(SampleResults.Complete(), directory.Path);
        Assert.Equal(6, files.Count);
        foreach (string file in files)
        {
            byte[] bytes = File.ReadAllBytes(file);
            Assert.True(bytes.Length > 5_000, $"{file} has {bytes.Length} bytes.");
            if (file.EndsWith(".svg", StringComparison.Ordinal))
            {
                Assert.Equal("svg", XDocument.Load(file).Root!.Name.LocalName);
            }
            else
            {
                Assert.Equal(2 * FigureResultFormat.Width, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)));
                Assert.Equal(2 * FigureResultFormat.Height, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20)));
            }
        }
    }

    [Fact]
    public void Theory_and_simulation_change_the_picture()
    {
        byte[] Draw(RunResult result)
        {
            using TemporaryDirectory directory = new();
            return File.ReadAllBytes(new FigureResultFormat().Write(result, directory.Path)[1]);
        }

        RunResult complete = SampleResults.Complete();
        RunResult without = complete with { Observables = [SampleResults.Outlier with { Simulation = null }, .. complete.Observables.Skip(1)] };
        Assert.Equal(Draw(complete), Draw(complete));
        Assert.NotEqual(Draw(complete), Draw(without));
    }

    [Fact]
    public void A_figure_without_any_of_its_numbers_is_not_drawn()
    {
        using TemporaryDirectory directory = new();
        RunResult result = SampleResults.Complete();
        ObservableResult empty = SampleResults.Loss with { Theory = new(new double?[4], new double?[4]), Simulation = null, Comparison = null };
        Assert.Empty(new FigureResultFormat().Write(result with { Observables = [empty], Figures = [result.Figures[1]] }, directory.Path));
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.Path));
    }

    [Fact]
    public void A_figure_of_what_is_not_there_names_itself()
    {
        using TemporaryDirectory directory = new();
        RunResult result = SampleResults.Complete();
        FigureSpecification wrong = result.Figures[0] with { Layers = [new FigureLayer("nothing", FigureSource.Theory, "t")] };
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(
            () => new FigureResultFormat().Write(result with { Figures = [wrong] }, directory.Path));
        Assert.Contains("'outliers' draws 'nothing'", exception.Message, StringComparison.Ordinal);
        FigureSpecification noAxis = result.Figures[0] with { Layers = [new FigureLayer("bulkEdge", FigureSource.Theory, "t")] };
        Assert.Throws<InvalidOperationException>(() => new FigureResultFormat().Write(result with { Figures = [noAxis] }, directory.Path));
    }

    [Theory]
    [InlineData(1e-30, 1e30)]
    [InlineData(1.0, 1.2)]
    [InlineData(0.02, 40)]
    [InlineData(-1, 0)]
    public void Logarithmic_figures_of_any_range_are_drawn(double least, double greatest)
    {
        using TemporaryDirectory directory = new();
        RunResult result = SampleResults.Complete();
        ObservableResult loss = SampleResults.Loss with { Theory = new([greatest, null, least, 0], [greatest, null, least, 0]), Simulation = null };
        Assert.Equal(2, new FigureResultFormat().Write(result with { Observables = [loss], Figures = [result.Figures[1]] }, directory.Path).Count);
    }

    [Fact]
    public void Bars_span_two_standard_errors_and_are_cut_below_on_a_logarithmic_ordinate()
    {
        RunResult result = SampleResults.Complete();
        ObservableResult loss = SampleResults.Loss with { Theory = null, Simulation = new([1, 0.1, null, 10], [0.05, 0.08, null, 0.5], 16) };
        using Plot? linear = FigurePlot.Create(result.Figures[1] with { LogarithmicVertical = false }, [loss]);
        ErrorBar bars = Assert.Single(linear!.GetPlottables<ErrorBar>());
        Assert.Equal([0, 1, 5], bars.Xs);
        Assert.Equal([0.1, 0.16, 1], bars.YErrorPositive!.Select(e => Math.Round(e, 12)));
        Assert.Equal([0.1, 0.16, 1], bars.YErrorNegative!.Select(e => Math.Round(e, 12)));

        using Plot? logarithmic = FigurePlot.Create(result.Figures[1], [loss]);
        bars = Assert.Single(logarithmic!.GetPlottables<ErrorBar>());
        Assert.Equal([0, -1, 1], bars.Ys);
        Assert.Equal(Math.Log10(2.6), bars.YErrorPositive![1], 12); // 0.1 + 0.16
        Assert.Equal(Math.Log10(2), bars.YErrorNegative![1], 12); // 0.1 - 0.16 is cut at half the least value
    }

    [Fact]
    public void A_gap_breaks_the_line_and_the_band()
    {
        RunResult result = SampleResults.Complete();
        ObservableResult loss = SampleResults.Loss with { Theory = new([1, 2, null, 3], [0.1, 0.1, null, 0.1]), Simulation = null };
        using Plot? plot = FigurePlot.Create(result.Figures[1] with { LogarithmicVertical = false }, [loss]);
        Assert.Equal([2, 1], plot!.GetPlottables<Scatter>().Select(line => line.Data.GetScatterPoints().Count));
        Assert.Equal(2, plot.GetPlottables<FillY>().Count());
        Assert.All(plot.GetPlottables<Scatter>(), line => Assert.All(line.Data.GetScatterPoints(), point => Assert.True(double.IsFinite(point.Y))));
    }

    [Fact]
    public void Theory_and_simulation_of_one_series_share_a_colour_and_series_differ()
    {
        RunResult result = SampleResults.Complete();
        using Plot? plot = FigurePlot.Create(result.Figures[0], result.Observables);
        List<LegendItem> items = plot!.Legend.ManualItems;
        string[] expected = [.. from layer in new[] { "theory", "simulation" } from l in new[] { 1, 2 } from r in new[] { 1, 2, 3 } select $"{layer}, layer {l}, rank {r}"];
        Assert.Equal(expected, items.Select(item => item.LabelText));
        Assert.Equal(items.Take(6).Select(item => item.LineColor), items.Skip(6).Select(item => item.MarkerFillColor));
        Assert.Equal(6, items.Take(6).Select(item => item.LineColor).Distinct().Count());
    }

    [Fact]
    public void Many_series_have_one_legend_entry_per_layer_and_one_per_combination()
    {
        RunResult result = SampleResults.Complete();
        ObservableShape shape = SampleResults.Outlier.Shape with { Axes = [Axis.Of("layer", Enumerable.Range(1, 9)), Axis.Of("step", [0, 1])] };
        double?[] values = [.. Enumerable.Range(0, shape.Length).Select(i => (double?)i)];
        ObservableResult many = new(shape, new(values, values), new(values, values, 2), null);
        using Plot? plot = FigurePlot.Create(result.Figures[0], [many]);
        Assert.Equal(
            ["theory", "simulation", .. Enumerable.Range(1, 9).Select(l => $"layer {l}")],
            plot!.Legend.ManualItems.Select(item => item.LabelText));
    }
}
