using System.Data;
using System.Text.Json;
using DuckDB.NET.Data;
using Numerics.Results.Figures;
using Numerics.Results.Hdf5;
using Numerics.Results.Json;
using Numerics.Results.Parquet;
using Numerics.Studies.Records;

namespace Numerics.Results.Tests;

/// <summary>An axis whose coordinates are words, in every format, and the part of it that a figure draws.</summary>
public sealed class LabelledAxisTests
{
    private static ObservableResult Sweep { get; } = new(
        new ObservableShape("bestRate", "1", "Best rate.", [Axis.OfLabels("parameterization", ["muP", "NTK"]), new Axis("widthRatio", [0.5, 2, 8])]),
        new ObservableEstimate([1, 2, 3, 4, 5, 6], [0, 0, 0, 0, 0, 0]),
        null,
        null);

    private static RunResult Result => SampleResults.Complete() with
    {
        Observables = [Sweep],
        Figures =
        [
            new FigureSpecification("best", "Best", "widthRatio", "width", "rate", false, [new FigureLayer("bestRate", FigureSource.Theory, "theory")])
            {
                LogarithmicHorizontal = true,
                Slices = [new FigureSlice("parameterization", 1)],
            },
        ],
    };

    [Fact]
    public void Json_has_the_words_and_reads_them_back()
    {
        using TemporaryDirectory directory = new();
        new JsonResultFormat().Write(Result, directory.Path);
        JsonElement axes = JsonDocument.Parse(File.ReadAllText(directory.File("result.json"))).RootElement.GetProperty("observables")[0].GetProperty("axes");
        Assert.Equal(["muP", "NTK"], axes.GetProperty("parameterization").EnumerateArray().Select(item => item.GetString()));
        RunResult back = RunResultReader.Read(directory.Path);
        Assert.Equal(["muP", "NTK"], back.Observables[0].Shape.Axes[0].Labels);
        Assert.Null(back.Observables[0].Shape.Axes[1].Labels);
        Assert.Equal([new FigureSlice("parameterization", 1)], back.Figures[0].Slices);
        Assert.True(back.Figures[0].LogarithmicHorizontal);
    }

    [Fact]
    public void Parquet_has_the_words_in_a_text_column()
    {
        using TemporaryDirectory directory = new();
        string path = Assert.Single(new ParquetResultFormat().Write(Result, directory.Path));
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"select theory from '{path}' where parameterization = 'NTK' and widthRatio = 2";
        Assert.Equal(5.0, command.ExecuteScalar());
    }

    [Fact]
    public void Hdf5_has_numbers_from_0_and_the_words_as_flag_meanings()
    {
        using TemporaryDirectory directory = new();
        string path = Assert.Single(new Hdf5ResultFormat().Write(Result, directory.Path));
        JsonElement opened = PythonReader.Json(
            """
            import sys, json, xarray
            data = xarray.open_dataset(sys.argv[1], engine="h5netcdf")
            scale = data["parameterization"]
            at = list(scale.attrs["flag_meanings"].split()).index("NTK")
            print(json.dumps({"values": scale.values.tolist(), "picked": float(data["bestRate_theory"].sel(parameterization=at, widthRatio=2))}))
            """,
            path);
        Assert.Equal([0.0, 1.0], opened.GetProperty("values").EnumerateArray().Select(item => item.GetDouble()));
        Assert.Equal(5.0, opened.GetProperty("picked").GetDouble());
    }

    [Fact]
    public void A_figure_draws_its_slice_only()
    {
        FigureSeries series = Assert.Single(FigureSeries.Of(Result.Figures[0], Result.Observables));
        Assert.Equal([4.0, 5.0, 6.0], series.Vertical.Select(value => value!.Value));
        Assert.Empty(series.Further); // the only coordinate drawn belongs in the title, not in every legend entry
    }

    [Fact]
    public void A_figure_may_draw_one_coordinate_of_several_axes()
    {
        ObservableShape shape = new("x", "1", "X.", [Axis.OfLabels("kind", ["a", "b"]), Axis.Of("rank", [1, 2]), Axis.Of("layer", [1, 2]), Axis.Of("step", [0, 1])]);
        double?[] values = [.. Enumerable.Range(0, 16).Select(i => (double?)i)];
        ObservableResult x = new(shape, new ObservableEstimate(values, values), null, null);
        var figure = new FigureSpecification("f", "F", "step", "step", "x", false, [new FigureLayer("x", FigureSource.Theory, "theory")])
        {
            Slices = [new FigureSlice("kind", 1), new FigureSlice("layer", 0), new FigureSlice("absent", 3)],
        };
        IReadOnlyList<FigureSeries> series = FigureSeries.Of(figure, [x]);
        Assert.Equal(["rank 1", "rank 2"], series.Select(curve => Assert.Single(curve.Further).Text));
        Assert.Equal([8.0, 9, 12, 13], series.SelectMany(curve => curve.Vertical).Select(value => value!.Value)); // kind b, layer 1
    }

    [Fact]
    public void A_layer_takes_the_colours_of_the_observable_it_names()
    {
        ObservableResult other = Sweep with { Shape = Sweep.Shape with { Name = "measured" }, Theory = null, Simulation = new SimulationStatistics([1, 2, 3, 4, 5, 6], [0, 0, 0, 0, 0, 0], 2) };
        FigureSpecification figure = Result.Figures[0] with
        {
            Slices = [],
            Layers = [new FigureLayer("bestRate", FigureSource.Theory, "theory"), new FigureLayer("measured", FigureSource.Simulation, "simulation") { ColouredAs = "bestRate" }, new FigureLayer("measured", FigureSource.Simulation, "own")],
        };
        string[] keys = [.. FigureSeries.Of(figure, [Sweep, other]).Select(series => series.Key)];
        Assert.Equal(keys[..2], keys[2..4]);
        Assert.Empty(keys[..2].Intersect(keys[4..]));
    }
}
