using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Numerics.Studies.Inputs;

namespace Numerics.Studies.Configuration;

/// <summary>
/// Identifies a run: SHA-256 over the canonical JSON (keys in ordinal order, no spaces, shortest round-trip numbers) of study, seed, resolved
/// parameters and the contents of input files. Threads, folders and verbosity do not enter.
/// </summary>
public static class Fingerprint
{
    /// <summary>The fingerprint as 64 lower-case hexadecimal digits.</summary>
    /// <param name="study">Name of the study.</param>
    /// <param name="seed">Root seed.</param>
    /// <param name="parameters">Resolved parameters.</param>
    /// <param name="inputFiles">Input files whose contents belong to the run, in the study's order; a file that cannot be read counts as empty.</param>
    public static string Of(string study, ulong seed, JsonObject parameters, IReadOnlyList<string> inputFiles)
    {
        JsonObject root = new()
        {
            ["study"] = study,
            ["seed"] = seed,
            ["parameters"] = parameters.DeepClone(),
        };
        if (inputFiles.Count > 0)
        {
            root["inputs"] = new JsonArray([.. inputFiles.Select(file => (JsonNode)HashFile(file))]);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(root))));
    }

    /// <summary>The canonical text of a JSON value.</summary>
    public static string Canonical(JsonNode? node)
    {
        StringBuilder text = new();
        Append(text, node);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject properties:
                string separator = "{";
                foreach ((string name, JsonNode? value) in properties.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    text.Append(separator).Append(JsonSerializer.Serialize(name)).Append(':');
                    Append(text, value);
                    separator = ",";
                }

                text.Append(properties.Count == 0 ? "{}" : "}");
                break;
            case JsonArray items:
                for (int i = 0; i < items.Count; i++)
                {
                    text.Append(i == 0 ? '[' : ',');
                    Append(text, items[i]);
                }

                text.Append(items.Count == 0 ? "[]" : "]");
                break;
            default:
                text.Append(node.GetValueKind() == JsonValueKind.Number ? Number(node.ToJsonString()) : JsonSerializer.Serialize(node));
                break;
        }
    }

    /// <summary>Integers as they are; every other number as its double, so that 1.0, 1e0 and 1 are the same number.</summary>
    private static string Number(string text)
    {
        if (text.All(c => char.IsAsciiDigit(c) || c == '-'))
        {
            return text;
        }

        double value = double.Parse(text, CultureInfo.InvariantCulture);
        return Math.Abs(value) < 9e15 && Math.Floor(value) == value
            ? ((long)value).ToString(CultureInfo.InvariantCulture)
            : value.ToString("R", CultureInfo.InvariantCulture);
    }

    private static string HashFile(string file)
    {
        if (!File.Exists(file) || BoundedFile.Refusal(file, long.MaxValue) is not null)
        {
            return "";
        }

        using FileStream stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
