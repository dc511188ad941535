using System.Text.Json;
using System.Text.Json.Serialization;
using Numerics.Spectra.Models;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration.Values;

/// <summary>A list of points of an image, <c>[[0, 0], [0.3, -0.2]]</c>.</summary>
/// <param name="Points">The points, at least one.</param>
[JsonConverter(typeof(PlanePoints.Converter))]
public sealed record PlanePoints(IReadOnlyList<PlanePoint> Points)
{
    /// <summary>JSON schema, for <see cref="ParameterAttribute.Schema"/>.</summary>
    public const string Schema = """{ "type": "array", "minItems": 1, "items": { "type": "array", "items": { "type": "number", "minimum": -1, "maximum": 1 }, "minItems": 2, "maxItems": 2 } }""";

    /// <summary>Points that lie outside the image.</summary>
    /// <param name="path">Path of this value in the configuration.</param>
    public IEnumerable<ConfigurationError> Errors(string path) => Points.Select((point, i) => (point, i)).Where(pair => IsOutside(pair.point))
        .Select(pair => new ConfigurationError(path, $"Point {pair.i + 1}, {InWords(pair.point)}, lies outside the image [-1, 1] x [-1, 1]; move it inside."));

    /// <summary>Whether a point lies outside the image.</summary>
    internal static bool IsOutside(PlanePoint point) => Math.Abs(point.First) > 1 || Math.Abs(point.Second) > 1;

    /// <summary>As a sentence says it.</summary>
    internal static string InWords(PlanePoint point) => $"({ReadableNumber.Of(point.First)}, {ReadableNumber.Of(point.Second)})";

    /// <summary>Writes a point as a list of two numbers.</summary>
    internal static void Write(Utf8JsonWriter writer, PlanePoint point)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(point.First);
        writer.WriteNumberValue(point.Second);
        writer.WriteEndArray();
    }

    /// <summary>The numbers of a list.</summary>
    /// <exception cref="JsonException">It holds something else.</exception>
    internal static double[] Numbers(JsonElement list, string what) =>
        list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number && item.TryGetDouble(out double value) && double.IsFinite(value))
            ? [.. list.EnumerateArray().Select(item => item.GetDouble())]
            : throw new JsonException(what);

    /// <summary>Reads and writes it: a list of lists of two numbers.</summary>
    public sealed class Converter : JsonConverter<PlanePoints>
    {
        private const string What = "Points are a list of at least one point, each a list of two numbers, [[0, 0], [0.3, -0.2]].";

        /// <inheritdoc/>
        public override PlanePoints Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            JsonElement list = document.RootElement;
            if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
            {
                throw new JsonException(What);
            }

            return new PlanePoints([.. list.EnumerateArray().Select(item => Numbers(item, What) is [var first, var second] ? new PlanePoint(first, second) : throw new JsonException(What))]);
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, PlanePoints value, JsonSerializerOptions options)
        {
            ArgumentNullException.ThrowIfNull(writer);
            ArgumentNullException.ThrowIfNull(value);
            writer.WriteStartArray();
            foreach (PlanePoint point in value.Points)
            {
                PlanePoints.Write(writer, point);
            }

            writer.WriteEndArray();
        }
    }
}
