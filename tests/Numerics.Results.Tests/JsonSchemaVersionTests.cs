using System.Text.Json;
using CsCheck;
using Numerics.Results.Files;
using Numerics.Results.Json;
using Numerics.Studies.Records;

namespace Numerics.Results.Tests;

/// <summary>Results of other versions of the schema, and damaged ones.</summary>
public class JsonSchemaVersionTests
{
    [Fact]
    public void A_newer_schema_is_refused_with_one_sentence()
    {
        using TemporaryDirectory directory = new();
        new JsonResultFormat().Write(SampleResults.Complete(), directory.Path);
        string path = directory.File("result.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"schema\": 3,", "\"schema\": 4,", StringComparison.Ordinal));
        ResultFileException exception = Assert.Throws<ResultFileException>(() => RunResultReader.Read(directory.Path));
        Assert.Contains("schema version 4", exception.Message, StringComparison.Ordinal);

        ManifestJson.Write(SampleResults.Manifest() with { SchemaVersion = 9 }, directory.File("manifest.json"));
        Assert.Contains(
            "schema version 9",
            Assert.Throws<ResultFileException>(() => RunResultReader.ReadManifest(directory.Path)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"schema\":\"1\"}")]
    [InlineData("{\"schema\":1,\"observables\":3}")]
    [InlineData("{\"schema\":2,\"observables\":3}")]
    public void A_damaged_file_is_refused_with_one_sentence(string content)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory.File("result.json"), content);
        Assert.Contains(
            directory.File("result.json"),
            Assert.Throws<ResultFileException>(() => RunResultReader.Read(directory.Path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Results_before_schema_2_are_read()
    {
        // Warnings and statistics stood among the evidence, by the first word of their names; there were no rules, and figures had one slice.
        using TemporaryDirectory directory = new();
        RunResult back = OldResult.Write(directory.Path, schema: 1);
        Assert.Equal(
            [(FactKind.Evidence, "closed form"), (FactKind.Warning, "The edge is critical."), (FactKind.Statistic, "The fit agrees.")],
            back.Facts.Select(fact => (fact.Kind, fact.Text)));
        Assert.All(back.Observables, observable => Assert.Null(observable.Rule));
        Assert.All(back.Figures, figure => Assert.Empty(figure.Slices));
        Assert.Equal(1, back.Manifest.SchemaVersion);
        Assert.Equal(SampleResults.Outlier.Theory!.Value, back.Observables[0].Theory!.Value);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Verdicts_before_schema_3_are_truth_values_without_limits(int schema)
    {
        using TemporaryDirectory directory = new();
        RunResult back = OldResult.Write(directory.Path, schema);
        Assert.Equal(Judgement.Disagrees, back.Verdict);
        Assert.Equal([Judgement.Agrees, Judgement.Disagrees, null, Judgement.Agrees, null, null], back.Observables.Select(observable => observable.Comparison?.Verdict));
        ObservableComparison loss = back.Observables[1].Comparison!;
        Assert.Equal([0.5, -7, 6, 0.25], loss.ZScore);
        Assert.Equal((1, (double?)null, (bool?)null), (loss.Worst, loss.Limit, loss.WithinLimit(1)));
        Assert.All(loss.EntryLimit, limit => Assert.Null(limit));
        Assert.Equal("6 N^-1 = 0.012", loss.Allowance);

        // Written by this version it reads back, still without limits.
        string text = RunResultJson.ToText(back, figures: true);
        Assert.DoesNotContain("E+308", text.Replace("1.7976931348623157E+308", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, Parse(text).GetProperty("observables")[1].GetProperty("limit").ValueKind);
        File.WriteAllText(directory.File("result.json"), text);
        SameResult.AssertSame(back, RunResultReader.Read(directory.Path));
    }

    [Fact]
    public void Truncated_results_never_read()
    {
        using TemporaryDirectory directory = new();
        new JsonResultFormat().Write(SampleResults.Complete(), directory.Path);
        byte[] whole = File.ReadAllBytes(directory.File("result.json"));
        for (int length = 0; length < whole.Length - 2; length += 97)
        {
            File.WriteAllBytes(directory.File("result.json"), whole[..length]);
            Assert.Throws<ResultFileException>(() => RunResultReader.Read(directory.Path));
        }
    }

    private static JsonElement Parse(string text) => JsonDocument.Parse(text).RootElement;
}
