using System.Text.Json;
using System.Text.Json.Serialization;
using Numerics.Spectra.Models;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration.Values;

/// <summary>A list of pairs of points of an image, <c>[[[0, 0], [0.1, 0]], ...]</c> or with the four numbers of a pair in one list, <c>[[0, 0, 0.1, 0], ...]</c>.</summary>
/// <param name="Pairs">The pairs, at least one.</param>
[JsonConverter(typeof(PointPairs.Converter))]
public sealed record PointPairs(IReadOnlyList<(PlanePoint First, PlanePoint Second)> Pairs)
{
    /// <summary>JSON schema, for <see cref="ParameterAttribute.Schema"/>.</summary>
    public const string Schema =
        """{ "type": "array", "minItems": 1, "items": { "oneOf": [ { "type": "array", "items": { "type": "array", "items": { "type": "number", "minimum": -1, "maximum": 1 }, "minItems": 2, "maxItems": 2 }, "minItems": 2, "maxItems": 2 }, { "type": "array", "items": { "type": "number", "minimum": -1, "maximum": 1 }, "minItems": 4, "maxItems": 4 } ] } }""";

    /// <summary>Pairs with points outside the image.</summary>
    /// <param name="path">Path of this value in the configuration.</param>
    public IEnumerable<ConfigurationError> Errors(string path)
    {
        for (int i = 0; i < Pairs.Count; i++)
        {
            PlanePoint outside = PlanePoints.IsOutside(Pairs[i].First) ? Pairs[i].First : Pairs[i].Second;
            if (PlanePoints.IsOutside(outside))
            {
                yield return new ConfigurationError(path, $"Pair {i + 1} has the point {PlanePoints.InWords(outside)}, outside the image [-1, 1] x [-1, 1]; move it inside.");
            }
        }
    }

    /// <summary>Reads and writes it: a list of pairs of points, or of lists of four numbers.</summary>
    public sealed class Converter : JsonConverter<PointPairs>
    {
        private const string What = "Pairs are a list of at least one pair of points, [[[0, 0], [0.1, 0]]], or of four numbers for each pair, [[0, 0, 0.1, 0]].";

        /// <inheritdoc/>
        public override PointPairs Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            JsonElement list = document.RootElement;
            if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
            {
                throw new JsonException(What);
            }

            return new PointPairs([.. list.EnumerateArray().Select(Pair)]);
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, PointPairs value, JsonSerializerOptions options)
        {
            ArgumentNullException.ThrowIfNull(writer);
            ArgumentNullException.ThrowIfNull(value);
            writer.WriteStartArray();
            foreach ((PlanePoint first, PlanePoint second) in value.Pairs)
            {
                writer.WriteStartArray();
                PlanePoints.Write(writer, first);
                PlanePoints.Write(writer, second);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        private static (PlanePoint First, PlanePoint Second) Pair(JsonElement item)
        {
            bool nested = item.ValueKind == JsonValueKind.Array && item.GetArrayLength() == 2 && item[0].ValueKind == JsonValueKind.Array;
            double[] first = nested ? PlanePoints.Numbers(item[0], What) : [];
            double[] numbers = nested ? [.. first, .. PlanePoints.Numbers(item[1], What)] : PlanePoints.Numbers(item, What);
            return numbers.Length == 4 && (!nested || first.Length == 2)
                ? (new PlanePoint(numbers[0], numbers[1]), new PlanePoint(numbers[2], numbers[3]))
                : throw new JsonException(What);
        }
    }
}
