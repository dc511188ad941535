using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Numerics.Studies.Records;

namespace Numerics.Results.Json;

/// <summary>How everything is written as JSON: camelCase keys, enum values as camelCase words, readable letters.</summary>
internal static class JsonSettings
{
    /// <summary>By which records are read; they are written by <see cref="WrittenRecords"/>, to the same text.</summary>
    public static JsonSerializerOptions Compact { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Of objects written key by key.</summary>
    public static JsonWriterOptions Writer(bool indented) => new()
    {
        Indented = indented,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Word for an enum value.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => CamelCaseWord<T>.Of(value);

    /// <summary>Enum value for a word.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    public static T Parse<T>(string? word)
        where T : struct, Enum => CamelCaseWord<T>.Parse(word);
}
