using System.Text.Json.Serialization;
using System.Text.Json;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration.Values;

/// <summary>Standard deviations of the initial weights: one number for all layers, or one for every matrix and one for the readout.</summary>
/// <param name="Values">One or L + 1 numbers.</param>
[JsonConverter(typeof(LayerScales.Converter))]
public sealed record LayerScales(IReadOnlyList<double> Values)
{
    /// <summary>JSON schema, for <see cref="ParameterAttribute.Schema"/>.</summary>
    public const string Schema =
        """{ "oneOf": [ { "type": "number", "minimum": 1e-6, "maximum": 1e6 }, { "type": "array", "items": { "type": "number", "minimum": 1e-6, "maximum": 1e6 } } ] }""";

    // Squares and their products over the layers, divided by any width, neither vanish nor overflow.
    private const double Least = 1e-6;
    private const double Most = 1e6;

    /// <summary>sigma_0 .. sigma_L for L hidden layers.</summary>
    public IReadOnlyList<double> For(int depth) => Values.Count == 1 ? [.. Enumerable.Repeat(Values[0], depth + 1)] : Values;

    /// <summary>What is wrong with the number of scales.</summary>
    /// <param name="path">Path of this value in the configuration.</param>
    /// <param name="depth">Number of hidden layers.</param>
    public IEnumerable<ConfigurationError> Errors(string path, int depth)
    {
        if (Values.Count != 1 && Values.Count != depth + 1)
        {
            yield return new ConfigurationError(
                path, $"{Values.Count} initial scales do not fit depth {depth}: give one number, or {depth + 1} (one for every matrix and one for the readout).");
        }
    }

    /// <summary>Reads and writes it: a positive number or a list of them.</summary>
    public sealed class Converter : JsonConverter<LayerScales>
    {
        /// <inheritdoc/>
        public override LayerScales Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.Number)
            {
                return new LayerScales([Positive(ref reader)]);
            }

            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw new JsonException("Initial scales are a positive number, or a list with one for every matrix and one for the readout.");
            }

            var scales = new List<double>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                scales.Add(Positive(ref reader));
            }

            return new LayerScales(scales);
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, LayerScales value, JsonSerializerOptions options)
        {
            ArgumentNullException.ThrowIfNull(writer);
            ArgumentNullException.ThrowIfNull(value);
            if (value.Values.Count == 1)
            {
                writer.WriteNumberValue(value.Values[0]);
                return;
            }

            writer.WriteStartArray();
            foreach (double scale in value.Values)
            {
                writer.WriteNumberValue(scale);
            }

            writer.WriteEndArray();
        }

        private static double Positive(ref Utf8JsonReader reader) =>
            reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double scale) && scale is >= Least and <= Most
                ? scale
                : throw new JsonException("An initial scale is a number from 1e-6 to 1e6.");
    }
}
