namespace Numerics.Studies.Inputs.Checkpoints;

/// <summary>Number formats of stored tensors, little-endian.</summary>
public enum TensorType
{
    /// <summary>IEEE double.</summary>
    Float64,

    /// <summary>IEEE single.</summary>
    Float32,

    /// <summary>IEEE half.</summary>
    Float16,

    /// <summary>The upper half of a single.</summary>
    BFloat16,

    /// <summary>Integers, booleans, eight-bit floats: listed, not analysed.</summary>
    Other,
}

/// <summary>Sizes and decoding of the formats.</summary>
internal static class TensorTypes
{
    /// <summary>Bytes of a number; 0 for formats that are not analysed.</summary>
    public static int Size(this TensorType type) => type switch
    {
        TensorType.Float64 => 8,
        TensorType.Float32 => 4,
        TensorType.Float16 or TensorType.BFloat16 => 2,
        _ => 0,
    };

    /// <summary>Decodes numbers; exact, since every format is part of the doubles.</summary>
    public static void Decode(this TensorType type, ReadOnlySpan<byte> bytes, Span<double> values)
    {
        int size = type.Size();
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> one = bytes.Slice(i * size, size);
            values[i] = type switch
            {
                TensorType.Float64 => System.Buffers.Binary.BinaryPrimitives.ReadDoubleLittleEndian(one),
                TensorType.Float32 => System.Buffers.Binary.BinaryPrimitives.ReadSingleLittleEndian(one),
                TensorType.Float16 => (double)System.Buffers.Binary.BinaryPrimitives.ReadHalfLittleEndian(one),
                _ => BitConverter.Int32BitsToSingle(System.Buffers.Binary.BinaryPrimitives.ReadUInt16LittleEndian(one) << 16),
            };
        }
    }
}
