using System.Text.Json.Nodes;

namespace Numerics.Studies.Configuration;

/// <summary>One parameter in which two resolved configurations differ.</summary>
/// <param name="Path">Path of the parameter.</param>
/// <param name="Before">Value in the first as JSON text, "absent" if not there.</param>
/// <param name="Now">Value in the second.</param>
public sealed record ConfigurationDifference(string Path, string Before, string Now)
{
    /// <summary>Longest value in a sentence.</summary>
    private const int Longest = 60;

    /// <summary>The value in the first, cut to what a sentence bears.</summary>
    public string BeforeInShort => Short(Before);

    /// <summary>The value in the second, cut alike.</summary>
    public string NowInShort => Short(Now);

    /// <summary>How many parameters differ beside this one, as a clause with a comma in front: ", and 3 other parameters differ"; empty for none.</summary>
    public static string AndOthers(int count) => count == 0 ? "" : $", and {count} other parameter{(count == 1 ? " differs" : "s differ")}";

    /// <summary>All differences of two resolved configurations, that of the study first; numbers are compared as numbers, lists as a whole.</summary>
    public static IReadOnlyList<ConfigurationDifference> Between(JsonObject before, JsonObject now)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(now);
        Dictionary<string, string> first = [];
        Dictionary<string, string> second = [];
        Flatten(before, "", first);
        Flatten(now, "", second);
        return
        [
            .. first.Keys.Union(second.Keys)
                .Where(path => first.GetValueOrDefault(path) != second.GetValueOrDefault(path))
                .OrderBy(path => path != "study")
                .Select(path => new ConfigurationDifference(
                    path, first.GetValueOrDefault(path, "absent"), second.GetValueOrDefault(path, "absent"))),
        ];
    }

    private static string Short(string value) => value.Length <= Longest ? value : value[..(Longest - 3)] + "...";

    private static void Flatten(JsonObject node, string prefix, Dictionary<string, string> values)
    {
        foreach ((string name, JsonNode? value) in node)
        {
            if (value is JsonObject inner)
            {
                Flatten(inner, $"{prefix}{name}.", values);
            }
            else
            {
                values[prefix + name] = Fingerprint.Canonical(value);
            }
        }
    }
}
