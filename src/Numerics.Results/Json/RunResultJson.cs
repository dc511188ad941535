using System.Text;
using System.Text.Json;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Results.Contract;
using Numerics.Studies.Records;

namespace Numerics.Results.Json;

/// <summary>
/// The result as one JSON object (docs/results-format.md). Arrays are flattened in the order of the axes, last axis fastest; missing is null;
/// numbers are the shortest text that reads back to the same bits, so integer-valued ones print as integers.
/// </summary>
public static class RunResultJson
{
    /// <summary>The object of <c>--json</c>.</summary>
    /// <param name="result">What to print.</param>
    /// <param name="indented">Over several lines (arrays of numbers stay on one), or all on one.</param>
    /// <param name="figures">Whether the keys <c>figures</c> and <c>tables</c> are added, as in <c>result.json</c>.</param>
    /// <exception cref="InvalidOperationException">A number is not finite or an array does not fit its axes: a bug upstream.</exception>
    public static string ToText(RunResult result, bool indented = false, bool figures = false)
    {
        ResultValidation.Check(result);
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, JsonSettings.Writer(indented)))
        {
            WriteResult(writer, result, figures);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void WriteResult(Utf8JsonWriter writer, RunResult result, bool figures)
    {
        writer.WriteStartObject();
        writer.WriteNumber("schema", ResultSchema.Version);
        writer.WriteString("study", result.Manifest.Study);
        writer.WritePropertyName("parameters");
        result.Manifest.Parameters.WriteTo(writer);
        writer.WriteStartArray("observables");
        foreach (ObservableResult observable in result.Observables)
        {
            WriteObservable(writer, observable);
        }

        writer.WriteEndArray();
        writer.WriteString("verdict", result.Verdict is { } verdict ? JsonSettings.Word(verdict) : null);
        writer.WriteNumber("familyWiseFalseAlarmRate", result.FamilyWiseFalseAlarmRate);
        writer.WritePropertyName("ladder");
        JsonSerializer.Serialize(writer, result.Ladder!, WrittenRecords.Default.Ladder);
        writer.WritePropertyName("resolution");
        JsonSerializer.Serialize(writer, result.Resolution, WrittenRecords.Default.Resolution);
        writer.WritePropertyName("distortions");
        JsonSerializer.Serialize(writer, result.Distortions, WrittenRecords.Default.Factors);
        writer.WriteString("outcome", Outcomes.RunWord(result.Outcome));
        writer.WriteString("theoryFailure", result.TheoryFailure);
        WriteFacts(writer, "theoryEvidence", result.Facts, FactKind.Evidence);
        WriteFacts(writer, "warnings", result.Facts, FactKind.Warning);
        WriteFacts(writer, "statistics", result.Facts, FactKind.Statistic);
        WriteFacts(writer, "answers", result.Facts, FactKind.Answer);
        writer.WriteStartArray("failures");
        foreach (ReplicaRecord failure in result.Failures)
        {
            WriteFailure(writer, failure);
        }

        writer.WriteEndArray();
        writer.WritePropertyName("manifest");
        JsonSerializer.Serialize(writer, result.Manifest, WrittenRecords.Default.RunManifest);
        if (figures)
        {
            writer.WritePropertyName("figures");
            JsonSerializer.Serialize(writer, result.Figures, WrittenRecords.Default.Figures);
            writer.WritePropertyName("tables");
            JsonSerializer.Serialize(writer, result.Tables, WrittenRecords.Default.Tables);
        }

        writer.WriteEndObject();
    }

    private static void WriteObservable(Utf8JsonWriter writer, ObservableResult observable)
    {
        writer.WriteStartObject();
        writer.WriteString("name", observable.Shape.Name);
        writer.WriteString("unit", observable.Shape.Unit);
        writer.WriteString("definition", observable.Shape.Definition);
        if (observable.Shape.IsRootMeanSquare)
        {
            writer.WriteBoolean("rootMeanSquare", true);
        }

        writer.WriteStartObject("axes");
        foreach (Axis axis in observable.Shape.Axes)
        {
            WriteCoordinates(writer, axis);
        }

        writer.WriteEndObject();
        if (observable.Theory is { } theory)
        {
            WriteNumbers(writer, "theory", theory.Value);
            WriteNumbers(writer, "theoryStandardError", theory.StandardError);
        }

        if (observable.Simulation is { } simulation)
        {
            WriteSimulation(writer, simulation);
        }

        ComparisonJson.Write(writer, observable.Comparison);
        writer.WritePropertyName("rule");
        JsonSerializer.Serialize(writer, observable.Rule!, WrittenRecords.Default.ComparisonRule);
        if (observable.ZeroEntries > 0)
        {
            writer.WriteNumber("zeroEntries", observable.ZeroEntries);
        }

        writer.WriteEndObject();
    }

    private static void WriteSimulation(Utf8JsonWriter writer, SimulationStatistics simulation)
    {
        writer.WriteStartObject("simulation");
        WriteNumbers(writer, "mean", simulation.Mean);
        WriteNumbers(writer, "standardError", simulation.StandardError);
        writer.WriteNumber("replicas", simulation.Replicas);
        if (simulation.Counts is { } counts)
        {
            WriteNumbers(writer, "counts", counts.Select(count => (double?)count));
        }

        writer.WriteEndObject();
    }

    private static void WriteFacts(Utf8JsonWriter writer, string key, IReadOnlyList<Fact> facts, FactKind kind)
    {
        writer.WriteStartObject(key);
        foreach (Fact fact in facts.Where(fact => fact.Kind == kind).DistinctBy(fact => fact.Name))
        {
            writer.WriteString(fact.Name, fact.Text);
        }

        writer.WriteEndObject();
    }

    private static void WriteCoordinates(Utf8JsonWriter writer, Axis axis)
    {
        if (axis.Labels is null)
        {
            WriteNumbers(writer, axis.Name, axis.Values.Select(value => (double?)value));
            return;
        }

        writer.WriteStartArray(axis.Name);
        foreach (string label in axis.Labels)
        {
            writer.WriteStringValue(label);
        }

        writer.WriteEndArray();
    }

    private static void WriteFailure(Utf8JsonWriter writer, ReplicaRecord failure)
    {
        writer.WriteStartObject();
        writer.WriteNumber("replica", failure.Replica);
        writer.WriteNumber("seed", failure.Seed);
        writer.WriteString("outcome", Outcomes.ReplicaWord(failure.Outcome));
        writer.WriteString("message", failure.Message);
        writer.WriteEndObject();
    }

    internal static void WriteNumbers(Utf8JsonWriter writer, string key, IEnumerable<double?>? values)
    {
        writer.WritePropertyName(key);
        string text = values is null ? "null" : $"[{string.Join(",", values.Select(value => value?.ToString("R") ?? "null"))}]";
        writer.WriteRawValue(text, skipInputValidation: true);
    }
}
