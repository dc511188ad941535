using System.Text.Json.Nodes;

namespace Numerics.Runner.Tests.Support;

/// <summary>All numbers of a result as text that has the same characters only if the bits are the same.</summary>
internal static class ResultNumbers
{
    public static string Of(string directory) => JsonNode.Parse(File.ReadAllText(Path.Combine(directory, "result.json")))!["observables"]!.ToJsonString();
}
