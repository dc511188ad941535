using System.Security.Cryptography;
using System.Text;

namespace Numerics.Results.Files;

/// <summary>The file of what an unfinished replica keeps of itself: a checksum, whose it is, and the bytes.</summary>
/// <remarks>SHA-256 of the rest, seed (8 bytes, little-endian), length of the fingerprint (4 bytes), the fingerprint in UTF-8, the content.</remarks>
internal static class StateFile
{
    private const int Hash = SHA256.HashSizeInBytes;

    /// <summary>The bytes of a file.</summary>
    public static byte[] Encode(byte[] content, ulong seed, string fingerprint)
    {
        using var stream = new MemoryStream();
        stream.Write(new byte[Hash]);
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            byte[] name = Encoding.UTF8.GetBytes(fingerprint);
            writer.Write(seed);
            writer.Write(name.Length);
            writer.Write(name);
            writer.Write(content);
        }

        byte[] all = stream.ToArray();
        SHA256.HashData(all.AsSpan(Hash)).CopyTo(all, 0);
        return all;
    }

    /// <summary>The content of a file; null if it is damaged or of another run.</summary>
    public static byte[]? Decode(byte[] file, ulong seed, string fingerprint)
    {
        byte[] name = Encoding.UTF8.GetBytes(fingerprint);
        int start = Hash + sizeof(ulong) + sizeof(int) + name.Length;
        if (file.Length < start || !SHA256.HashData(file.AsSpan(Hash)).AsSpan().SequenceEqual(file.AsSpan(0, Hash)))
        {
            return null;
        }

        bool own = BitConverter.ToUInt64(file, Hash) == seed && BitConverter.ToInt32(file, Hash + sizeof(ulong)) == name.Length
            && file.AsSpan(start - name.Length, name.Length).SequenceEqual(name);
        return own ? file[start..] : null;
    }
}
