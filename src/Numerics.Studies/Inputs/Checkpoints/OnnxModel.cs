using System.Globalization;
using Google.Protobuf;

namespace Numerics.Studies.Inputs.Checkpoints;

/// <summary>Reader of the initializers of an .onnx model: raw, typed and external data. Numbers stay in the file until they are asked for.</summary>
/// <remarks>
/// Field numbers are those of onnx.proto: model.graph 7, graph.node 1, graph.initializer 5; tensor.dims 1, data_type 2, float_data 4, int32_data 5, name 8, raw_data 9, double_data 10,
/// external_data 13; node.input 1, op_type 4, attribute 5; attribute.name 1, i 3.
/// </remarks>
internal static class OnnxModel
{
    /// <summary>Lists the initializers.</summary>
    /// <exception cref="InputFileException">Not such a file, or its external data lie outside its folder.</exception>
    public static IReadOnlyList<StoredTensor> Read(string path)
    {
        try
        {
            using FileStream file = FileRange.Open(path, 0);
            using var input = new CodedInputStream(file);
            var tensors = new List<StoredTensor>();
            var nodes = new List<OnnxNode>();
            ProtobufFields.Each(input, file.Length, (tag, end) =>
            {
                if (tag == ProtobufFields.Delimited(7))
                {
                    ProtobufFields.Nested(input, end, (inner, innerEnd) => Part(input, inner, innerEnd, path, tensors, nodes));
                    return true;
                }

                return false;
            });
            return tensors.Count > 0 ? OnnxQuantisation.Resolve(tensors, nodes)
                : throw new InputFileException($"'{path}' has no initializers and so no weights; export the model with its parameters.");
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new InputFileException($"'{path}' is no ONNX model or is truncated: {exception.Message.TrimEnd('.')}; export the model again.");
        }
    }

    private static bool Part(CodedInputStream input, uint tag, long end, string path, List<StoredTensor> tensors, List<OnnxNode> nodes)
    {
        if (tag == ProtobufFields.Delimited(5))
        {
            tensors.Add(Initializer(input, end, path));
            return true;
        }

        if (tag == ProtobufFields.Delimited(1))
        {
            nodes.Add(Node(input, end));
            return true;
        }

        return false;
    }

    private static OnnxNode Node(CodedInputStream input, long end)
    {
        string operation = "";
        var inputs = new List<string>();
        long? axis = null;
        ProtobufFields.Nested(input, end, (tag, inner) =>
        {
            switch (tag)
            {
                case (1 << 3) | 2:
                    inputs.Add(input.ReadString());
                    return true;
                case (4 << 3) | 2:
                    operation = input.ReadString();
                    return true;
                case (5 << 3) | 2:
                    axis ??= AxisOf(input, inner);
                    return true;
                default:
                    return false;
            }
        });
        return new OnnxNode(operation, inputs, axis);
    }

    private static long? AxisOf(CodedInputStream input, long end)
    {
        string name = "";
        long? value = null;
        ProtobufFields.Nested(input, end, (tag, _) =>
        {
            switch (tag)
            {
                case (1 << 3) | 2:
                    name = input.ReadString();
                    return true;
                case 3 << 3:
                    value = input.ReadInt64();
                    return true;
                default:
                    return false;
            }
        });
        return name == "axis" ? value : null;
    }

    private static StoredTensor Initializer(CodedInputStream input, long end, string path)
    {
        string name = "";
        int type = 0;
        List<long> shape = [];
        (long Offset, long Length)? place = null;
        bool isPacked = false;
        Dictionary<string, string> external = new(StringComparer.Ordinal);
        ProtobufFields.Nested(input, end, (tag, inner) =>
        {
            switch (tag)
            {
                case 1 << 3:
                    shape.Add(input.ReadInt64());
                    return true;
                case (1 << 3) | 2:
                    ProtobufFields.Packed(input, inner, shape);
                    return true;
                case 2 << 3:
                    type = input.ReadInt32();
                    return true;
                case (8 << 3) | 2:
                    name = input.ReadString();
                    return true;
                case (4 << 3) | 2 or (5 << 3) | 2 or (9 << 3) | 2 or (10 << 3) | 2:
                    // float_data and double_data are packed numbers: the same bytes as raw_data. int32_data holds the bits of halves and bytes as packed integers.
                    place = ProtobufFields.Skip(input, inner);
                    isPacked = tag == ((5 << 3) | 2);
                    return true;
                case (13 << 3) | 2:
                    Entry(input, inner, external);
                    return true;
                default:
                    return false;
            }
        });
        return Located(name, shape, type, place, isPacked, external, path);
    }

