using System.Text.Json.Nodes;
using Numerics.Studies.Configuration;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Configuration;

/// <summary>Swept configurations as text: what is printed is the same run, and other sweeps are other runs.</summary>
public sealed class SweptConfigurationTests
{
    [Theory]
    [InlineData("""{ "study": "tiny-gaussian", "sweep": { "width": [10, 20] } }""")]
    [InlineData("""{ "study": "tiny-gaussian", "seed": 18446744073709551615, "sweep": { "law.variance": { "from": 0.1, "to": 7, "points": 9 }, "shift": [0.1, 1e-7, 12345678901234567890] } }""")]
    [InlineData("""{ "study": "tiny-gaussian", "law": { "variance": 3 }, "sweep": { "law": { "name": ["uniform", "gaussian"] }, "file": [null, "x y.csv"], "steps": [[0], [0, 4]] } }""")]
    [InlineData("""{ "study": "tiny-gaussian", "steps": [1, 2, 3], "sweep": { "steps.1": [7, 8], "batch": ["full", [[0, 1]]] } }""")]
    [InlineData("""{ "study": "tiny-gaussian", "sweep": { "law": [{ "variance": 1 }, { "variance": 2, "name": "uniform" }] } }""")]
    [InlineData("""{ "study": "tiny-sweep" }""")]
    [InlineData("""{ "study": "tiny-sweep", "width": 20 }""")]
    [InlineData("""{ "study": "tiny-sweep", "sweep": { "width": null, "shift": [0, 1] } }""")]
    [InlineData("""{ "study": "tiny-sweep", "width": 20, "law": { "name": "uniform" } }""")]
    public void What_is_printed_reads_back_as_the_same_run(string text)
    {
        StudyConfiguration first = Read(text);
        StudyConfiguration second = Read(first.Print());
        Assert.Equal(first.Fingerprint, second.Fingerprint);
        Assert.Equal(first.Print(), second.Print());
        Assert.Equal(first.Sweep?.Axes.Select(axis => axis.Path), second.Sweep?.Axes.Select(axis => axis.Path));
        Assert.Equal(first.Points.Select(Describe), second.Points.Select(Describe));
        Assert.Equal(first.Prepare().Shapes.SelectMany(shape => shape.Axes.SelectMany(axis => axis.Values)), second.Prepare().Shapes.SelectMany(shape => shape.Axes.SelectMany(axis => axis.Values)));
    }

    [Fact]
    public void A_swept_parameter_has_no_value_of_its_own()
    {
        JsonObject resolved = Read("""{ "study": "tiny-gaussian", "sweep": { "width": [10, 20], "law.variance": [1, 3] } }""").ResolvedParameters;
        Assert.Equal("""{"width":[10,20],"law.variance":[1,3]}""", resolved["sweep"]!.ToJsonString());
        Assert.False(resolved.ContainsKey("width"));
        Assert.Equal("""{"name":"gaussian"}""", resolved["law"]!.ToJsonString());
        Assert.False(Read("""{ "study": "tiny-gaussian" }""").ResolvedParameters.ContainsKey("sweep"));
    }

    [Fact]
    public void Fingerprints_tell_sweeps_apart_and_nothing_else()
    {
        string[] different =
        [
            "", """, "sweep": { "width": [50] }""", """, "sweep": { "width": [50, 60] }""", """, "sweep": { "width": [50, 61] }""", """, "sweep": { "bytesPerReplica": [50, 60] }""",
            """, "sweep": { "width": [50, 60], "shift": [0] }""", """, "sweep": { "law.name": ["uniform", "gaussian"] }""", """, "sweep": { "law.name": ["gaussian", "uniform"] }""",
            """, "sweep": { "width": [50, 60] }, "replicas": 9""", """, "sweep": { "width": [50, 60] }, "seed": 2""",
        ];
        string[] fingerprints = [.. different.Select(rest => Read($$"""{ "study": "tiny-gaussian" {{rest}} }""").Fingerprint)];
        Assert.Equal(fingerprints.Length, fingerprints.Distinct().Count());

        foreach (string same in (string[])["""{ "width": [60, 50] }""", """{ "width": [60.0, 5e1] }""", """{ "width": { "from": 50, "to": 60, "points": 2 } }"""])
        {
            Assert.Equal(fingerprints[2], Read($$"""{ "study": "tiny-gaussian", "sweep": {{same}} }""").Fingerprint);
        }
    }

    [Fact]
    public void Files_of_all_points_enter_the_fingerprint()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            string file = Path.Combine(folder.FullName, "c.json");
            File.WriteAllText(file, """{ "study": "tiny-gaussian", "sweep": { "file": ["a.txt", "b.txt"] } }""");
            File.WriteAllText(Path.Combine(folder.FullName, "a.txt"), "1");
            File.WriteAllText(Path.Combine(folder.FullName, "b.txt"), "2");
            var reader = new ConfigurationReader(FakeStudy.Catalog);
            string first = reader.Read(file, []).Fingerprint;
            Assert.Equal(first, reader.Read(file, []).Fingerprint);
            File.WriteAllText(Path.Combine(folder.FullName, "b.txt"), "3");
            Assert.NotEqual(first, reader.Read(file, []).Fingerprint);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_preset_gives_defaults_and_a_sweep_that_the_configuration_changes()
    {
        Assert.Equal(["law.name", "width"], Read("""{ "study": "tiny-sweep" }""").Sweep!.Axes.Select(axis => axis.Path));
        Assert.Equal(6, ((FakeParameters)Read("""{ "study": "tiny-sweep" }""").Parameters).Replicas);
        StudyConfiguration changed = Read("""{ "study": "tiny-sweep", "replicas": 3, "grid": { "width": [20, 30, 40] }, "sweep": { "shift": [0] } }""");
        Assert.Equal(["law.name", "width", "shift"], changed.Sweep!.Axes.Select(axis => axis.Path));
        Assert.Equal([20, 30, 40], changed.Sweep.Coordinates()[1].Values);
        Assert.Equal(3, ((FakeParameters)changed.Parameters).Replicas);
        Assert.NotEqual(Read("""{ "study": "tiny-sweep" }""").Fingerprint, Read(Read("""{ "study": "tiny-sweep" }""").Print().Replace("tiny-sweep", "tiny-gaussian", StringComparison.Ordinal)).Fingerprint);
    }

    [Fact]
    public void The_schema_has_the_sweep_and_the_defaults_of_a_preset()
    {
        JsonNode properties = ConfigurationSchema.Of(FakeStudy.Preset)["properties"]!;
        Assert.Equal("""{"law.name":["gaussian","uniform"],"width":[10,40]}""", properties["sweep"]!["default"]!.ToJsonString());
        Assert.Equal(6, properties["replicas"]!["default"]!.GetValue<int>());
        Assert.Equal("tiny-sweep", properties["study"]!["const"]!.GetValue<string>());
        Assert.Null(ConfigurationSchema.Of(new FakeStudy())["properties"]!["sweep"]!["default"]);
        Assert.Equal("6", ParameterListing.Of(FakeStudy.Preset).Single(parameter => parameter.Path == "replicas").Default);
    }

    private static StudyConfiguration Read(string text) => Runs.Read(FakeStudy.Catalog, text);

    private static string Describe(object point)
    {
        var p = (FakeParameters)point;
        return $"{p.Width} {p.Shift:R} {p.Law} {p.File} {string.Join(',', p.Steps)} {p.Batch}";
    }
}
