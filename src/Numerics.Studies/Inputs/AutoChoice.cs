using System.Text.Json;
using System.Text.Json.Serialization;

namespace Numerics.Studies.Inputs;

/// <summary>Yes, no, or as the file looks.</summary>
/// <param name="Value">The choice; null for "auto".</param>
[JsonConverter(typeof(Converter))]
public readonly record struct AutoChoice(bool? Value)
{
    /// <summary>JSON schema.</summary>
    public const string Schema = """{ "oneOf": [ { "const": "auto" }, { "type": "boolean" } ] }""";

    /// <summary>Reads and writes it: "auto", true or false.</summary>
    public sealed class Converter : JsonConverter<AutoChoice>
    {
        /// <inheritdoc/>
        public override AutoChoice Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.True => new AutoChoice(true),
            JsonTokenType.False => new AutoChoice(false),
            JsonTokenType.String when reader.GetString() == "auto" => default,
            _ => throw new JsonException("The choice is \"auto\", true or false."),
        };

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, AutoChoice value, JsonSerializerOptions options)
        {
            ArgumentNullException.ThrowIfNull(writer);
            if (value.Value is { } chosen)
            {
                writer.WriteBooleanValue(chosen);
            }
            else
            {
                writer.WriteStringValue("auto");
            }
        }
    }
}