    private static StoredTensor Located(
        string name, List<long> shape, int type, (long Offset, long Length)? place, bool isPacked, Dictionary<string, string> external, string path)
    {
        TensorType format = type switch
        {
            1 => TensorType.Float32,
            2 => TensorType.UInt8,
            3 => TensorType.Int8,
            10 => TensorType.Float16,
            11 => TensorType.Float64,
            16 => TensorType.BFloat16,
            _ => TensorType.Other,
        };
        string what = $"Initializer '{name}' of '{path}'";
        if (StoredTensor.LengthOf(shape) is not { } length)
        {
            throw new InputFileException($"{what} has the impossible shape {string.Join(" x ", shape)}; the file is damaged.");
        }

        string file = path;
        if (external.Count > 0)
        {
            (file, place) = External(external, path, what);
            isPacked = false;
        }

        int size = format.Size();
        if (format == TensorType.Other || (length > 0 && place is null && length < 2))
        {
            return new StoredTensor(name, shape, TensorType.Other, path, () => Stream.Null);
        }

        (long Offset, long Length) range = place ?? (0, 0);
        bool fills = isPacked ? size <= 2 && length <= range.Length && range.Length <= 10 * length : length <= range.Length / size && length * size == range.Length;
        return fills
            ? new StoredTensor(name, shape, format, file, () => isPacked ? ProtobufFields.Unpacked(file, range, size, length) : FileRange.Open(file, range.Offset))
            : throw new InputFileException($"{what} of shape {string.Join(" x ", shape)} does not fill its {range.Length} bytes of numbers; the file is damaged or stores them in a way that no exporter does.");
    }

    private static (string File, (long Offset, long Length) Place) External(Dictionary<string, string> external, string path, string what)
    {
        string folder = Path.GetFullPath(Path.GetDirectoryName(path)!);
        string location = external.GetValueOrDefault("location", "");
        string file = location.Contains('\0', StringComparison.Ordinal) ? "" : Path.GetFullPath(Path.Combine(folder, location));
        if (location.Length == 0 || Path.IsPathRooted(location)
            || !file.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new InputFileException($"{what} has its numbers in '{location}', outside the folder of the model; put the file beside the model.");
        }

        if (!File.Exists(file))
        {
            throw new InputFileException($"{what} has its numbers in '{location}', which does not exist; put the file beside the model.");
        }

        for (string at = file; at.Length > folder.Length; at = Path.GetDirectoryName(at)!)
        {
            if (new FileInfo(at).LinkTarget is { } target)
            {
                throw new InputFileException($"{what} has its numbers in '{location}', where a link leads to '{target}' and maybe outside the folder of the model; put the file itself there.");
            }
        }

        long size = new FileInfo(file).Length;
        string from = external.GetValueOrDefault("offset", "0");
        long offset = Number(from);
        string bytes = external.GetValueOrDefault("length", Math.Max(0, size - Math.Max(0, offset)).ToString(CultureInfo.InvariantCulture));
        long length = Number(bytes);
        return offset >= 0 && length >= 0 && offset <= size && length <= size - offset
            ? (file, (offset, length))
            : throw new InputFileException($"{what} should lie at {from} with {bytes} bytes in '{location}', which has {size}; the file is truncated, get it again.");
    }

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : -1;

    private static void Entry(CodedInputStream input, long end, Dictionary<string, string> entries)
    {
        string key = "";
        string value = "";
        ProtobufFields.Nested(input, end, (tag, _) =>
        {
            switch (tag)
            {
                case (1 << 3) | 2:
                    key = input.ReadString();
                    return true;
                case (2 << 3) | 2:
                    value = input.ReadString();
                    return true;
                default:
                    return false;
            }
        });
        entries[key] = value;
    }
}
