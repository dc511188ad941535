using System.Text.Json;
using Numerics.Results.Files;
using Numerics.Studies.Records;

namespace Numerics.Results.Json;

/// <summary>Reads a JSON file of ours: schema version first, every failure one sentence with the path.</summary>
internal static class JsonFile
{
    /// <summary>Opens, checks the schema version and parses.</summary>
    /// <param name="path">File.</param>
    /// <param name="versionKey">Key of the schema version in the outermost object.</param>
    /// <param name="parse">Makes the record; may throw what a wrong shape of JSON makes System.Text.Json throw.</param>
    /// <exception cref="ResultFileException">The file is not there, damaged or of a newer schema.</exception>
    public static T Read<T>(string path, string versionKey, Func<JsonElement, T> parse)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            int version = document.RootElement.GetProperty(versionKey).GetInt32();
            return version > ResultSchema.Version
                ? throw new ResultFileException(
                    $"'{path}' has schema version {version}, this program reads up to {ResultSchema.Version}: use a newer program to read it.")
                : parse(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or UnauthorizedAccessException or (IOException and not ResultFileException))
        {
            throw ResultFileException.ForReading(path, exception);
        }
    }
}
