using System.Globalization;
using Google.Protobuf;

namespace Numerics.Studies.Inputs.Checkpoints;

/// <summary>Reader of the initializers of an .onnx model: raw, typed and external data. Numbers stay in the file until they are asked for.</summary>
/// <remarks>Field numbers are those of onnx.proto: model.graph 7, graph.initializer 5, tensor.dims 1, data_type 2, name 8, raw_data 9, external_data 13.</remarks>
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
            Fields(input, file.Length, (tag, end) =>
            {
                if (tag == Delimited(7))
                {
                    Nested(input, end, (inner, innerEnd) =>
                    {
                        if (inner == Delimited(5))
                        {
                            tensors.Add(Initializer(input, innerEnd, path));
                            return true;
                        }

                        return false;
                    });
                    return true;
                }

                return false;
            });
            return tensors.Count > 0 ? tensors : throw new InputFileException($"'{path}' has no initializers and so no weights; export the model with its parameters.");
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new InputFileException($"'{path}' is no ONNX model or is truncated: {exception.Message}");
        }
    }

    private static StoredTensor Initializer(CodedInputStream input, long end, string path)
    {
        string name = "";
        int type = 0;
        List<long> shape = [];
        (long Offset, long Length)? place = null;
        Dictionary<string, string> external = new(StringComparer.Ordinal);
        Nested(input, end, (tag, inner) =>
        {
            switch (tag)
            {
                case 1 << 3:
                    shape.Add(input.ReadInt64());
                    return true;
                case (1 << 3) | 2:
                    Packed(input, inner, shape);
                    return true;
                case 2 << 3:
                    type = input.ReadInt32();
                    return true;
                case (8 << 3) | 2:
                    name = input.ReadString();
                    return true;
                case (4 << 3) | 2 or (9 << 3) | 2 or (10 << 3) | 2:
                    // float_data and double_data are packed numbers: the same bytes as raw_data.
                    place = Skip(input, inner);
                    return true;
                case (13 << 3) | 2:
                    Entry(input, inner, external);
                    return true;
                default:
                    return false;
            }
        });
        return Located(name, shape, type, place, external, path);
    }

    private static StoredTensor Located(string name, List<long> shape, int type, (long Offset, long Length)? place, Dictionary<string, string> external, string path)
    {
        TensorType format = type switch
        {
            1 => TensorType.Float32,
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
        }

        if (format == TensorType.Other || (length > 0 && place is null && length < 2))
        {
            return new StoredTensor(name, shape, TensorType.Other, path, () => Stream.Null);
        }

        if (place is not { } range || length > range.Length / format.Size() || length * format.Size() != range.Length)
        {
            // Half precision may be stored as a list of integers, which no exporter of weights does.
            throw new InputFileException($"{what} of shape {string.Join(" x ", shape)} does not fill its {place?.Length ?? 0} bytes of numbers; store it as raw data.");
        }

        return new StoredTensor(name, shape, format, file, () => FileRange.Open(file, range.Offset));
    }

    private static (string File, (long Offset, long Length) Place) External(Dictionary<string, string> external, string path, string what)
    {
        string folder = Path.GetFullPath(Path.GetDirectoryName(path)!);
        string location = external.GetValueOrDefault("location", "");
        string file = Path.GetFullPath(Path.Combine(folder, location));
        if (location.Length == 0 || location.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(location)
            || !file.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new InputFileException($"{what} has its numbers in '{location}', outside the folder of the model; put the file beside the model.");
        }

        if (!File.Exists(file))
        {
            throw new InputFileException($"{what} has its numbers in '{location}', which does not exist; put the file beside the model.");
        }

        long size = new FileInfo(file).Length;
        long offset = Number(external.GetValueOrDefault("offset", "0"));
        long length = Number(external.GetValueOrDefault("length", (size - offset).ToString(CultureInfo.InvariantCulture)));
        return offset >= 0 && length >= 0 && offset <= size && length <= size - offset
            ? (file, (offset, length))
            : throw new InputFileException($"{what} lies at {offset} with {length} bytes in '{location}', which has {size}; the file is truncated.");
    }

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : -1;

    private static void Entry(CodedInputStream input, long end, Dictionary<string, string> entries)
    {
        string key = "";
        string value = "";
        Nested(input, end, (tag, _) =>
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

    private static void Packed(CodedInputStream input, long end, List<long> values)
    {
        long stop = Stop(input, end);
        while (input.Position < stop)
        {
            values.Add(input.ReadInt64());
        }
    }

    /// <summary>Leaves bytes where they are; returns their place.</summary>
    private static (long Offset, long Length) Skip(CodedInputStream input, long end)
    {
        long before = input.Position;
        input.SkipLastField();
        long after = input.Position;
        long length = 0;
        for (int bytes = 1; bytes <= 5; bytes++)
        {
            length = after - before - bytes;
            if (length < 1L << (7 * bytes))
            {
                break;
            }
        }

        return after <= end && length >= 0 ? (after - length, length) : throw Damaged();
    }

    private static void Nested(CodedInputStream input, long end, Func<uint, long, bool> field) => Fields(input, Stop(input, end), field);

    private static long Stop(CodedInputStream input, long end)
    {
        int length = input.ReadLength();
        long stop = input.Position + length;
        return length >= 0 && stop <= end ? stop : throw Damaged();
    }

    private static void Fields(CodedInputStream input, long end, Func<uint, long, bool> field)
    {
        while (input.Position < end)
        {
            uint tag = input.ReadTag();
            if (tag == 0)
            {
                throw Damaged();
            }

            if (!field(tag, end))
            {
                input.SkipLastField();
            }
        }

        if (input.Position != end)
        {
            throw Damaged();
        }
    }

    private static uint Delimited(int field) => WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited);

    /// <summary>The library does not let others make its own exception.</summary>
    private static InvalidDataException Damaged() => new("a field reaches beyond its message");
}
