using System.Buffers.Binary;
using System.Text;
using PureHDF;

namespace Numerics.Results.Hdf5;

/// <summary>
/// Text attributes of any length beside the 16-byte strings of HDF5's dimension scales.
/// </summary>
/// <remarks>
/// The scale convention (and with it h5py, netCDF and everything built on H5DS) demands that <c>CLASS</c> be a fixed string of exactly 16 bytes,
/// while PureHDF 2.2 knows one string length per file. So other texts are handed to PureHDF as opaque bytes under a tag, and
/// <see cref="Resolve"/> rewrites these attribute messages in the finished bytes as scalar fixed-length UTF-8 strings and renews the checksum of
/// their object header. Nothing moves: what the shorter type description leaves over stays as zeros at the end of its message.
/// Layout: HDF5 file format specification 3.0, IV.A.1.b (object header version 2), IV.A.2.m (attribute message version 3).
/// </remarks>
internal static class Hdf5Text
{
    /// <summary>Longest text in bytes of UTF-8: an attribute ends at 64 KiB.</summary>
    public const int MaximumBytes = 60_000;

    private const string Tag = "numerics-text";
    private const int AttributeMessage = 0x0C;
    private const int OpaqueVersion3 = 0x35;
    private const int StringVersion3 = 0x33;
    private const int NullPaddedUtf8 = 0x11;
    private const int HeaderPrefix = 14; // OHDR, version 2, flags 3 (sizes of 8 bytes, no times), size of the messages
    private const int TypeBytes = 8;
    private const int SpaceBytes = 4;

    /// <summary>A text as an attribute value, to be resolved when the file is complete.</summary>
    /// <exception cref="InvalidOperationException">It is longer than <see cref="MaximumBytes"/>.</exception>
    public static object Attribute(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text.Length == 0 ? "\0" : text);
        return bytes.Length <= MaximumBytes
            ? new H5Attribute(bytes, opaqueInfo: new H5OpaqueInfo((uint)bytes.Length, Tag))
            : throw new InvalidOperationException($"A text of {bytes.Length} bytes does not fit an HDF5 attribute ({MaximumBytes} at most).");
    }

    /// <summary>Turns all texts of a finished file into strings.</summary>
    /// <param name="file">Bytes of the file; changed in place.</param>
    /// <param name="expected">Number of texts in it.</param>
    /// <exception cref="InvalidOperationException">Another number was found: the layout is not the one known here.</exception>
    public static void Resolve(Span<byte> file, int expected)
    {
        int found = 0;
        int position = 0;
        while (file[position..].IndexOf("OHDR"u8) is int step and >= 0)
        {
            position += step;
            if (TryGetHeader(file[position..], out Span<byte> header))
            {
                found += ResolveHeader(header);
                BinaryPrimitives.WriteUInt32LittleEndian(file[(position + header.Length)..], JenkinsChecksum.Of(header));
            }

            position += 4;
        }

        if (found != expected)
        {
            throw new InvalidOperationException($"{found} of {expected} text attributes were found: the HDF5 writer has changed its layout.");
        }
    }

    /// <summary>An object header without its checksum, if the checksum says it is one (and not data that happens to spell OHDR).</summary>
    private static bool TryGetHeader(Span<byte> bytes, out Span<byte> header)
    {
        header = default;
        if (bytes.Length < HeaderPrefix + 4 || bytes[4] != 2 || bytes[5] != 3)
        {
            return false;
        }

        ulong messages = BinaryPrimitives.ReadUInt64LittleEndian(bytes[6..]);
        if (messages > (ulong)(bytes.Length - HeaderPrefix - 4))
        {
            return false;
        }

        header = bytes[..(HeaderPrefix + (int)messages)];
        return JenkinsChecksum.Of(header) == BinaryPrimitives.ReadUInt32LittleEndian(bytes[header.Length..]);
    }

    private static int ResolveHeader(Span<byte> header)
    {
        int found = 0;
        Span<byte> rest = header[HeaderPrefix..];
        while (rest.Length >= 4)
        {
            int size = BinaryPrimitives.ReadUInt16LittleEndian(rest[1..]);
            if (rest[0] == AttributeMessage && ResolveAttribute(rest.Slice(4, size)))
            {
                found++;
            }

            rest = rest[(4 + size)..];
        }

        return found;
    }

    /// <summary>Message: version, flags, sizes of name, type and space (2 bytes each), encoding, name, type, space, data.</summary>
    private static bool ResolveAttribute(Span<byte> message)
    {
        int typeStart = 9 + BinaryPrimitives.ReadUInt16LittleEndian(message[2..]);
        int typeSize = BinaryPrimitives.ReadUInt16LittleEndian(message[4..]);
        int spaceSize = BinaryPrimitives.ReadUInt16LittleEndian(message[6..]);
        Span<byte> type = message.Slice(typeStart, typeSize);
        if (type[0] != OpaqueVersion3 || !type[TypeBytes..].StartsWith(Encoding.ASCII.GetBytes(Tag)))
        {
            return false;
        }

        byte[] data = message[(typeStart + typeSize + spaceSize)..].ToArray();
        BinaryPrimitives.WriteUInt16LittleEndian(message[4..], TypeBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(message[6..], SpaceBytes);
        type[0] = StringVersion3;
        type[1] = NullPaddedUtf8;
        Span<byte> rest = message[(typeStart + TypeBytes)..];
        rest.Clear();
        rest[0] = 2; // dataspace version 2, rank 0, no flags, scalar
        data.CopyTo(rest[SpaceBytes..]);
        return true;
    }
}
