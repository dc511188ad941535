using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Numerics.Studies.Inputs;

/// <summary>What stands before the numbers of an array as NumPy writes it, versions 1 to 3 of the format.</summary>
/// <param name="Kind">Letter and bytes of the type: "f8", "i2", "b1"; empty where it is no plain type.</param>
/// <param name="IsBigEndian">Whether the highest byte comes first.</param>
/// <param name="IsFortran">Whether the first index runs fastest.</param>
/// <param name="Sides">Sides; a side beyond 64 bits is the largest number of them.</param>
/// <param name="Start">Bytes before the first number.</param>
/// <param name="Text">The description as it stands there, for sentences.</param>
/// <remarks>Source: numpy.org/doc/stable/reference/generated/numpy.lib.format.html.</remarks>
internal sealed partial record NpyHeader(string Kind, bool IsBigEndian, bool IsFortran, IReadOnlyList<long> Sides, long Start, string Text)
{
    private const int LongestHeader = 1 << 20;

    /// <summary>Number of entries; huge, not wrong, beyond 64 bits.</summary>
    public Int128 Count => Sides.Aggregate((Int128)1, (product, side) => product > long.MaxValue ? product : product * side);

    /// <summary>Reads a header; the stream is then at the first number.</summary>
    /// <param name="stream">At its beginning.</param>
    /// <param name="length">Bytes of the stream; nothing is allocated that does not fit.</param>
    /// <param name="path">Name for messages.</param>
    /// <exception cref="InputFileException">No such file, or damaged.</exception>
    public static NpyHeader Read(Stream stream, long length, string path)
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
        return Parse((magic[6] == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(header), before, path);
    }

    /// <summary>The sentence about a type that cannot be used.</summary>
    public InputFileException NoPlainNumbers(string path) =>
        new($"Input file '{path}' holds no plain real numbers (its header says {Text[..Math.Min(60, Text.Length)]}); save it as float64, for example by array.astype('f8').");

    /// <summary>The sentence about another number of bytes than the shape says.</summary>
    /// <param name="width">Bytes of a number.</param>
    /// <param name="bytes">Bytes that are there.</param>
    /// <param name="path">Name.</param>
    public InputFileException OtherLength(int width, long bytes, string path) =>
        new($"Input file '{path}' is damaged: an array of shape ({string.Join(", ", Sides)}) has {(Count > long.MaxValue ? "more bytes than any file" : $"{Count * width} bytes")} and the file holds {bytes}.");

    private static NpyHeader Parse(string header, long start, string path)
    {
        Match type = Description().Match(header);
        Match order = FortranOrder().Match(header);
        Match shape = ShapeOf().Match(header);
        if (!order.Success || !shape.Success || !header.Contains("descr", StringComparison.Ordinal))
        {
            throw new InputFileException($"Input file '{path}' is damaged: its header is no description of an array.");
        }

        long[] sides = [.. shape.Groups["sides"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(side => long.TryParse(side, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : long.MaxValue)];
        return new NpyHeader(type.Groups["kind"].Value, type.Groups["order"].Value == ">", order.Groups["fortran"].Value == "True", sides, start, header.Trim());
    }

    [GeneratedRegex(@"[""']descr[""']\s*:\s*[""'](?<order>[<>|=])(?<kind>[a-z]\d+)[""']", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Description();

    [GeneratedRegex(@"[""']fortran_order[""']\s*:\s*(?<fortran>True|False)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FortranOrder();

    [GeneratedRegex(@"[""']shape[""']\s*:\s*\((?<sides>[\d,\sL]*)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShapeOf();
}
