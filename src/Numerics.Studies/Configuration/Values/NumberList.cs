using System.Text.Json.Serialization;
using System.Text.Json;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration.Values;

/// <summary>One number, or a list of different ones in ascending order: a parameter that may be swept.</summary>
/// <param name="Values">The numbers, at least one.</param>
/// <param name="IsList">Whether the configuration writes a list, even of one number; observables then have an axis for it.</param>
[JsonConverter(typeof(NumberList.Converter))]
public sealed record NumberList(IReadOnlyList<double> Values, bool IsList)
{
    /// <summary>JSON schema, for <see cref="ParameterAttribute.Schema"/>.</summary>
    public const string Schema =
        """{ "oneOf": [ { "type": "number", "minimum": 0, "maximum": 1e6 }, { "type": "array", "items": { "type": "number", "minimum": 0, "maximum": 1e6 }, "minItems": 1 } ] }""";

    /// <summary>The same of positive numbers, for a parameter with <see cref="PositiveConverter"/>.</summary>
    public const string PositiveSchema =
        """{ "oneOf": [ { "type": "number", "minimum": 1e-6, "maximum": 1e6 }, { "type": "array", "items": { "type": "number", "minimum": 1e-6, "maximum": 1e6 }, "minItems": 1 } ] }""";

    /// <summary>A single number.</summary>
    public static NumberList Of(double value) => new([value], IsList: false);

    /// <summary>Reads and writes it: a number that is not negative, or a list of them.</summary>
    public class Converter : JsonConverter<NumberList>
    {
        /// <summary>Whether zero is a value.</summary>
        private protected virtual bool HasZero => true;

        /// <inheritdoc/>
        public override NumberList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                return NumberList.Of(Number(ref reader));
            }

            List<double> values = [];
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                values.Add(Number(ref reader));
            }

            return values.Count == 0
                ? throw new JsonException("The list is empty; give at least one number.")
                : new NumberList([.. values.Distinct().Order()], IsList: true);
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, NumberList value, JsonSerializerOptions options)
        {
            ArgumentNullException.ThrowIfNull(writer);
            ArgumentNullException.ThrowIfNull(value);
            if (!value.IsList)
            {
                writer.WriteNumberValue(value.Values[0]);
                return;
            }

            JsonSerializer.Serialize(writer, value.Values, options);
        }

        private double Number(ref Utf8JsonReader reader)
        {
            using var given = JsonDocument.ParseValue(ref reader);
            return given.RootElement.ValueKind == JsonValueKind.Number && given.RootElement.TryGetDouble(out double value) && ((value == 0 && HasZero) || value is >= 1e-6 and <= 1e6)
                ? value
                : throw new JsonException($"{given.RootElement.GetRawText()} is not possible: a number is needed that {(HasZero ? "is 0 or " : "")}lies between 1e-6 and 1e6, or a list of such numbers.");
        }
    }

    /// <summary>Reads and writes one of positive numbers.</summary>
    public sealed class PositiveConverter : Converter
    {
        /// <inheritdoc/>
        private protected override bool HasZero => false;
    }
}
