using System.Text.Json;
using System.Text.Json.Serialization;

namespace Numerics.Studies.Records;

/// <summary>An enumeration as JSON: its names in camelCase.</summary>
/// <typeparam name="T">Enumeration.</typeparam>
public sealed class CamelCaseWord<T> : JsonConverter<T>
    where T : struct, Enum
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        return Parse(reader.TokenType == JsonTokenType.String ? reader.GetString() : null);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(Enum.IsDefined(value) ? Of(value) : throw new JsonException($"{value} is no {typeof(T).Name}"));
    }

    /// <summary>Word for a value.</summary>
    public static string Of(T value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>Value for a word.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    public static T Parse(string? word)
    {
        foreach (T value in Enum.GetValues<T>())
        {
            if (Of(value) == word)
            {
                return value;
            }
        }

        throw new JsonException($"'{word}' is none of {string.Join(", ", Enum.GetValues<T>().Select(Of))}");
    }
}
