using System.Text.Json;
using Numerics.Results.Hdf5;
using Numerics.Results.Json;
using Numerics.Studies.Records;

namespace Numerics.Results.Tests;

public class Hdf5ResultTests
{
    private const string OpenWithXarray = """
        import json, sys, math, xarray
        d = xarray.open_dataset(sys.argv[1], engine="h5netcdf")
        def plain(a):
            return [None if isinstance(x, float) and math.isnan(x) else float(x).hex() for x in a.values.ravel().tolist()]
        def text(attrs):
            return {k: (v if isinstance(v, str) else str(v)) for k, v in attrs.items()}
        print(json.dumps({
            "attributes": text(d.attrs),
            "coordinates": {k: plain(v) for k, v in d.coords.items()},
            "variables": {k: {"dims": list(v.dims), "shape": list(v.shape), "values": plain(v), "attributes": text(v.attrs)} for k, v in d.data_vars.items()}}))
        """;

    private const string OpenWithH5py = """
        import json, sys, h5py
        f = h5py.File(sys.argv[1], "r")
        print(json.dumps({n: {
            "scale": bool(h5py.h5ds.is_scale(d.id)),
            "scales": [list(x.keys()) for x in d.dims] if not h5py.h5ds.is_scale(d.id) else [],
            "targets": [x[0].name for x in d.dims] if not h5py.h5ds.is_scale(d.id) else []} for n, d in f.items()}))
        """;

    [Fact]
    public void Xarray_finds_every_number_with_named_dimensions_and_coordinates()
    {
        using TemporaryDirectory directory = new();
        RunResult result = SampleResults.WithLadder();
        JsonElement opened = PythonReader.Json(OpenWithXarray, Write(result, directory));
        JsonElement variables = opened.GetProperty("variables");
        int compared = 0;
        foreach (ObservableResult observable in result.Observables)
        {
            foreach ((string suffix, IReadOnlyList<double?>? values) in Sources(observable))
            {
                string name = $"{observable.Shape.Name}_{suffix}";
                Assert.Equal(values is not null, variables.TryGetProperty(name, out JsonElement variable));
                if (values is not null)
                {
                    AssertVariable(observable.Shape, suffix, values, variable);
                    compared++;
                }
            }
        }

        Assert.Equal(compared, variables.EnumerateObject().Count());
        Assert.Equal(["0x0.0p+0", "0x1.0000000000000p+0", "0x1.0000000000000p+1", "0x1.4000000000000p+2"], Strings(opened.GetProperty("coordinates").GetProperty("step")));
        Assert.Equal(2, opened.GetProperty("coordinates").GetProperty("kernel_step").GetArrayLength());
    }

    [Fact]
    public void Axes_of_equal_name_and_other_values_get_scales_of_their_own()
    {
        using TemporaryDirectory directory = new();
        JsonElement variables = PythonReader.Json(OpenWithXarray, Write(SampleResults.Complete(), directory)).GetProperty("variables");
        Assert.Equal(["layer", "step", "rank"], Strings(variables.GetProperty("outlier_theory").GetProperty("dims")));
        Assert.Equal(["step"], Strings(variables.GetProperty("trainingLoss_mean").GetProperty("dims")));
        Assert.Equal(["kernel_step", "ratio"], Strings(variables.GetProperty("kernel_theory").GetProperty("dims")));
        Assert.Empty(Strings(variables.GetProperty("bulkEdge_theory").GetProperty("dims")));
        Assert.Equal("step ratio", variables.GetProperty("kernel_theory").GetProperty("attributes").GetProperty("dimensions").GetString());
    }

    [Fact]
    public void H5py_sees_real_dimension_scales()
    {
        using TemporaryDirectory directory = new();
        JsonElement opened = PythonReader.Json(OpenWithH5py, Write(SampleResults.Complete(), directory));
        Assert.True(opened.GetProperty("step").GetProperty("scale").GetBoolean());
        Assert.True(opened.GetProperty("kernel_step").GetProperty("scale").GetBoolean());
        JsonElement theory = opened.GetProperty("kernel_theory");
        Assert.False(theory.GetProperty("scale").GetBoolean());
        Assert.Equal(["/kernel_step", "/ratio"], Strings(theory.GetProperty("targets")));
        Assert.Equal("kernel_step", theory.GetProperty("scales")[0][0].GetString());
    }

    [Fact]
    public void The_file_carries_manifest_schema_and_meaning()
    {
        using TemporaryDirectory directory = new();
        RunResult result = SampleResults.WithLadder();
        JsonElement opened = PythonReader.Json(OpenWithXarray, Write(result, directory));
        JsonElement attributes = opened.GetProperty("attributes");
        Assert.Equal(ManifestJson.ToText(result.Manifest), attributes.GetProperty("manifest").GetString());
        Assert.Equal(ResultSchema.Version.ToString(), attributes.GetProperty("schema").GetString());
        Assert.Equal("deep-linear", attributes.GetProperty("study").GetString());
        Assert.Equal("numericalFailure", attributes.GetProperty("outcome").GetString());
        JsonElement outlier = opened.GetProperty("variables").GetProperty("outlier_mean").GetProperty("attributes");
        Assert.Equal(SampleResults.Outlier.Shape.Definition, outlier.GetProperty("definition").GetString());
        Assert.Equal("1", outlier.GetProperty("unit").GetString());
        Assert.Equal("16", outlier.GetProperty("replicas").GetString());
    }

