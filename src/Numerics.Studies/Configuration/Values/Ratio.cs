using System.Text.Json.Serialization;
using System.Text.Json;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration.Values;

/// <summary>A positive ratio of sizes, or "infinite".</summary>
/// <param name="Value">The ratio; positive infinity for "infinite".</param>
[JsonConverter(typeof(Ratio.Converter))]
public readonly record struct Ratio(double Value)
{
    /// <summary>JSON schema, for <see cref="ParameterAttribute.Schema"/>.</summary>
    public const string Schema =
        """{ "oneOf": [ { "type": "number", "exclusiveMinimum": 0 }, { "const": "infinite" } ] }""";

    /// <summary>Reads and writes it: a positive number or the text "infinite".</summary>
    public sealed class Converter : JsonConverter<Ratio>
    {
        /// <inheritdoc/>
        public override Ratio Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String && reader.GetString() == "infinite")
            {
                return new Ratio(double.PositiveInfinity);
            }

            if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double value) && value > 0 && double.IsFinite(value))
            {
                return new Ratio(value);
            }

            string given = reader.TokenType == JsonTokenType.String ? $"\"{reader.GetString()}\""
                : reader.TokenType == JsonTokenType.Number ? $"{reader.GetDouble():R}" : $"a {reader.TokenType}";
            throw new JsonException($"{given} is not a positive number or \"infinite\".");
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, Ratio value, JsonSerializerOptions options)
        {
            ArgumentNullException.ThrowIfNull(writer);
            if (double.IsPositiveInfinity(value.Value))
            {
                writer.WriteStringValue("infinite");
            }
            else
            {
                writer.WriteNumberValue(value.Value);
            }
        }
    }
}
