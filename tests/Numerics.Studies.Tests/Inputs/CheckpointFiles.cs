using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;
using Numerics.Studies.Inputs;
using Numerics.Studies.Inputs.Checkpoints;

namespace Numerics.Studies.Tests.Inputs;

/// <summary>Writes checkpoints byte by byte, by the descriptions of the formats and not by the readers; removes them at the end.</summary>
internal sealed class CheckpointFiles : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("checkpoint-").FullName;

    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(Path(name), bytes);
        return Path(name);
    }

    public static byte[] Safetensors(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return [.. length, .. text, .. data];
    }

    public static byte[] Safetensors(params IReadOnlyList<(string Name, int[] Shape, float[] Values)> tensors)
    {
        var data = new List<byte>();
        var parts = new List<string>();
        foreach ((string name, int[] shape, float[] values) in tensors)
        {
            parts.Add($$""" "{{name}}": { "dtype": "F32", "shape": [{{string.Join(",", shape)}}], "data_offsets": [{{data.Count}}, {{data.Count + (4 * values.Length)}}] } """);
            data.AddRange(values.SelectMany(BitConverter.GetBytes));
        }

        return Safetensors($$"""{ "__metadata__": { "format": "pt" }, {{string.Join(",", parts)}} }""", [.. data]);
    }

    public static byte[] Npy(string type, string shape, byte[] data, bool fortran = false)
    {
        string text = $"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}";
        text = text.PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. Encoding.Latin1.GetBytes(text), .. data];
    }

    /// <summary>A model whose graph has one initializer of raw data (or of external data).</summary>
    public static byte[] Onnx(string name, int type, long[] shape, byte[]? raw, (string Key, string Value)[]? external = null)
    {
        byte[] tensor = Message(output =>
        {
            foreach (long side in shape)
            {
                output.WriteTag(1, WireFormat.WireType.Varint);
                output.WriteInt64(side);
            }

            output.WriteTag(2, WireFormat.WireType.Varint);
            output.WriteInt32(type);
            output.WriteTag(8, WireFormat.WireType.LengthDelimited);
            output.WriteString(name);
            if (raw is not null)
            {
                Nest(output, 9, raw);
            }

            foreach ((string key, string value) in external ?? [])
            {
                Nest(output, 13, Message(entry =>
                {
                    entry.WriteTag(1, WireFormat.WireType.LengthDelimited);
                    entry.WriteString(key);
                    entry.WriteTag(2, WireFormat.WireType.LengthDelimited);
                    entry.WriteString(value);
                }));
            }
        });
        return Message(model =>
        {
            model.WriteTag(1, WireFormat.WireType.Varint);
            model.WriteInt64(8);
            Nest(model, 7, Message(graph => Nest(graph, 5, tensor)));
        });
    }

    /// <summary>A model of several initializers, field 9 (raw) or another one of packed numbers, and of operations with inputs and an axis.</summary>
    public static byte[] OnnxGraph((string Name, int Type, long[] Shape, int Field, byte[] Data)[] tensors, (string Operation, string[] Inputs, long? Axis)[] nodes) => Message(model => Nest(model, 7, Message(graph =>
    {
        foreach ((string operation, string[] inputs, long? axis) in nodes)
        {
            Nest(graph, 1, Message(node =>
            {
                foreach (string input in inputs)
                {
                    Nest(node, 1, Encoding.UTF8.GetBytes(input));
                }

                Nest(node, 2, "out"u8.ToArray());
                Nest(node, 4, Encoding.UTF8.GetBytes(operation));
                if (axis is { } value)
                {
                    Nest(node, 5, Message(attribute =>
                    {
                        Nest(attribute, 1, "axis"u8.ToArray());
                        attribute.WriteTag(3, WireFormat.WireType.Varint);
                        attribute.WriteInt64(value);
                    }));
                }
            }));
        }

        foreach ((string name, int type, long[] shape, int field, byte[] data) in tensors)
        {
            Nest(graph, 5, Message(tensor =>
            {
                Nest(tensor, 1, Message(sides => Array.ForEach(shape, sides.WriteInt64)));
                tensor.WriteTag(2, WireFormat.WireType.Varint);
                tensor.WriteInt32(type);
                Nest(tensor, 8, Encoding.UTF8.GetBytes(name));
                Nest(tensor, field, data);
            }));
        }
    })));

    /// <summary>Integers as protobuf packs them.</summary>
    public static byte[] Packed(params IReadOnlyList<int> values) => Message(output =>
    {
        foreach (int value in values)
        {
            output.WriteInt32(value);
        }
    });

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static void Nest(CodedOutputStream output, int field, byte[] bytes)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(bytes));
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            write(output);
        }

        return stream.ToArray();
    }

    /// <summary>Asserts that a checkpoint is refused in these words.</summary>
    public static void Refused(string path, string words) =>
        Assert.Contains(words, Assert.Throws<InputFileException>(() => Checkpoint.Read(path)).Message, StringComparison.Ordinal);
}
