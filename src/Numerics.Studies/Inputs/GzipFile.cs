using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Numerics.Studies.Inputs;

/// <summary>A packed file as a whole, with the checks that the system's reader leaves out: it takes a file that was cut off, or that goes on with something else, for complete.</summary>
internal static class GzipFile
{
    private const int HeaderBytes = 10;
    private const int TrailerBytes = 8;

    /// <summary>The contents of all members.</summary>
    /// <remarks>Checksum and length of every member but the last are checked by the system when the next one begins; those of the last must be the last bytes of the file.</remarks>
    /// <exception cref="InputFileException">The file is no gzip file, damaged, cut off, or followed by something else.</exception>
    public static MemoryStream Unpack(FileStream file, string path)
    {
        byte[] magic = new byte[2];
        if (file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length || magic[0] != 0x1f || magic[1] != 0x8b)
        {
            throw new InputFileException($"Input file '{path}' is not a gzip file: its first bytes are wrong; pack it again, or take away the ending .gz.");
        }

        if (file.Length < HeaderBytes + TrailerBytes)
        {
            throw new InputFileException($"Input file '{path}' is cut off: it has {file.Length} bytes; get it again.");
        }

        var trailer = new byte[TrailerBytes];
        file.Seek(-TrailerBytes, SeekOrigin.End);
        file.ReadExactly(trailer);
        file.Seek(0, SeekOrigin.Begin);
        var contents = new MemoryStream();
        try
        {
            using var unpacked = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
            var buffer = new byte[1 << 16];
            for (int read = unpacked.Read(buffer); read > 0; read = unpacked.Read(buffer))
            {
                contents.Write(buffer, 0, contents.Length + read <= Array.MaxLength ? read : throw new InputFileException($"Input file '{path}' unpacks to more than {Array.MaxLength} bytes; give a smaller file."));
            }
        }
        catch (InvalidDataException)
        {
            throw new InputFileException($"Input file '{path}' is damaged: a checksum, a length or the packed data are wrong; get it again.");
        }

        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(trailer.AsSpan(4));
        ReadOnlySpan<byte> all = contents.GetBuffer().AsSpan(0, (int)contents.Length);
        if (length > all.Length || Crc32.HashToUInt32(all[^(int)length..]) != checksum)
        {
            throw new InputFileException($"Input file '{path}' is cut off, damaged, or followed by something else: its last bytes are not the checksum and length of its contents; get it again.");
        }

        contents.Position = 0;
        return contents;
    }
}
