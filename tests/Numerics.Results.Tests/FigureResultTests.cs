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
    public void Each_figure_is_a_well_formed_svg_and_a_png_at_288_pixels_to_the_inch()
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
                XElement root = XDocument.Load(file).Root!;
                Assert.Equal("svg", root.Name.LocalName);
                Assert.Equal("3.396in", root.Attribute("width")!.Value);
            }
            else
            {
                Assert.InRange(BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)) / 288.0, 3.35, 3.45);
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
}
