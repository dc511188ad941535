using System.Text.Json;

namespace Numerics.Studies.Inputs.Checkpoints;

/// <summary>The tensors of a checkpoint: a file, the index of a sharded one, or a folder. Only headers are read here.</summary>
internal static class Checkpoint
{
    private const string IndexEnd = ".safetensors.index.json";
    private const long MostIndexBytes = 100_000_000;

    private static readonly string[] Readable = [".safetensors", ".npy", ".npz", ".onnx"];
    private static readonly string[] Pickled = [".pt", ".pth", ".bin", ".ckpt", ".pkl"];

    /// <summary>Lists the tensors in the order of their names within each file.</summary>
    /// <param name="path">File or folder.</param>
    /// <exception cref="InputFileException">It cannot be used; one sentence.</exception>
    public static IReadOnlyList<StoredTensor> Read(string path)
    {
        IReadOnlyList<string> files = Files(path);
        StoredTensor[] tensors = [.. files.SelectMany(OfFile)];
        if (tensors.GroupBy(tensor => tensor.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new InputFileException(
                twice.First().File == twice.Last().File ? $"Tensor '{twice.Key}' stands twice in '{twice.First().File}'; names must differ, write the file again."
                : $"Tensor '{twice.Key}' is in '{twice.First().File}' and again in '{twice.Last().File}'; names must differ, give one of the files.");
        }

        HashSet<string> names = [.. tensors.Select(tensor => tensor.Name)];
        if (IsIndex(path) && Guarded(path, () => Shards(Path.GetFullPath(path))).FirstOrDefault(entry => !names.Contains(entry.Key)) is { Key: { } missing } lost)
        {
            throw new InputFileException($"The index '{path}' has tensor '{missing}' in '{Path.GetFileName(lost.Value)}', which does not hold it; complete the checkpoint.");
        }

        return tensors;
    }

    /// <summary>The files of a checkpoint, as full paths, sorted.</summary>
    /// <exception cref="InputFileException">There are none.</exception>
    public static IReadOnlyList<string> Files(string path)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            string[] files = [.. Directory.GetFiles(full).Where(file => Readable.Contains(Path.GetExtension(file).ToLowerInvariant())).Order(StringComparer.Ordinal)];
            return files.Length > 0 ? files : throw new InputFileException($"Folder '{full}' holds no .safetensors, .npy, .npz or .onnx file; name the folder of the weights.");
        }

        if (!File.Exists(full))
        {
            throw new InputFileException($"Checkpoint '{full}' does not exist; name a file or a folder.");
        }

        if (BoundedFile.Refusal(full, long.MaxValue) is { } refusal)
        {
            throw new InputFileException($"Checkpoint '{full}' is not read: {refusal}");
        }

        return IsIndex(full) ? [.. Guarded(full, () => Shards(full)).Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] : [full];
    }

    private static IReadOnlyList<StoredTensor> OfFile(string path) => Guarded<IReadOnlyList<StoredTensor>>(path, () => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".safetensors" => SafetensorsFile.Read(path),
        ".npy" => [NpyTensor.Read(path)],
        ".npz" => NpyTensor.ReadArchive(path),
        ".onnx" => OnnxModel.Read(path),
        var other when Pickled.Contains(other) => throw new InputFileException(
            $"'{path}' is pickled, which runs whatever code is in it; convert it by examples/convert_checkpoint.py to .safetensors."),
        var other => throw new InputFileException($"'{path}' has the unknown format '{other}'; use .safetensors, .npy, .npz or .onnx."),
    });

    private static bool IsIndex(string path) => path.EndsWith(IndexEnd, StringComparison.OrdinalIgnoreCase);

    /// <summary>The full path of the file of each tensor of an index.</summary>
    private static Dictionary<string, string> Shards(string path)
    {
        using FileStream file = FileRange.Open(path, 0);
        if (file.Length > MostIndexBytes)
        {
            throw new InputFileException($"The index '{path}' has {file.Length} bytes, more than any index ({MostIndexBytes}); name the .safetensors files.");
        }

        using JsonDocument index = JsonDocument.Parse(file);
        if (index.RootElement.ValueKind != JsonValueKind.Object || !index.RootElement.TryGetProperty("weight_map", out JsonElement map) || map.ValueKind != JsonValueKind.Object)
        {
            throw new InputFileException($"The index '{path}' has no weight_map; name the .safetensors files.");
        }

        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty entry in map.EnumerateObject())
        {
            string name = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : "";
            if (name.Length == 0 || Path.GetFileName(name) != name || !File.Exists(Path.Combine(Path.GetDirectoryName(path)!, name)))
            {
                throw new InputFileException($"The index '{path}' has tensor '{entry.Name}' in '{name}', which is no file beside it; complete the checkpoint.");
            }

            files[entry.Name] = Path.Combine(Path.GetDirectoryName(path)!, name);
        }

        return files;
    }

    private static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (JsonException exception)
        {
            throw new InputFileException($"'{path}' is no JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}); get the file again.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new InputFileException($"'{path}' cannot be read: {exception.Message.TrimEnd('.')}; get the file again.");
        }
    }
}
