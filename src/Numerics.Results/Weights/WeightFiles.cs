using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Numerics.LinearAlgebra.Storage;
using Numerics.Results.Files;
using Numerics.Studies.Contract;

namespace Numerics.Results.Weights;

/// <summary>
/// Weights of replicas as files: every matrix as <c>npy/replica-000000.W1.npy</c>, and all of a replica as <c>replica-000000.safetensors</c>, in double precision and row-major.
/// </summary>
/// <param name="folder">Folder of both.</param>
public sealed class WeightFiles(string folder) : IWeightSink
{
    private const int NpyHeaderBytes = 128;
    private const int RowsAtOnce = 64;

    private readonly string arrays = Path.Combine(folder, "npy");
    private readonly ConcurrentDictionary<int, List<(string Name, long Rows, long Columns)>> saved = new();

    /// <inheritdoc/>
    /// <exception cref="ResultFileException">The file cannot be written.</exception>
    public void Save(int replica, string name, DenseMatrix<double> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        Make(arrays);
        AtomicFile.Write(PathOf(replica, name), stream =>
        {
            stream.Write(NpyHeader(matrix));
            WriteRows(stream, matrix);
        });
        saved.GetOrAdd(replica, _ => []).Add((name, matrix.Rows, matrix.Columns));
    }

    /// <inheritdoc/>
    /// <exception cref="ResultFileException">The file cannot be written.</exception>
    public void Complete(int replica)
    {
        if (!saved.TryRemove(replica, out List<(string Name, long Rows, long Columns)>? matrices))
        {
            return;
        }

        AtomicFile.Write(Path.Combine(folder, $"replica-{replica:D6}.safetensors"), stream =>
        {
            byte[] header = SafetensorsHeader(matrices);
            byte[] length = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach ((string name, _, _) in matrices)
            {
                using FileStream numbers = File.OpenRead(PathOf(replica, name));
                numbers.Position = NpyHeaderBytes;
                numbers.CopyTo(stream);
            }
        });
    }

    private string PathOf(int replica, string name) => Path.Combine(arrays, $"replica-{replica:D6}.{name}.npy");

    /// <summary>Version 1 of numpy.org/doc/stable/reference/generated/numpy.lib.format.html, padded to a multiple of 64 bytes.</summary>
    private static byte[] NpyHeader(DenseMatrix<double> matrix)
    {
        string text = $"{{'descr': '<f8', 'fortran_order': False, 'shape': ({matrix.Rows}, {matrix.Columns}), }}".PadRight(NpyHeaderBytes - 11) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, NpyHeaderBytes - 10, 0, .. Encoding.ASCII.GetBytes(text)];
    }

    /// <summary>Padded with blanks to a multiple of 8 bytes, so that the numbers are aligned.</summary>
    private static byte[] SafetensorsHeader(List<(string Name, long Rows, long Columns)> matrices)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("__metadata__");
            writer.WriteString("normalisation", "as it acts, with all factors of the width: singular values are those of the run");
            writer.WriteEndObject();
            long offset = 0;
            foreach ((string name, long rows, long columns) in matrices)
            {
                writer.WriteStartObject(name);
                writer.WriteString("dtype", "F64");
                WriteNumbers(writer, "shape", rows, columns);
                WriteNumbers(writer, "data_offsets", offset, offset += 8 * rows * columns);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return [.. text.ToArray(), .. Enumerable.Repeat((byte)' ', (int)((8 - (text.Length % 8)) % 8))];
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string key, long first, long second)
    {
        writer.WriteStartArray(key);
        writer.WriteNumberValue(first);
        writer.WriteNumberValue(second);
        writer.WriteEndArray();
    }

    /// <summary>Column-major entries row after row, some rows at a time.</summary>
    private static void WriteRows(Stream stream, DenseMatrix<double> matrix)
    {
        int columns = checked((int)matrix.Columns);
        var rows = new double[RowsAtOnce * columns];
        for (long first = 0; first < matrix.Rows; first += RowsAtOnce)
        {
            int count = (int)Math.Min(RowsAtOnce, matrix.Rows - first);
            for (int j = 0; j < columns; j++)
            {
                ReadOnlySpan<double> column = matrix.Column(j).Slice((int)first, count);
                for (int i = 0; i < count; i++)
                {
                    rows[(i * columns) + j] = column[i];
                }
            }

            stream.Write(MemoryMarshal.AsBytes(rows.AsSpan(0, count * columns)));
        }
    }

    private static void Make(string path)
    {
        try
        {
            _ = Directory.CreateDirectory(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ResultFileException.ForWriting(path, exception);
        }
    }
}
