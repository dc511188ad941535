using Numerics.LinearAlgebra.Storage;

namespace Numerics.Studies.Inputs.Checkpoints;

/// <summary>A tensor in a file: known by name, shape and place, read when asked.</summary>
/// <param name="Name">Name in the file.</param>
/// <param name="Shape">Sides, slowest index first.</param>
/// <param name="Type">Number format.</param>
/// <param name="File">Full path of the file, for sentences.</param>
/// <param name="Open">Opens the bytes of the numbers, row-major.</param>
public sealed record StoredTensor(string Name, IReadOnlyList<long> Shape, TensorType Type, string File, Func<Stream> Open)
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Number of entries; 1 for a scalar.</summary>
    public long Length => LengthOf(Shape) ?? long.MaxValue;

    /// <summary>Rows when flattened to two dimensions: the first side.</summary>
    public long Rows => Shape.Count > 0 ? Shape[0] : 1;

    /// <summary>Columns when flattened: the product of the other sides, for a convolution (in kh kw).</summary>
    public long Columns => Rows == 0 ? 0 : Length / Rows;

    /// <summary>In words: "conv1.weight 64 x 3 x 7 x 7 float32".</summary>
    public string Description => $"{string.Join(" x ", Shape)} {(Type == TensorType.Other ? "not a float format" : Type.ToString().ToLowerInvariant())}";

    /// <summary>Number of entries of a shape; null beyond 64 bits or with a negative side.</summary>
    public static long? LengthOf(IReadOnlyList<long> shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        long length = 1;
        foreach (long side in shape)
        {
            if (side < 0 || (side > 0 && length > long.MaxValue / side))
            {
                return null;
            }

            length *= side;
        }

        return length;
    }

    /// <summary>The flattened matrix, transposed: column j holds row j of the tensor, as it lies in the file. Singular values do not feel it.</summary>
    /// <exception cref="InputFileException">The file ends early, cannot be read, or an entry is not finite.</exception>
    public DenseMatrix<double> ReadTransposed()
    {
        if (Columns > int.MaxValue / 8)
        {
            throw new InputFileException($"Tensor '{Name}' of '{File}' has rows of {Columns} entries, at most {int.MaxValue / 8} are possible; leave it out by exclude.");
        }

        try
        {
            using Stream stream = Open();
            var matrix = new DenseMatrix<double>(Columns, Rows);
            var bytes = new byte[Math.Min(BufferBytes, Columns * Type.Size()) / 8 * 8 is var whole and > 0 ? whole : 8];
            for (long row = 0; row < Rows; row++)
            {
                ReadRow(stream, row, matrix.Column(row), bytes);
            }

            return matrix;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new InputFileException($"Tensor '{Name}' of '{File}' cannot be read: {exception.Message}");
        }
    }

    private void ReadRow(Stream stream, long row, Span<double> values, byte[] bytes)
    {
        int size = Type.Size();
        int done = 0;
        while (done < values.Length)
        {
            int count = Math.Min(bytes.Length / size, values.Length - done);
            stream.ReadExactly(bytes, 0, count * size);
            Type.Decode(bytes.AsSpan(0, count * size), values.Slice(done, count));
            for (int i = done; i < done + count; i++)
            {
                if (!double.IsFinite(values[i]))
                {
                    throw new InputFileException($"Tensor '{Name}' of '{File}' is not finite at entry {(row * values.Length) + i} (counted from 0, row-major); leave it out by exclude or repair the checkpoint.");
                }
            }

            done += count;
        }
    }
}
