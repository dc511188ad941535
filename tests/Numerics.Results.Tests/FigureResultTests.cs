using System.Buffers.Binary;
using System.Xml.Linq;
using Numerics.Results.Figures;
using Numerics.Studies.Records;

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
        ObservableResult empty = SampleResults.Loss with { Theory = new(new double?[4], new double?[4]), Simulation = null, ZScore = null };
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
}
