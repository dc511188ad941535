using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration;

/// <summary>
/// One <c>path=value</c> from the command line. Dots descend into objects (made where missing), numbers into lists. The value is parsed as JSON
/// and, if that fails, taken as a text.
/// </summary>
/// <param name="Path">Path with dots.</param>
/// <param name="Value">Value, null for JSON null.</param>
public sealed record ConfigurationOverride(string Path, JsonNode? Value)
{
    /// <summary>Parses <c>path=value</c>.</summary>
    /// <exception cref="ConfigurationException">No equals sign, or an empty path.</exception>
    public static ConfigurationOverride Parse(string text)
    {
        int at = text.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0 || text[..at].Split('.').Any(string.IsNullOrWhiteSpace))
        {
            throw new ConfigurationException("command line", "--set", $"'{text}' is not of the form path=value.");
        }

        return new ConfigurationOverride(text[..at].Trim(), ParseValue(text[(at + 1)..]));
    }

    /// <summary>Writes the value into a configuration.</summary>
    /// <exception cref="ConfigurationException">The path runs through a value that is neither object nor list.</exception>
    public void Apply(JsonObject root)
    {
        string[] keys = Path.Split('.');
        JsonNode current = root;
        for (int i = 0; i < keys.Length; i++)
        {
            bool last = i == keys.Length - 1;
            JsonNode? next = last ? Value?.DeepClone() : null;
            switch (current)
            {
                case JsonObject inner when last:
                    inner[keys[i]] = next;
                    break;
                case JsonObject inner:
                    inner[keys[i]] ??= new JsonObject();
                    current = inner[keys[i]]!;
                    break;
                case JsonArray list when int.TryParse(keys[i], NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < list.Count:
                    if (last)
                    {
                        list[index] = next;
                    }
                    else
                    {
                        current = list[index] ??= new JsonObject();
                    }

                    break;
                default:
                    string parent = string.Join('.', keys[..i]);
                    string remedy = current is JsonArray { Count: > 0 } parts ? $"it has the parts 0 to {parts.Count - 1}" : "a part can be set where a list or an object is written out, so write that first";
                    throw new ConfigurationException("command line", $"--set {Path}", $"'{parent}' has no part '{keys[i]}' to set: it is {ScalarKind.Short(current)}; {remedy}.");
            }
        }
    }

    private static JsonNode? ParseValue(string text)
    {
        return JsonDamage.Find(Encoding.UTF8.GetBytes(text)) is not null
            ? JsonValue.Create(text)
            : JsonNode.Parse(text, nodeOptions: null, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false });
    }
}
