using System.Text.Json.Serialization;
using System.Text.Json;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration.Values;

/// <summary>A positive ratio of sizes, or "infinite".</summary>
/// <param name="Value">The ratio; positive infinity for "infinite".</param>
[JsonConverter(typeof(Ratio.Converter))]
public readonly record struct Ratio(double Value)
{
    /// <summary>Least and largest finite ratio: no matrix of more elements than 2^31 on a side can be asked for beyond.</summary>
    private const double Least = 1e-6;
    private const double Most = 1e6;

    /// <summary>JSON schema, for <see cref="ParameterAttribute.Schema"/>.</summary>
    public const string Schema =
        """{ "oneOf": [ { "type": "number", "minimum": 1e-6, "maximum": 1e6 }, { "const": "infinite" } ] }""";

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

            if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double value) && value is >= Least and <= Most)
            {
                return new Ratio(value);
            }

            string given = reader.TokenType == JsonTokenType.String ? $"\"{reader.GetString()}\""
                : reader.TokenType == JsonTokenType.Number ? System.Text.Encoding.UTF8.GetString(reader.ValueSpan) : $"a {reader.TokenType}";
            throw new JsonException($"{given} is not a ratio from 1e-6 to 1e6 or \"infinite\".");
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
