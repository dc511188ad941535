using System.Text.Json.Nodes;
using Numerics.Results.Json;
using Numerics.Studies.Records;

namespace Numerics.Results.Tests;

/// <summary>The sample result as versions before schema 3 wrote it: an observable had the keys below and no others.</summary>
internal static class OldResult
{
    private static readonly string[] ObservableKeys =
        ["name", "unit", "definition", "axes", "theory", "theoryStandardError", "simulation", "zScore", "agrees", "allowance"];

    private static readonly string[] Keys =
        ["schema", "study", "parameters", "observables", "agrees", "familyWiseFalseAlarmRate", "outcome", "theoryFailure", "theoryEvidence", "failures", "manifest", "figures"];

    /// <summary>Writes it and reads it back; the losses disagree, with scores 0.5, -7, 6, 0.25.</summary>
    /// <param name="directory">Where to write result.json.</param>
    /// <param name="schema">1, or 2, which had rules, warnings and statistics.</param>
    public static RunResult Write(string directory, int schema)
    {
        JsonObject root = JsonNode.Parse(RunResultJson.ToText(SampleResults.Complete(), figures: true))!.AsObject();
        root["schema"] = schema;
        root["manifest"]!["schemaVersion"] = schema;
        root["agrees"] = false;
        if (schema == 1)
        {
            root["theoryEvidence"] = JsonNode.Parse("""{ "solver": "closed form", "warning: edge": "The edge is critical.", "statistic: fit": "The fit agrees." }""");
        }

        foreach (JsonObject observable in root["observables"]!.AsArray().Select(observable => observable!.AsObject()))
        {
            bool loss = observable["name"]!.GetValue<string>() == "trainingLoss";
            observable["agrees"] = observable["verdict"] is null ? null : !loss;
            observable["allowance"] = observable["allowance"]?.DeepClone();
            if (loss)
            {
                observable["zScore"] = new JsonArray(0.5, -7, 6, 0.25);
            }

            Keep(observable, schema == 1 ? ObservableKeys : [.. ObservableKeys, "rule"]);
        }

        foreach (JsonObject figure in schema > 1 ? [] : root["figures"]!.AsArray().Select(figure => figure!.AsObject()))
        {
            figure.Remove("slices");
            figure["slice"] = null;
        }

        Keep(root, schema == 1 ? Keys : [.. Keys, "warnings", "statistics"]);
        File.WriteAllText(Path.Combine(directory, "result.json"), root.ToJsonString());
        return RunResultReader.Read(directory);
    }

    private static void Keep(JsonObject node, string[] keys)
    {
        foreach (string other in node.Select(pair => pair.Key).Except(keys).ToArray())
        {
            node.Remove(other);
        }
    }
}
