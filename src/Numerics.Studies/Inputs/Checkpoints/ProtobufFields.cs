using Google.Protobuf;

namespace Numerics.Studies.Inputs.Checkpoints;

/// <summary>Walks over the fields of protobuf messages without holding them: each is handed over or skipped, and none reaches beyond its message.</summary>
internal static class ProtobufFields
{
    /// <summary>The tag of a field with a length: a text, bytes, a message, packed numbers.</summary>
    public static uint Delimited(int field) => WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited);

    /// <summary>The fields up to a place.</summary>
    /// <param name="input">At the first.</param>
    /// <param name="end">Where the message ends.</param>
    /// <param name="field">Takes a tag and the end, reads the field and returns true; false: it is skipped.</param>
    /// <exception cref="InvalidDataException">A field reaches beyond the message.</exception>
    public static void Each(CodedInputStream input, long end, Func<uint, long, bool> field)
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

    /// <summary>The fields of a message in a message.</summary>
    /// <inheritdoc cref="Each"/>
    public static void Nested(CodedInputStream input, long end, Func<uint, long, bool> field) => Each(input, Stop(input, end), field);

    /// <summary>Packed integers.</summary>
    public static void Packed(CodedInputStream input, long end, List<long> values)
    {
        long stop = Stop(input, end);
        while (input.Position < stop)
        {
            values.Add(input.ReadInt64());
        }
    }

    /// <summary>Leaves bytes where they are; returns their place.</summary>
    public static (long Offset, long Length) Skip(CodedInputStream input, long end)
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

    /// <summary>Packed small integers of a range of a file, each in as many bytes as asked, little-endian.</summary>
    /// <param name="path">File.</param>
    /// <param name="place">Range of the packed numbers.</param>
    /// <param name="size">Bytes of each, 1 or 2; higher bits of a number are dropped.</param>
    /// <param name="count">How many there must be.</param>
    /// <exception cref="InvalidDataException">There are more or fewer.</exception>
    public static MemoryStream Unpacked(string path, (long Offset, long Length) place, int size, long count)
    {
        using Stream file = FileRange.Open(path, place.Offset);
        var packed = new byte[place.Length];
        file.ReadExactly(packed);
        using var input = new CodedInputStream(packed);
        var bytes = new MemoryStream(checked((int)(count * size)));
        for (long i = 0; !input.IsAtEnd; i++)
        {
            if (i == count)
            {
                throw new InvalidDataException($"it holds more than {count} numbers");
            }

            int value = input.ReadInt32();
            for (int k = 0; k < size; k++)
            {
                bytes.WriteByte((byte)(value >> (8 * k)));
            }
        }

        bytes.Position = 0;
        return bytes.Length == count * size ? bytes : throw new InvalidDataException($"it holds {bytes.Length / size} numbers instead of {count}");
    }

    private static long Stop(CodedInputStream input, long end)
    {
        int length = input.ReadLength();
        long stop = input.Position + length;
        return length >= 0 && stop <= end ? stop : throw Damaged();
    }

    /// <summary>The library does not let others make its own exception.</summary>
    private static InvalidDataException Damaged() => new("a field reaches beyond its message");
}
