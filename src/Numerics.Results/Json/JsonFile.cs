using System.Text.Json;
using Numerics.Results.Files;
using Numerics.Studies.Configuration;
using Numerics.Studies.Inputs;
using Numerics.Studies.Records;

namespace Numerics.Results.Json;

/// <summary>Reads a JSON file of ours: schema version first, every failure one sentence with the path.</summary>
internal static class JsonFile
{
    // An array of bytes has no more.
    private const long LongestFile = 2_000_000_000;

    /// <summary>Opens, checks the schema version and parses.</summary>
    /// <param name="path">File.</param>
    /// <param name="versionKey">Key of the schema version in the outermost object.</param>
    /// <param name="parse">Makes the record; may throw anything at a wrong shape of JSON.</param>
    /// <exception cref="ResultFileException">The file is not there, damaged or of a newer schema.</exception>
    public static T Read<T>(string path, string versionKey, Func<JsonElement, T> parse)
    {
        byte[] bytes;
        if (BoundedFile.Refusal(path, LongestFile) is { } refusal)
        {
            throw new ResultFileException($"Cannot read '{path}': {refusal}");
        }

        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ResultFileException.ForReading(path, exception);
        }

        ReadOnlyMemory<byte> text = bytes.AsSpan().StartsWith(ByteOrderMark) ? bytes.AsMemory(ByteOrderMark.Length) : bytes;
        using JsonDocument document = Parse(path, text);
        try
        {
            int version = document.RootElement.GetProperty(versionKey).GetInt32();
            return version > ResultSchema.Version
                ? throw new ResultFileException(
                    $"'{path}' has schema version {version}, this program reads up to {ResultSchema.Version}: use a newer program to read it.")
                : parse(document.RootElement);
        }
        catch (Exception exception) when (exception is not (ResultFileException or OutOfMemoryException))
        {
            // Valid JSON of another shape: whatever the parts of a record make of it, the file is not one of ours.
            throw ResultFileException.ForReading(path, exception);
        }
    }

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static JsonDocument Parse(string path, ReadOnlyMemory<byte> text)
    {
        return JsonDamage.Find(text.Span, remedy: false) is { } damage
            ? throw ResultFileException.ForDamage(path, damage)
            : JsonDocument.Parse(text);
    }
}
