using System.Text.Json;
using Numerics.Studies.Records;

namespace Numerics.Results.Json;

/// <summary>The keys of an observable that say how theory and simulation compare.</summary>
internal static class ComparisonJson
{
    /// <summary>Writes the keys; <c>verdict</c> and <c>zScore</c> are null where nothing was compared, and the others are left out.</summary>
    public static void Write(Utf8JsonWriter writer, ObservableComparison? comparison)
    {
        writer.WriteString("verdict", comparison is null ? null : JsonSettings.Word(comparison.Verdict));
        RunResultJson.WriteNumbers(writer, "zScore", comparison?.ZScore);
        if (comparison is null)
        {
            return;
        }

        RunResultJson.WriteNumbers(writer, "rawScore", comparison.RawScore);
        RunResultJson.WriteNumbers(writer, "entryLimit", comparison.EntryLimit);
        RunResultJson.WriteNumbers(writer, "detectableDeviation", comparison.DetectableDeviation);
        RunResultJson.WriteNumbers(writer, "relativeDetectable", comparison.RelativeDetectable);
        WriteNumber(writer, "limit", comparison.Limit);
        WriteNumber(writer, "worstDetectableRelative", comparison.WorstDetectableRelative);
        RunResultJson.WriteNumbers(writer, "fittedLimit", comparison.Fit?.Limit);
        RunResultJson.WriteNumbers(writer, "fittedStandardError", comparison.Fit?.StandardError);
        RunResultJson.WriteNumbers(writer, "fittedSlope", comparison.Fit?.Slope);
        RunResultJson.WriteNumbers(writer, "fittedFrom", comparison.Fit?.SmallestSize);
        writer.WriteString("allowance", comparison.Allowance);
        writer.WritePropertyName("findings");
        JsonSerializer.Serialize(writer, comparison.Findings, WrittenRecords.Default.Sentences);
        writer.WritePropertyName("rivals");
        JsonSerializer.Serialize(writer, comparison.Rivals, WrittenRecords.Default.Rivals);
    }

    /// <summary>Reads them back; results before schema 3 hold scores and a truth value only.</summary>
    public static ObservableComparison? Parse(JsonElement element)
    {
        JsonElement scores = element.GetProperty("zScore");
        if (!element.TryGetProperty("verdict", out JsonElement verdict))
        {
            return OldVerdict(element.GetProperty("agrees")) is { } old ? Old(old, RunResultReader.ParseNumbers(scores), element) : null;
        }

        if (verdict.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        double?[] Numbers(string key) => RunResultReader.ParseNumbers(element.GetProperty(key));
        return new ObservableComparison(
            JsonSettings.Parse<Judgement>(verdict.GetString()), Numbers("rawScore"), Numbers("zScore"), Numbers("entryLimit"), Numbers("detectableDeviation"), Numbers("relativeDetectable"))
        {
            Fit = element.GetProperty("fittedLimit").ValueKind == JsonValueKind.Null
                ? null
                : new SizeFit(Numbers("fittedLimit"), Numbers("fittedStandardError"), Numbers("fittedSlope"), Numbers("fittedFrom")),
            Allowance = element.GetProperty("allowance").GetString(),
            Findings = element.GetProperty("findings").Deserialize<string[]>(JsonSettings.Compact) ?? [],
            Rivals = element.GetProperty("rivals").Deserialize<RivalResult[]>(JsonSettings.Compact) ?? [],
        };
    }

    /// <summary>The truth value of results before schema 3.</summary>
    public static Judgement? OldVerdict(JsonElement agrees) => agrees.ValueKind == JsonValueKind.Null ? null
        : agrees.GetBoolean() ? Judgement.Agrees : Judgement.Disagrees;

    /// <summary>Limits and detectable deviations were not stored: what was beyond its limit is not known entry by entry any more.</summary>
    private static ObservableComparison Old(Judgement verdict, double?[] scores, JsonElement element)
    {
        var nothing = new double?[scores.Length];
        return new ObservableComparison(verdict, nothing, scores, nothing, nothing, nothing) { Allowance = element.GetProperty("allowance").GetString() };
    }

    private static void WriteNumber(Utf8JsonWriter writer, string key, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(key, number);
        }
        else
        {
            writer.WriteNull(key);
        }
    }
}
