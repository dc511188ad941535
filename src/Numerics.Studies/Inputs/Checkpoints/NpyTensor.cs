using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;

namespace Numerics.Studies.Inputs.Checkpoints;

/// <summary>Reader of tensors of any order in NumPy files: .npy, and .npz, which is a zip archive of them.</summary>
internal static class NpyTensor
{
    /// <summary>Bytes that a byte of the packed format (deflate) can stand for, at most.</summary>
    private const long MostUnpacked = 1032;

    /// <summary>The tensor of an .npy file, named like the file.</summary>
    /// <exception cref="InputFileException">Not such a file.</exception>
    public static StoredTensor Read(string path)
    {
        using FileStream file = FileRange.Open(path, 0);
        (IReadOnlyList<long> shape, TensorType type, long start) = Header(file, file.Length, path);
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
                if (entry.Length > MostUnpacked * (entry.CompressedLength + 1))
                {
                    throw new InputFileException($"Input file '{path}/{entry.FullName}' is damaged: {entry.CompressedLength} bytes cannot hold the {entry.Length} that it states; get it again.");
                }

                using Stream stream = entry.Open();
                (IReadOnlyList<long> shape, TensorType type, long start) = Header(stream, entry.Length, $"{path}/{entry.FullName}");
                int index = i;
                tensors.Add(new StoredTensor(entry.FullName[..^4], shape, type, path, () => new ArchivedStream(path, index, start)));
            }
        }

        return tensors;
    }

    private static (IReadOnlyList<long> Shape, TensorType Type, long Start) Header(Stream stream, long length, string path)
    {
        NpyHeader header = NpyHeader.Read(stream, length, path);
        int width = header.Kind.Length < 2 || header.Kind[0] is not ('f' or 'i' or 'u' or 'b') || !int.TryParse(header.Kind.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int bytes)
            ? throw header.NoPlainNumbers(path)
            : bytes;
        if (header.Count > long.MaxValue || header.Count * width != length - header.Start)
        {
            throw header.OtherLength(width, length - header.Start, path);
        }

        TensorType type = header.Kind switch
        {
            "f8" => TensorType.Float64,
            "f4" => TensorType.Float32,
            "f2" => TensorType.Float16,
            _ => TensorType.Other,
        };
        if (header.IsBigEndian && type != TensorType.Other)
        {
            throw new InputFileException($"Input file '{path}' has its highest bytes first; write it in little-endian order by numpy.save(file, array.astype('<f{width}')).");
        }

        if (header.IsFortran && header.Sides.Count > 2)
        {
            throw new InputFileException($"Input file '{path}' has {header.Sides.Count} dimensions in Fortran order; write it by numpy.save(file, numpy.ascontiguousarray(array)).");
        }

        // A matrix in Fortran order is its transpose in C order, with the same singular values.
        return (header.IsFortran ? [.. header.Sides.Reverse()] : header.Sides, type, header.Start);
    }

    /// <summary>The numbers of an entry, with the archive that must stay open for them.</summary>
    private sealed class ArchivedStream : Stream
    {
        private readonly ZipArchive archive;
        private readonly Stream entry;
        private readonly Crc32 checksum = new();
        private readonly uint stated;
        private long left;

        public ArchivedStream(string path, int index, long start)
        {
            archive = new ZipArchive(FileRange.Open(path, 0), ZipArchiveMode.Read);
            entry = archive.Entries[index].Open();
            stated = archive.Entries[index].Crc32;
            left = archive.Entries[index].Length;
            this.ReadExactly(new byte[start]);
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

        /// <summary>The system's reader leaves the checksum out; it is held against what was read when the last byte has been.</summary>
        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = entry.Read(buffer, offset, count);
            checksum.Append(buffer.AsSpan(offset, read));
            left -= read;
            return left > 0 || read == 0 || checksum.GetCurrentHashAsUInt32() == stated ? read : throw new InvalidDataException("its checksum is wrong");
        }

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