    [Theory]
    [InlineData(50_000, "\"seed\":18446744073709551557")]
    [InlineData(100_000, "\"completeIn\":\"manifest.json\"")]
    public void A_long_manifest_fits_or_is_pointed_to(int length, string expected)
    {
        using TemporaryDirectory directory = new();
        string path = Write(SampleResults.Complete(new string('y', length)), directory);
        string manifest = PythonReader.Json(OpenWithXarray, path).GetProperty("attributes").GetProperty("manifest").GetString()!;
        Assert.Contains(expected, manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void Theory_only_and_simulation_only_have_their_datasets_only()
    {
        using TemporaryDirectory directory = new();
        JsonElement theory = PythonReader.Json(OpenWithXarray, Write(SampleResults.TheoryOnly(), directory)).GetProperty("variables");
        Assert.All(theory.EnumerateObject(), variable => Assert.Contains("_theory", variable.Name, StringComparison.Ordinal));
        JsonElement simulation = PythonReader.Json(OpenWithXarray, Write(SampleResults.SimulationOnly(), directory)).GetProperty("variables");
        Assert.All(simulation.EnumerateObject(), variable => Assert.DoesNotContain("_theory", variable.Name, StringComparison.Ordinal));
        Assert.Equal(8, simulation.EnumerateObject().Count());
    }

    [Fact]
    public void Data_that_spells_an_object_header_is_left_alone()
    {
        using TemporaryDirectory directory = new();
        double spelled = BitConverter.ToDouble("OHDR\x02\x03\x10\x00"u8);
        ObservableResult trap = SampleResults.Kernel with { Theory = new([spelled, spelled], [0, 0]) };
        JsonElement variables = PythonReader.Json(
            OpenWithXarray, Write(SampleResults.Complete() with { Observables = [trap], Figures = [] }, directory)).GetProperty("variables");
        AssertVariable(trap.Shape, "theory", trap.Theory!.Value, variables.GetProperty("kernel_theory"));
    }

    [Fact]
    public void The_same_result_gives_the_same_bytes()
    {
        using TemporaryDirectory first = new();
        using TemporaryDirectory second = new();
        Assert.Equal(File.ReadAllBytes(Write(SampleResults.Complete(), first)), File.ReadAllBytes(Write(SampleResults.Complete(), second)));
    }

    [Fact]
    public void An_observable_whose_name_collides_with_a_scale_is_refused()
    {
        using TemporaryDirectory directory = new();
        ObservableResult axisNamedLikeDataset = SampleResults.Kernel with
        {
            Shape = SampleResults.Kernel.Shape with { Axes = [Axis.Of("kernel_theory", [1, 2])] },
        };
        Assert.Throws<InvalidOperationException>(
            () => Write(SampleResults.Complete() with { Observables = [axisNamedLikeDataset], Figures = [] }, directory));
    }

    private static void AssertVariable(ObservableShape shape, string suffix, IReadOnlyList<double?> values, JsonElement variable)
    {
        Assert.Equal(shape.Axes.Select(axis => axis.Values.Count), variable.GetProperty("shape").EnumerateArray().Select(n => n.GetInt32()));
        JsonElement[] read = [.. variable.GetProperty("values").EnumerateArray()];
        Assert.Equal(values.Count, read.Length);
        for (int i = 0; i < read.Length; i++)
        {
            Assert.Equal(values[i] is null, read[i].ValueKind == JsonValueKind.Null);
            if (values[i] is double expected)
            {
                Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(FromHex(read[i].GetString()!)));
            }
        }

        JsonElement attributes = variable.GetProperty("attributes");
        Assert.Equal(suffix == "z" ? "1" : shape.Unit, attributes.GetProperty("unit").GetString());
    }

    /// <summary>Python's float.hex: sign, 0x1.fffp+e.</summary>
    private static double FromHex(string text)
    {
        bool negative = text[0] == '-';
        string[] parts = text.TrimStart('-')[2..].Split('p');
        string[] mantissa = parts[0].Split('.');
        string digits = mantissa[0] + (mantissa.Length > 1 ? mantissa[1] : "");
        double value = ulong.Parse(digits, System.Globalization.NumberStyles.HexNumber);
        value = Math.ScaleB(value, int.Parse(parts[1]) - (4 * (digits.Length - mantissa[0].Length)));
        return negative ? -value : value;
    }

    private static (string, IReadOnlyList<double?>?)[] Sources(ObservableResult observable) =>
    [
        ("theory", observable.Theory?.Value),
        ("theory_standard_error", observable.Theory?.StandardError),
        ("mean", observable.Simulation?.Mean),
        ("standard_error", observable.Simulation?.StandardError),
        ("z", observable.Comparison?.ZScore),
        ("raw", observable.Comparison?.RawScore),
        ("detectable", observable.Comparison?.DetectableDeviation),
        ("fit", observable.Comparison?.Fit?.Limit),
        ("fit_standard_error", observable.Comparison?.Fit?.StandardError),
        ("fit_slope", observable.Comparison?.Fit?.Slope),
    ];

    private static string Write(RunResult result, TemporaryDirectory directory) =>
        Assert.Single(new Hdf5ResultFormat().Write(result, directory.Path));

    private static string[] Strings(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];
}
