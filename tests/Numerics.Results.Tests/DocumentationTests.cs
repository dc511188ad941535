using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Results.Files;
using Numerics.Results.Json;
using Numerics.Results.Parquet;
using Numerics.Studies.Records;
using Numerics.Results.Hdf5;

namespace Numerics.Results.Tests;

/// <summary>docs/results-format.md says everything that the files hold, in the words the files use.</summary>
public class DocumentationTests
{
    private static readonly string Root = FindRoot();
    private static readonly string Document = File.ReadAllText(Path.Combine(Root, "docs", "results-format.md"));

    [Fact]
    public void Schema_version_is_the_current_one() => Assert.Contains($"Schema version: **{ResultSchema.Version}**", Document, StringComparison.Ordinal);

    [Fact]
    public void Every_key_of_the_JSON_object_is_explained()
    {
        HashSet<string> keys = [];
        JsonElement root = JsonDocument.Parse(RunResultJson.ToText(SampleResults.Complete(), figures: true)).RootElement;
        Collect(root, keys);
        Assert.True(keys.Count > 50);
        Assert.All(keys, key => Assert.Contains($"`{key}`", Document, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_property_of_the_records_is_written()
    {
        HashSet<string> keys = [];
        Collect(JsonDocument.Parse(RunResultJson.ToText(SampleResults.Complete(), figures: true)).RootElement, keys);
        string[] manifest = [.. typeof(RunManifest).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name))];
        Assert.All(manifest, key => Assert.Contains(key, keys));
        string[] figure = [.. typeof(FigureSpecification).GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name))];
        Assert.All(figure, key => Assert.Contains(key, keys));
        string[] rule = [.. typeof(ComparisonRule).GetProperties().Where(p => p.GetCustomAttribute<JsonIgnoreAttribute>() is null).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name))];
        Assert.Equal(17, rule.Length);
        Assert.All(rule.Concat(typeof(FigureLayer).GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name))), key => Assert.Contains(key, keys));
    }

    [Fact]
    public void Every_enum_word_is_explained()
    {
        string[] words =
        [
            // How runs end, how replicas end.
            .. new[] { Outcome.Ok, Outcome.NumericalFailure, Outcome.Interrupted }.Select(Outcomes.RunWord),
            .. new[] { Outcome.Ok, Outcome.Diverged }.Select(Outcomes.ReplicaWord),
            .. Enum.GetNames<FigureSource>().Select(JsonNamingPolicy.CamelCase.ConvertName),
        ];
        Assert.All(words, word => Assert.Contains($"`{word}`", Document, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_dataset_column_and_file_is_explained()
    {
        string[] names =
        [
            .. Hdf5ResultFormat.Suffixes.Select(suffix => $"<observable>_{suffix}"),
            .. ParquetColumns.Leading, .. ParquetColumns.Trailing, .. ParquetResultFormat.MetadataKeys,
            RunFiles.Manifest, RunFiles.Json, RunFiles.Hdf5, RunFiles.Parquet, RunFiles.Report,
            "CLASS", "NAME", "axis", "DIMENSION_LIST", "_FillValue", "dimensions", "order", "missing", "fingerprint", "wall_seconds", "message",
        ];
        Assert.All(names, name => Assert.Contains($"`{name}`", Document, StringComparison.Ordinal));
    }

    [Fact]
    public void The_Python_example_reads_a_run()
    {
        using TemporaryDirectory directory = new();
        ResultFormats.WriteAll(SampleResults.Complete(), directory.Path);
        string output = PythonReader.Text(File.ReadAllText(Path.Combine(Root, "examples", "read_results.py")), directory.Path);
        Assert.Contains("deep-linear", output, StringComparison.Ordinal);
        Assert.Contains("outlier_theory", output, StringComparison.Ordinal);
    }

    private static void Collect(JsonElement element, HashSet<string> keys)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in element.EnumerateObject())
            {
                keys.Add(property.Name);
                if (property.Name is not ("parameters" or "axes" or "theoryEvidence" or "warnings" or "statistics" or "symbols"))
                {
                    Collect(property.Value, keys);
                }
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                Collect(item, keys);
            }
        }
    }

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Numerics.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("Numerics.sln is in no folder above the tests.");
    }
}
