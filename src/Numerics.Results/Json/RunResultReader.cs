using System.Text.Json;
using System.Text.Json.Nodes;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Results.Contract;
using Numerics.Results.Files;
using Numerics.Studies.Records;

namespace Numerics.Results.Json;

/// <summary>
/// Reads <c>result.json</c> back: what <c>show</c>, <c>verify</c> and <c>merge</c> work on. All numbers come back with the same bits; failures come
/// back without wall time and values, which the file does not hold (the replica files do).
/// </summary>
public static class RunResultReader
{
    /// <summary>Reads the result of a run directory.</summary>
    /// <exception cref="ResultFileException">The file is not there, damaged or of a newer schema; the message is one sentence.</exception>
    public static RunResult Read(string directory)
    {
        string path = Path.Combine(directory, RunFiles.Json);
        return Path.Exists(path) || !File.Exists(Path.Combine(directory, RunFiles.Manifest)) ? JsonFile.Read(path, "schema", ParseResult)
            : throw new ResultFileException(DirectoryLock.HolderOf(directory) is { } holder
                ? $"'{directory}' holds no {RunFiles.Json} yet: it is being written by {holder}; wait until that run ends."
                : $"'{directory}' holds no {RunFiles.Json}: the run did not come to its end; go on with it by 'numerics resume {directory}'.");
    }

    /// <summary>Reads the manifest of a run directory.</summary>
    /// <exception cref="ResultFileException">The file is not there, damaged or of a newer schema; the message is one sentence.</exception>
    public static RunManifest ReadManifest(string directory) => ManifestJson.Read(Path.Combine(directory, RunFiles.Manifest));

    private static RunResult ParseResult(JsonElement root)
    {
        RunManifest manifest = ManifestJson.Parse(root.GetProperty("manifest"));
        if (root.TryGetProperty("parameters", out JsonElement parameters) && !JsonNode.DeepEquals(JsonNode.Parse(parameters.GetRawText()), manifest.Parameters))
        {
            throw new ResultFileException($"The key parameters of a {RunFiles.Json} is not that of its manifest: one of them was changed; take the file as the run wrote it.");
        }

        RunResult result = new(
            manifest,
            [.. root.GetProperty("observables").EnumerateArray().Select(ParseObservable)],
            Verdict(root),
            root.GetProperty("familyWiseFalseAlarmRate").GetDouble(),
            Outcomes.Parse(root.GetProperty("outcome").GetString()!),
            [.. root.GetProperty("failures").EnumerateArray().Select(ParseFailure)],
            root.TryGetProperty("figures", out JsonElement figures)
                ? figures.Deserialize<FigureSpecification[]>(JsonSettings.Compact) ?? []
                : [])
        {
            Ladder = root.TryGetProperty("ladder", out JsonElement ladder) ? ladder.Deserialize<Ladder>(JsonSettings.Compact) : null,
            Resolution = root.TryGetProperty("resolution", out JsonElement resolution) ? resolution.Deserialize<Resolution>(JsonSettings.Compact)! : Resolution.Default,
            Distortions = root.TryGetProperty("distortions", out JsonElement distortions)
                ? distortions.Deserialize<Dictionary<string, double>>(JsonSettings.Compact)!
                : new Dictionary<string, double>(),
            TheoryFailure = root.TryGetProperty("theoryFailure", out JsonElement failure) ? failure.GetString() : null,
            Facts = [.. ParseFacts(root, "theoryEvidence", FactKind.Evidence), .. ParseFacts(root, "warnings", FactKind.Warning), .. ParseFacts(root, "statistics", FactKind.Statistic), .. ParseFacts(root, "answers", FactKind.Answer)],
            Tables = root.TryGetProperty("tables", out JsonElement tables) ? tables.Deserialize<TableSpecification[]>(JsonSettings.Compact) ?? [] : [],
        };
        ResultValidation.Check(result);
        return result;
    }

    private static ObservableResult ParseObservable(JsonElement element)
    {
        ObservableShape shape = new(
            Text(element, "name"),
            Text(element, "unit"),
            Text(element, "definition"),
            [.. element.GetProperty("axes").EnumerateObject().Select(ParseAxis)])
        {
            IsRootMeanSquare = element.TryGetProperty("rootMeanSquare", out JsonElement rooted) && rooted.GetBoolean(),
        };
        ObservableEstimate? theory = element.TryGetProperty("theory", out JsonElement values)
            ? new(ParseNumbers(values), ParseNumbers(element.GetProperty("theoryStandardError")))
            : null;
        SimulationStatistics? simulation = element.TryGetProperty("simulation", out JsonElement statistics)
            ? new(
                ParseNumbers(statistics.GetProperty("mean")),
                ParseNumbers(statistics.GetProperty("standardError")),
                statistics.GetProperty("replicas").GetInt32())
            {
                Counts = statistics.TryGetProperty("counts", out JsonElement counts)
                    ? [.. counts.EnumerateArray().Select(count => count.GetInt32())]
                    : null,
            }
            : null;
        return new(shape, theory, simulation, ComparisonJson.Parse(element))
        {
            Rule = element.TryGetProperty("rule", out JsonElement rule) ? rule.Deserialize<ComparisonRule>(JsonSettings.Compact) : null,
            ZeroEntries = element.TryGetProperty("zeroEntries", out JsonElement zeros) ? zeros.GetInt32() : 0,
        };
    }

    /// <summary>In results before schema 2 warnings and statistics stood among the evidence, by the first word of their names.</summary>
    private static IEnumerable<Fact> ParseFacts(JsonElement root, string key, FactKind kind) => !root.TryGetProperty(key, out JsonElement facts)
        ? []
        : facts.EnumerateObject().Select(fact => new Fact(OldKind(fact.Name) ?? kind, fact.Name, fact.Value.GetString() ?? ""));

    private static FactKind? OldKind(string name) => name.StartsWith("warning:", StringComparison.Ordinal) ? FactKind.Warning
        : name.StartsWith("statistic:", StringComparison.Ordinal) ? FactKind.Statistic
        : null;

    private static ReplicaRecord ParseFailure(JsonElement element) => new(
        element.GetProperty("replica").GetInt32(),
        element.GetProperty("seed").GetUInt64(),
        Outcomes.Parse(element.GetProperty("outcome").GetString()!),
        element.GetProperty("message").GetString(),
        new Dictionary<string, IReadOnlyList<double?>>(),
        0);

    private static string Text(JsonElement element, string key) =>
        element.GetProperty(key).GetString() ?? throw new JsonException($"'{key}' is null");

    private static Axis ParseAxis(JsonProperty axis) => axis.Value.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String)
        ? Axis.OfLabels(axis.Name, [.. axis.Value.EnumerateArray().Select(item => item.GetString()!)])
        : new Axis(axis.Name, [.. axis.Value.EnumerateArray().Select(number => number.GetDouble())]);

    internal static double?[] ParseNumbers(JsonElement array) =>
        [.. array.EnumerateArray().Select(number => number.ValueKind == JsonValueKind.Null ? (double?)null : number.GetDouble())];

    /// <summary>The verdict; before schema 3 the truth value <c>agrees</c>.</summary>
    private static Judgement? Verdict(JsonElement element) => element.TryGetProperty("verdict", out JsonElement word)
        ? word.GetString() is { } text ? JsonSettings.Parse<Judgement>(text) : null
        : ComparisonJson.OldVerdict(element.GetProperty("agrees"));
}
