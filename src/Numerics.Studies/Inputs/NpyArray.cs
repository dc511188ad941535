using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Numerics.Studies.Inputs;

/// <summary>An array as NumPy writes it, versions 1 to 3 of the format, of truth values, integers or real numbers in either byte order.</summary>
/// <param name="Values">Entries in the order of rows.</param>
/// <param name="Shape">Sides; one for a list.</param>
/// <remarks>Source: numpy.org/doc/stable/reference/generated/numpy.lib.format.html.</remarks>
internal sealed partial record NpyArray(double[] Values, IReadOnlyList<long> Shape)
{
    private const int LongestHeader = 1 << 20;

    private delegate double Decoder(ReadOnlySpan<byte> bytes);

    /// <summary>Whether it is a list, or a table of one column.</summary>
    public bool IsList => Shape.Count == 1 || (Shape.Count == 2 && Shape[1] == 1);

    /// <summary>As a table; a list is one column.</summary>
    public NumberTable Table(string path) => Shape.Count is 1 or 2 && Values.Length > 0
        ? new NumberTable(Values, (int)Shape[0], Shape.Count == 1 ? 1 : (int)Shape[1])
        : throw new InputFileException($"Input file '{path}' holds an array of shape ({string.Join(", ", Shape)}); a table of one sample a row is needed, of two sides and not empty.");

    /// <summary>Reads an array.</summary>
    /// <param name="stream">At its beginning.</param>
    /// <param name="length">Bytes of the stream; nothing is allocated that does not fit.</param>
    /// <param name="path">Name for messages.</param>
    /// <exception cref="InputFileException">No such file, another type, damaged, or longer or shorter than its header says.</exception>
    public static NpyArray Read(Stream stream, long length, string path)
    {
        var magic = new byte[8];
        if (stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length || magic[0] != 0x93 || Encoding.ASCII.GetString(magic, 1, 5) != "NUMPY")
        {
            throw new InputFileException($"Input file '{path}' is not a NumPy file: its first bytes are wrong.");
        }

        if (magic[6] is < 1 or > 3)
        {
            throw new InputFileException($"Input file '{path}' is of version {magic[6]} of NumPy's format; 1 to 3 are read, write it again by numpy.save.");
        }

        var size = new byte[magic[6] == 1 ? 2 : 4];
        bool sized = stream.ReadAtLeast(size, size.Length, throwOnEndOfStream: false) == size.Length;
        long headerLength = size.Length == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        long before = magic.Length + size.Length + headerLength;
        if (!sized || headerLength > LongestHeader || before > length)
        {
            throw new InputFileException($"Input file '{path}' is damaged: its header should have {headerLength} bytes and the file has {length}.");
        }

        var header = new byte[headerLength];
        stream.ReadExactly(header);
        return Body(stream, length - before, (magic[6] == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(header), path);
    }

    private static NpyArray Body(Stream stream, long bytes, string header, string path)
    {
        Match type = Description().Match(header);
        Match order = FortranOrder().Match(header);
        Match shape = ShapeOf().Match(header);
        if (!order.Success || !shape.Success || !header.Contains("descr", StringComparison.Ordinal))
        {
            throw new InputFileException($"Input file '{path}' is damaged: its header is no description of an array.");
        }

        if (!type.Success || DecoderOf(type.Groups["kind"].Value, type.Groups["order"].Value == ">") is not ({ } decode, var width))
        {
            throw new InputFileException($"Input file '{path}' holds no plain real numbers (its header says {header.Trim()[..Math.Min(60, header.Trim().Length)]}); save it as float64, for example by array.astype('f8').");
        }

        long[] sides = [.. shape.Groups["sides"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(side => long.TryParse(side, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : long.MaxValue)];
        Int128 count = sides.Aggregate((Int128)1, (product, side) => product > long.MaxValue ? product : product * side);
        if (count * width != bytes || count > Array.MaxLength)
        {
            throw new InputFileException($"Input file '{path}' is damaged: an array of shape ({string.Join(", ", sides)}) has {count * width} bytes and the file holds {bytes}.");
        }

        var raw = new byte[bytes];
        stream.ReadExactly(raw);
        return new NpyArray(Decode(raw, decode, width, sides, order.Groups["fortran"].Value == "True", path), sides);
    }

    private static double[] Decode(byte[] raw, Decoder decode, int width, long[] sides, bool fortran, string path)
    {
        var values = new double[raw.Length / width];
        bool turned = fortran && sides.Length == 2;
        for (int i = 0; i < values.Length; i++)
        {
            double value = decode(raw.AsSpan(i * width, width));
            long target = turned ? ((i % sides[0]) * sides[1]) + (i / sides[0]) : i;
            values[target] = double.IsFinite(value) ? value
                : throw new InputFileException($"Input file '{path}' holds {value.ToString(CultureInfo.InvariantCulture)} in row {(turned ? i % sides[0] : i / (sides.Length > 1 ? sides[1] : 1)) + 1}; all numbers must be finite.");
        }

        return values;
    }

    private static (Decoder Decode, int Width)? DecoderOf(string kind, bool big) => kind switch
    {
        "b1" => (bytes => bytes[0] == 0 ? 0 : 1, 1),
        "u1" => (bytes => bytes[0], 1),
        "i1" => (bytes => (sbyte)bytes[0], 1),
        "u2" => (big ? bytes => BinaryPrimitives.ReadUInt16BigEndian(bytes) : bytes => BinaryPrimitives.ReadUInt16LittleEndian(bytes), 2),
        "i2" => (big ? bytes => BinaryPrimitives.ReadInt16BigEndian(bytes) : bytes => BinaryPrimitives.ReadInt16LittleEndian(bytes), 2),
        "u4" => (big ? bytes => BinaryPrimitives.ReadUInt32BigEndian(bytes) : bytes => BinaryPrimitives.ReadUInt32LittleEndian(bytes), 4),
        "i4" => (big ? bytes => BinaryPrimitives.ReadInt32BigEndian(bytes) : bytes => BinaryPrimitives.ReadInt32LittleEndian(bytes), 4),
        "u8" => (big ? bytes => BinaryPrimitives.ReadUInt64BigEndian(bytes) : bytes => BinaryPrimitives.ReadUInt64LittleEndian(bytes), 8),
        "i8" => (big ? bytes => BinaryPrimitives.ReadInt64BigEndian(bytes) : bytes => BinaryPrimitives.ReadInt64LittleEndian(bytes), 8),
        "f2" => (big ? bytes => (double)BinaryPrimitives.ReadHalfBigEndian(bytes) : bytes => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes), 2),
        "f4" => (big ? bytes => BinaryPrimitives.ReadSingleBigEndian(bytes) : bytes => BinaryPrimitives.ReadSingleLittleEndian(bytes), 4),
        "f8" => (big ? BinaryPrimitives.ReadDoubleBigEndian : BinaryPrimitives.ReadDoubleLittleEndian, 8),
        _ => null,
    };

    [GeneratedRegex(@"[""']descr[""']\s*:\s*[""'](?<order>[<>|=])(?<kind>[a-z]\d+)[""']", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Description();

    [GeneratedRegex(@"[""']fortran_order[""']\s*:\s*(?<fortran>True|False)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FortranOrder();

    [GeneratedRegex(@"[""']shape[""']\s*:\s*\((?<sides>[\d,\sL]*)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShapeOf();
}
