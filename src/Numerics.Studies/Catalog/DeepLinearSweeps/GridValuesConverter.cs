using System.Text.Json;
using System.Text.Json.Serialization;

namespace Numerics.Studies.Catalog.DeepLinearSweeps;

/// <summary>Reads and writes <see cref="GridValues"/>: a list of positive numbers, or { "from": a, "to": b, "points": n } in constant ratio.</summary>
public sealed class GridValuesConverter : JsonConverter<GridValues>
{
    private const string Expected = "Grid values are a list of positive numbers, or { \"from\": a, \"to\": b, \"points\": n } in constant ratio.";

    /// <inheritdoc/>
    public override GridValues Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        JsonElement root = document.RootElement;
        return root.ValueKind switch
        {
            JsonValueKind.Array when root.GetArrayLength() > 0 => new GridValues([.. root.EnumerateArray().Select(Positive).Distinct().Order()]),
            JsonValueKind.Object => Range(root),
            _ => throw new JsonException(Expected),
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, GridValues value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(value);
        JsonSerializer.Serialize(writer, value.Values, options);
    }

    private static GridValues Range(JsonElement root)
    {
        string keys = string.Join(", ", root.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
        if (keys != "from, points, to")
        {
            throw new JsonException(Expected);
        }

        (double from, double to) = (Positive(root.GetProperty("from")), Positive(root.GetProperty("to")));
        return root.GetProperty("points").TryGetInt32(out int points) && points is >= 2 and <= 10_000 && to > from
            ? GridValues.Geometric(from, to, points)
            : throw new JsonException("A range goes from a positive number to a larger one in 2 to 10000 points.");
    }

    private static double Positive(JsonElement item) => item.ValueKind == JsonValueKind.Number && item.GetDouble() is > 0 and < double.PositiveInfinity and var value
        ? value
        : throw new JsonException($"{item} is not a positive number. {Expected}");
}
