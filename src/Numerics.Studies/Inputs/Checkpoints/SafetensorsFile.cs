using System.Buffers.Binary;
using System.Text.Json;

namespace Numerics.Studies.Inputs.Checkpoints;

/// <summary>Reader of .safetensors: eight bytes with the length of a JSON header, the header, the numbers.</summary>
internal static class SafetensorsFile
{
    /// <summary>The limit of the format itself.</summary>
    private const long MostHeaderBytes = 100_000_000;

    /// <summary>Lists the tensors; checks that their ranges lie in the file and do not overlap.</summary>
    /// <exception cref="InputFileException">Not such a file.</exception>
    public static IReadOnlyList<StoredTensor> Read(string path)
    {
        using FileStream file = FileRange.Open(path, 0);
        if (file.Length < 8)
        {
            throw new InputFileException($"'{path}' has {file.Length} bytes and is no .safetensors file, which begins with the length of its header in 8 bytes; copy it again.");
        }

        Span<byte> first = stackalloc byte[8];
        file.ReadExactly(first);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(first);
        if (length > (ulong)(file.Length - 8))
        {
            throw new InputFileException($"'{path}' states a header of {length} bytes, but has only {file.Length - 8} after that number; it is truncated or no .safetensors file, copy it again.");
        }

        if (length > MostHeaderBytes)
        {
            throw new InputFileException($"'{path}' states a header of {length} bytes, beyond the {MostHeaderBytes} of the format; it is no .safetensors file, write it again.");
        }

        byte[] header = new byte[length];
        file.ReadExactly(header);
        try
        {
            using JsonDocument document = JsonDocument.Parse(header);
            return Tensors(document.RootElement, path, 8 + (long)length, file.Length);
        }
        catch (JsonException exception)
        {
            throw new InputFileException($"The header of '{path}' is no JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}); copy the file again.");
        }
        catch (InvalidOperationException)
        {
            // Of System.Text.Json: a text that is no valid UTF-16.
            throw new InputFileException($"The header of '{path}' holds a text that is no Unicode; copy the file again.");
        }
    }

    private static List<StoredTensor> Tensors(JsonElement root, string path, long start, long end)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new InputFileException($"The header of '{path}' is no JSON object; it is no .safetensors file.");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var found = new List<(StoredTensor Tensor, long From, long To)>();
        foreach (JsonProperty property in root.EnumerateObject().Where(property => property.Name != "__metadata__"))
        {
            if (!names.Add(property.Name))
            {
                throw new InputFileException($"Tensor '{property.Name}' stands twice in the header of '{path}'; names must differ.");
            }

            found.Add(Tensor(property, path, start, end));
        }

        (StoredTensor Tensor, long From, long To)[] ordered = [.. found.OrderBy(one => one.From).ThenBy(one => one.To)];
        for (int i = 1; i < ordered.Length; i++)
        {
            if (ordered[i].From < ordered[i - 1].To)
            {
                throw new InputFileException($"Tensors '{ordered[i - 1].Tensor.Name}' and '{ordered[i].Tensor.Name}' of '{path}' overlap; the file is damaged.");
            }
        }

        return [.. found.Select(one => one.Tensor)];
    }

    private static (StoredTensor Tensor, long From, long To) Tensor(JsonProperty property, string path, long start, long end)
    {
        string what = $"Tensor '{property.Name}' of '{path}'";
        if (property.Value.ValueKind != JsonValueKind.Object || property.Value.EnumerateObject().GroupBy(part => part.Name, StringComparer.Ordinal).Any(same => same.Count() > 1)
            || !property.Value.TryGetProperty("dtype", out JsonElement type) || type.ValueKind != JsonValueKind.String
            || !property.Value.TryGetProperty("shape", out JsonElement shape) || Integers(shape) is not { } sides
            || !property.Value.TryGetProperty("data_offsets", out JsonElement offsets) || Integers(offsets) is not { Length: 2 } range)
        {
            throw new InputFileException($"{what} lacks dtype, shape or the two data_offsets, or states one twice; the header is damaged.");
        }

        (TensorType format, int size) = Format(type.GetString()!)
            ?? throw new InputFileException($"{what} has the unknown dtype '{type.GetString()}'; F64, F32, F16 and BF16 are analysed, integers are left out.");
        if (range[0] < 0 || range[1] < range[0] || range[1] > end - start)
        {
            throw new InputFileException($"{what} lies at {range[0]} to {range[1]} of {end - start} bytes of numbers; the file is truncated or damaged.");
        }

        if (StoredTensor.LengthOf(sides) is not { } length || length > (range[1] - range[0]) / size || length * size != range[1] - range[0])
        {
            throw new InputFileException($"{what} of shape {string.Join(" x ", sides)} does not fill its {range[1] - range[0]} bytes; the header is damaged.");
        }

        long from = start + range[0];
        return (new StoredTensor(property.Name, sides, format, path, () => FileRange.Open(path, from)), range[0], range[1]);
    }

    private static (TensorType Type, int Size)? Format(string name) => name switch
    {
        "F64" => (TensorType.Float64, 8),
        "F32" => (TensorType.Float32, 4),
        "F16" => (TensorType.Float16, 2),
        "BF16" => (TensorType.BFloat16, 2),
        "I64" or "U64" => (TensorType.Other, 8),
        "I32" or "U32" => (TensorType.Other, 4),
        "I16" or "U16" => (TensorType.Other, 2),
        "I8" or "U8" or "BOOL" or "F8_E5M2" or "F8_E4M3" => (TensorType.Other, 1),
        _ => null,
    };

    private static long[]? Integers(JsonElement array)
    {
        if (array.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var values = new List<long>();
        foreach (JsonElement one in array.EnumerateArray())
        {
            if (one.ValueKind != JsonValueKind.Number || !one.TryGetInt64(out long value))
            {
                return null;
            }

            values.Add(value);
        }

        return [.. values];
    }
}
