using System.Text.Json.Nodes;
using Numerics.Kernels.Random;

namespace Numerics.Studies.Tests.Support;

/// <summary>Configurations drawn from the schema of a study: some parameters at an end of their range, some between, the others left at their defaults.</summary>
internal sealed class SchemaDraws(JsonObject schema, uint draw)
{
    private const double ChangedShare = 0.15;

    private readonly StreamKey key = StreamKey.Derive(20261127, 901, draw, 0);
    private uint drawn;

    /// <summary>The study with drawn parameters.</summary>
    /// <param name="small">Values that sizes and lengths take, so that a draw runs in a second; null: as the schema has them.</param>
    public JsonObject Configuration(IReadOnlyDictionary<string, double[]>? small)
    {
        JsonObject properties = schema["properties"]!.AsObject();
        JsonObject root = new() { ["study"] = (string)schema["title"]! };
        foreach ((string name, JsonNode? node) in properties)
        {
            if (name is "study" or "sweep" or "resolution" or "inputs")
            {
                continue;
            }

            if (small is not null && small.TryGetValue(name, out double[]? values))
            {
                root[name] = Chosen(values);
            }
            else if (small is not null && name is "recordSteps" or "ntkSteps")
            {
                // Those of a preset are beyond a few steps.
                root[name] = Uniform() < ChangedShare ? new JsonArray(0, 1) : null;
            }
            else if (Uniform() < ChangedShare)
            {
                root[name] = Value(node!.AsObject());
            }
        }

        return root;
    }

    private JsonNode? Value(JsonObject node)
    {
        if (node["const"] is { } constant)
        {
            return constant.DeepClone();
        }

        if (node["enum"] is JsonArray choices)
        {
            return Chosen([.. choices])?.DeepClone();
        }

        if ((node["anyOf"] ?? node["oneOf"]) is JsonArray cases)
        {
            return Value(Chosen([.. cases])!.AsObject());
        }

        string[] types = node["type"] is JsonArray several ? [.. several.Select(type => (string)type!)] : [(string?)node["type"] ?? "null"];
        return Chosen(types) switch
        {
            "integer" => Integer(node),
            "number" => JsonValue.Create(Chosen(Ends(node))),
            "boolean" => JsonValue.Create(Uniform() < 0.5),
            "string" => node["default"]?.DeepClone() ?? JsonValue.Create("A"),
            "array" => new JsonArray([.. Enumerable.Range(0, (int)Chosen([1.0, 2, 3])).Select(_ => Value(node["items"]!.AsObject()))]),
            "object" => Record(node),
            _ => null,
        };
    }

    private JsonObject Record(JsonObject node)
    {
        string[] required = [.. (node["required"] as JsonArray ?? []).Select(name => (string)name!)];
        bool one = node["maxProperties"] is { } most && (int)most == 1;
        KeyValuePair<string, JsonNode?>[] properties = [.. node["properties"]!.AsObject()];
        KeyValuePair<string, JsonNode?>[] taken = one ? [Chosen(properties)] : [.. properties.Where(pair => required.Contains(pair.Key) || Uniform() < ChangedShare)];
        return new JsonObject([.. taken.Select(pair => KeyValuePair.Create(pair.Key, Value(pair.Value!.AsObject())))]);
    }

    private JsonValue Integer(JsonObject node)
    {
        double[] ends = [.. Ends(node).Select(value => Math.Round(value))];
        return JsonValue.Create((long)Math.Clamp(Chosen(ends), -9e18, 9e18));
    }

    /// <summary>Both ends of a range, the two halves of the way between them in ratio, and one.</summary>
    private static double[] Ends(JsonObject node)
    {
        double? exclusive = (double?)node["exclusiveMinimum"];
        double low = (double?)node["minimum"] ?? (exclusive is { } open ? Math.BitIncrement(open) : -1e6);
        double high = (double?)node["maximum"] ?? 1e6;
        double from = low > 0 ? low : Math.Min(1e-6, high);
        double[] all = [low, high, Math.Sqrt(from) * Math.Sqrt(high), Math.Pow(from, 0.75) * Math.Pow(high, 0.25), Math.Pow(from, 0.25) * Math.Pow(high, 0.75), 1];
        return [.. all.Where(value => value >= low && value <= high)];
    }

    private T Chosen<T>(T[] values) => values[Math.Min(values.Length - 1, (int)(Uniform() * values.Length))];

    private double Uniform()
    {
        var value = new double[1];
        UniformFill.Fill(key, drawn++, 0, value);
        return value[0];
    }
}
