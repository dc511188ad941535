using System.Text;
using System.Text.Json;
using Numerics.Results.Contract;
using Numerics.Results.Files;
using Numerics.Studies.Records;

namespace Numerics.Results.Json;

/// <summary>The manifest as JSON text: the same object in <c>manifest.json</c>, <c>result.json</c>, HDF5 and Parquet.</summary>
public static class ManifestJson
{
    /// <summary>Text on one line.</summary>
    /// <exception cref="InvalidOperationException">A number is not finite.</exception>
    public static string ToText(RunManifest manifest)
    {
        ResultValidation.CheckManifest(manifest);
        return WrittenRecords.Text(manifest, WrittenRecords.Default.RunManifest);
    }

    /// <summary>Writes the file, indented.</summary>
    /// <exception cref="InvalidOperationException">A number is not finite.</exception>
    /// <exception cref="ResultFileException">It cannot be written.</exception>
    public static void Write(RunManifest manifest, string path)
    {
        ResultValidation.CheckManifest(manifest);
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(WrittenRecords.Text(manifest, WrittenRecords.Default.RunManifest, indented: true) + "\n"));
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="ResultFileException">It cannot be read, is damaged or of a newer schema.</exception>
    public static RunManifest Read(string path) => JsonFile.Read(path, "schemaVersion", Parse);

    /// <summary>Manifest of a parsed object.</summary>
    /// <exception cref="JsonException">A key is missing or of the wrong type.</exception>
    internal static RunManifest Parse(JsonElement element)
    {
        RunManifest manifest = element.Deserialize<RunManifest>(JsonSettings.Compact) ?? throw new JsonException("the manifest is null");
        ResultValidation.CheckManifest(manifest);
        return manifest;
    }
}
