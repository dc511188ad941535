using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Numerics.Results.Json;
using Numerics.Studies.Records;

namespace Numerics.Results.Tests;

/// <summary>Records are written by code made at build time: the text must be that which the serializer finds from the types, key by key and in the same order.</summary>
public class WrittenRecordsTests
{
    private static readonly JsonSerializerOptions Indented = new(JsonSettings.Compact) { WriteIndented = true, NewLine = "\n" };

    [Fact]
    public void Manifest_of_one_line_and_of_several()
    {
        RunManifest manifest = SampleResults.Manifest() with { Shard = "1/2", Mode = "run", ConfigurationDirectory = "folder λ <a & b>" };
        Same(manifest, WrittenRecords.Default.RunManifest);
        Assert.Equal(JsonSerializer.Serialize(manifest, Indented), WrittenRecords.Text(manifest, WrittenRecords.Default.RunManifest, indented: true));
    }

    [Fact]
    public void Figures_with_every_kind_and_source()
    {
        IReadOnlyList<FigureSpecification> figures =
        [
            .. SampleResults.WithLadder().Figures,
            .. Enum.GetValues<FigureKind>().Select(kind => new FigureSpecification(
                $"f-{kind}", "a < b", "step", "t", "σ", true, [.. Enum.GetValues<FigureSource>().Select(source => new FigureLayer("loss", source, "x") { ColouredAs = "y" })])
            {
                Kind = kind,
                Slices = [new FigureSlice("layer", 2)],
                Symbols = new Dictionary<string, string> { ["loss"] = "L" },
            }),
        ];
        Same(figures, WrittenRecords.Default.Figures);
        Assert.Contains("\"kind\":\"plane\"", WrittenRecords.Text(figures, WrittenRecords.Default.Figures), StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_with_and_without_what_is_left_out()
    {
        ComparisonRule plain = new(100, 0.5, 1);
        ComparisonRule full = new(100, 0.5, 1, [true, false])
        {
            Rivals = [new Rival("independent", "rival")], TheoryFreedom = 3, ReplicaDeviation = 1e-300, NaturalScale = 0.5, Resolution = 0.02, BandAlong = "x", VarianceOf = "loss", IsShare = true, IsOverSizes = true,
            EntrySizes = [10, 20], Points = 2, Relative = true,
        };
        foreach (ComparisonRule? rule in new[] { plain, full, full with { Blocks = [plain, null, full] }, null })
        {
            Same(rule!, WrittenRecords.Default.ComparisonRule);
        }
    }

    [Fact]
    public void Ladder_resolution_tables_and_rivals()
    {
        Same(new Ladder("width", [100, 200.5], [8, 4]), WrittenRecords.Default.Ladder);
        Same(null!, WrittenRecords.Default.Ladder);
        Same(new Resolution(0.01, new Dictionary<string, double> { ["trainingLoss"] = 0.1, ["Own"] = 1e-7 }), WrittenRecords.Default.Resolution);
        Same<IReadOnlyDictionary<string, double>>(new Dictionary<string, double> { ["Outlier"] = 1.002 }, WrittenRecords.Default.Factors);
        Same<IReadOnlyList<TableSpecification>>(
            [new("t", "title", "layer", [new TableColumn("words") { Words = ["a", "b"] }, new TableColumn("numbers") { Observable = "loss", Slices = [new FigureSlice("step", 1)], ChosenAlong = "step" }])],
            WrittenRecords.Default.Tables);
        Same<IReadOnlyList<RivalResult>>([new("independent", 3, 1.5, -0.25, 12, 4.5)], WrittenRecords.Default.Rivals);
        Same<IReadOnlyList<string>>(["off by 3 %", "\"λ\""], WrittenRecords.Default.Sentences);
    }

    [Fact]
    public void Words_are_read_back_and_others_are_refused()
    {
        var options = new JsonSerializerOptions { Converters = { new CamelCaseWord<FigureKind>() } };
        Assert.All(Enum.GetValues<FigureKind>(), kind => Assert.Equal(kind, JsonSerializer.Deserialize<FigureKind>(JsonSerializer.Serialize(kind, options), options)));
        Assert.All(["\"nonsense\"", "3", "null"], text => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<FigureKind>(text, options)));
        Assert.Throws<JsonException>(() => JsonSerializer.Serialize((FigureKind)99, options));
    }

    private static void Same<T>(T value, JsonTypeInfo<T> type) => Assert.Equal(JsonSerializer.Serialize(value, JsonSettings.Compact), WrittenRecords.Text(value, type));
}
