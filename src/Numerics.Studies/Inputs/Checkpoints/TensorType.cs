using System.Buffers.Binary;

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

    /// <summary>Signed byte: numbers of a matrix with a scale and a zero point only.</summary>
    Int8,

    /// <summary>Byte: the same.</summary>
    UInt8,

    /// <summary>Other integers, booleans, eight-bit floats: listed, not analysed.</summary>
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
        TensorType.Int8 or TensorType.UInt8 => 1,
        _ => 0,
    };

    /// <summary>Whether it is a floating-point format.</summary>
    public static bool IsFloat(this TensorType type) => type <= TensorType.BFloat16;

    /// <summary>Decodes numbers; exact, since every format is part of the doubles.</summary>
    public static void Decode(this TensorType type, ReadOnlySpan<byte> bytes, Span<double> values)
    {
        int size = type.Size();
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> one = bytes.Slice(i * size, size);
            values[i] = type switch
            {
                TensorType.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(one),
                TensorType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(one),
                TensorType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(one),
                TensorType.Int8 => (sbyte)one[0],
                TensorType.UInt8 => one[0],
                _ => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(one) << 16),
            };
        }
    }

    /// <summary>Mean square of the rounding that the format adds to numbers, those stored taken as what was rounded: step^2/12 with the step at each number; 0 where it is below single precision.</summary>
    public static double RoundingNoise(this TensorType type, ReadOnlySpan<double> values)
    {
        // Bits behind the point, and the least exponent.
        (int bits, int least) = type switch
        {
            TensorType.Float16 => (10, -14),
            TensorType.BFloat16 => (7, -126),
            _ => (0, 0),
        };
        double sum = 0;
        foreach (double value in bits == 0 ? [] : values)
        {
            double step = Math.ScaleB(1, Math.Max(value == 0 ? least : Math.ILogB(value), least) - bits);
            sum += step * step / 12;
        }

        return values.Length == 0 ? 0 : sum / values.Length;
    }
}
