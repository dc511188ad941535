using System.Text.Json;
using System.Text.Json.Serialization;

namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>Reads and writes a <see cref="Ratio"/>: a positive number or the text "infinite".</summary>
public sealed class RatioConverter : JsonConverter<Ratio>
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
