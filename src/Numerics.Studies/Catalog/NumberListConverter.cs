using System.Text.Json;
using System.Text.Json.Serialization;

namespace Numerics.Studies.Catalog;

/// <summary>Reads and writes a <see cref="NumberList"/>: a number that is not negative, or a list of them.</summary>
public sealed class NumberListConverter : JsonConverter<NumberList>
{
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

    private static double Number(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double value) && value >= 0 && double.IsFinite(value)
            ? value
            : throw new JsonException("A number that is not negative, or a list of such numbers, is needed.");
}
