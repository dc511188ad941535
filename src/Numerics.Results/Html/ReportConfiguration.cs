using System.Text.Json.Nodes;
using System.Xml.Linq;
using Numerics.Results.Json;
using Numerics.Studies.Records;

namespace Numerics.Results.Html;

/// <summary>The configuration of a run, one line for each parameter.</summary>
internal static class ReportConfiguration
{
    /// <summary>Parameter that says in which letters a run is shown; it has a table of its own.</summary>
    private const string Letters = "conventions";

    /// <summary>In which letters and units the run is shown; null if its parameters do not say.</summary>
    public static XElement? Conventions(RunManifest manifest) =>
        manifest.Parameters[Letters] is { } letters ? HtmlPart.Section("Conventions", HtmlPart.Pairs(Flatten(letters, letters is JsonObject ? "" : Letters))) : null;

    /// <summary>All other parameters, defaults included.</summary>
    public static XElement? Parameters(RunManifest manifest) => HtmlPart.Section(
        "Configuration",
        HtmlPart.Pairs(manifest.Parameters.Where(parameter => parameter.Key != Letters || parameter.Value is null).SelectMany(parameter => Flatten(parameter.Value, parameter.Key))));

    /// <summary>Objects by the paths of their parts, lists as JSON, texts without quotes.</summary>
    private static IEnumerable<(string Name, string Value)> Flatten(JsonNode? node, string path) => node switch
    {
        JsonObject { Count: > 0 } group => group.SelectMany(part => Flatten(part.Value, path.Length == 0 ? part.Key : $"{path}.{part.Key}")),
        JsonValue value when value.TryGetValue(out string? text) => [(path, text)],
        null => [(path, "null")],
        _ => [(path, node.ToJsonString(JsonSettings.Compact))],
    };
}
