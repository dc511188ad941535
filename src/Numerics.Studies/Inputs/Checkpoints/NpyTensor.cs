using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Numerics.Studies.Inputs.Checkpoints;

/// <summary>Reader of tensors of any order in NumPy files: .npy, and .npz, which is a zip archive of them.</summary>
internal static partial class NpyTensor
{
    private const int MostHeaderBytes = 1 << 20;

    /// <summary>The tensor of an .npy file, named like the file.</summary>
    /// <exception cref="InputFileException">Not such a file.</exception>
    public static StoredTensor Read(string path)
    {
        using FileStream file = FileRange.Open(path, 0);
        (long[] shape, TensorType type, long start) = Header(file, file.Length, $"'{path}'");
        return new StoredTensor(Path.GetFileNameWithoutExtension(path), shape, type, path, () => FileRange.Open(path, start));
    }

    /// <summary>The tensors of an .npz archive, named like its entries.</summary>
    /// <exception cref="InputFileException">Not such a file.</exception>
    public static IReadOnlyList<StoredTensor> ReadArchive(string path)
    {
        using ZipArchive archive = new(FileRange.Open(path, 0), ZipArchiveMode.Read);
        var tensors = new List<StoredTensor>();
        for (int i = 0; i < archive.Entries.Count; i++)
        {
            ZipArchiveEntry entry = archive.Entries[i];
            if (entry.FullName.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
            {
                using Stream stream = entry.Open();
                (long[] shape, TensorType type, long start) = Header(stream, entry.Length, $"'{path}', entry '{entry.FullName}'");
                int index = i;
                tensors.Add(new StoredTensor(entry.FullName[..^4], shape, type, path, () => new ArchivedStream(path, index, start)));
            }
        }

        return tensors;
    }

    private static (long[] Shape, TensorType Type, long Start) Header(Stream stream, long length, string what)
    {
        Span<byte> first = stackalloc byte[12];
        int got = stream.ReadAtLeast(first[..8], 8, throwOnEndOfStream: false);
        if (got < 8 || first[0] != 0x93 || Encoding.ASCII.GetString(first[1..6]) != "NUMPY")
        {
            throw new InputFileException($"{what} is not a NumPy file: its first bytes are wrong.");
        }

        int more = first[6] == 1 ? 2 : 4;
        stream.ReadExactly(first.Slice(8, more));
        long header = more == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(first[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(first[8..]);
        long start = 8 + more + header;
        if (start > length || header > MostHeaderBytes)
        {
            throw new InputFileException($"{what} states a header of {header} bytes but has {length} bytes in all (1 MB is the limit of a header); it is truncated or no NumPy file.");
        }

        byte[] text = new byte[header];
        stream.ReadExactly(text);
        Match match = Fields().Match(Encoding.Latin1.GetString(text));
        if (!match.Success)
        {
            throw new InputFileException($"{what} is no plain number array in little-endian order; write it by numpy.save(file, array.astype('<f4')).");
        }

        return Checked(match, length - start, start, what);
    }

    private static (long[] Shape, TensorType Type, long Start) Checked(Match match, long bytes, long start, string what)
    {
        (TensorType type, int size) = match.Groups["type"].Value switch
        {
            "<f8" => (TensorType.Float64, 8),
            "<f4" => (TensorType.Float32, 4),
            "<f2" => (TensorType.Float16, 2),
            var other => (TensorType.Other, other[^1] - '0'),
        };
        string[] sides = match.Groups["shape"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        long[] shape = [.. sides.Select(side => long.TryParse(side, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : -1)];
        if (StoredTensor.LengthOf(shape) is not { } length || length > bytes / size || length * size != bytes)
        {
            throw new InputFileException($"{what} of shape {string.Join(" x ", sides)} needs other than the {bytes} bytes of numbers that it has; it is truncated or damaged.");
        }

        if (match.Groups["fortran"].Value == "True" && shape.Length > 2)
        {
            throw new InputFileException($"{what} has {shape.Length} dimensions in Fortran order; write it by numpy.save(file, numpy.ascontiguousarray(array)).");
        }

        // A matrix in Fortran order is its transpose in C order, with the same singular values.
        return (match.Groups["fortran"].Value == "True" ? [.. shape.Reverse()] : shape, type, start);
    }

    [GeneratedRegex(
        @"^\s*\{\s*'descr':\s*'(?<type><f8|<f4|<f2|<[iu][248]|\|[iub]1)',\s*'fortran_order':\s*(?<fortran>True|False),\s*'shape':\s*\((?<shape>[\d,\s]*)\)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fields();

    /// <summary>The numbers of an entry, with the archive that must stay open for them.</summary>
    private sealed class ArchivedStream : Stream
    {
        private readonly ZipArchive archive;
        private readonly Stream entry;

        public ArchivedStream(string path, int index, long start)
        {
            archive = new ZipArchive(FileRange.Open(path, 0), ZipArchiveMode.Read);
            entry = archive.Entries[index].Open();
            entry.ReadExactly(new byte[start]);
        }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => entry.Read(buffer, offset, count);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                entry.Dispose();
                archive.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
