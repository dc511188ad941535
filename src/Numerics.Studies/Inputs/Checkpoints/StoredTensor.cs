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
    private const long MostColumns = int.MaxValue / 8;

    /// <summary>How integers become numbers; null for numbers as they are.</summary>
    public Dequantisation? Quantised { get; init; }

    /// <summary>Whether its numbers can be had: floats, or integers with a scale.</summary>
    public bool HasNumbers => Type.IsFloat() || Quantised is not null;

    /// <summary>Number of entries; 1 for a scalar.</summary>
    public long Length => LengthOf(Shape) ?? long.MaxValue;

    /// <summary>Rows when flattened to two dimensions: the first side.</summary>
    public long Rows => Shape.Count > 0 ? Shape[0] : 1;

    /// <summary>Columns when flattened: the product of the other sides, for a convolution (in kh kw).</summary>
    public long Columns => Rows == 0 ? 0 : Length / Rows;

    /// <summary>Positions of the kernel of a convolution: the product of the sides from the third on; 1 for a matrix.</summary>
    public int Taps => Shape.Count < 3 ? 1 : (int)Math.Min(int.MaxValue, Shape.Skip(2).Aggregate(1L, (product, side) => Math.Min(product * Math.Max(side, 1), int.MaxValue)));

    /// <summary>In words: "64 x 3 x 7 x 7 float32"; the shape alone where the format is not analysed.</summary>
    public string Description => $"{(Shape.Count == 0 ? "scalar" : string.Join(" x ", Shape))} {Format}".TrimEnd();

    private string Format => Quantised is { } steps
        ? $"{Type.ToString().ToLowerInvariant()}, dequantised by {(steps.Scales.Count == 1 ? "its scale and zero point" : $"{steps.Scales.Count} scales and zero points")}"
        : Type == TensorType.Other ? "" : Type.ToString().ToLowerInvariant();

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
    public DenseMatrix<double> ReadTransposed() => ReadCombined([1]);

    /// <summary>The matrix out x in, transposed, in which the kernel positions of a convolution are summed with given weights: one frequency of the kernel.</summary>
    /// <param name="weights">One for each kernel position (<see cref="Taps"/>), or 1 alone: nothing is summed.</param>
    /// <exception cref="InputFileException">The file ends early, cannot be read, or an entry is not finite.</exception>
    public DenseMatrix<double> ReadCombined(ReadOnlySpan<double> weights)
    {
        if (Columns > MostColumns)
        {
            throw new InputFileException($"Tensor '{Name}' of '{File}' has rows of {Columns} entries, at most {MostColumns} are possible; leave it out by exclude.");
        }

        try
        {
            using Stream stream = Open();
            var matrix = new DenseMatrix<double>(Columns / weights.Length, Rows);
            var bytes = new byte[Math.Max(8, Math.Min(BufferBytes, Columns * Type.Size()) / 8 * 8)];
            var own = new double[weights.Length == 1 ? 0 : Columns];
            for (long row = 0; row < Rows; row++)
            {
                Span<double> column = matrix.Column(row);
                ReadRow(stream, row, own.Length == 0 ? column : own, bytes);
                for (int i = 0; own.Length > 0 && i < column.Length; i++)
                {
                    column[i] = Sum(weights, own.AsSpan(i * weights.Length, weights.Length));
                }
            }

            return matrix;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new InputFileException($"Tensor '{Name}' of '{File}' cannot be read: {exception.Message.TrimEnd('.')}; get the file again, or leave the tensor out by exclude.");
        }
    }

    /// <summary>All numbers in their order; for small tensors.</summary>
    /// <exception cref="InputFileException">They cannot be had.</exception>
    internal double[] ReadAll()
    {
        using DenseMatrix<double> matrix = ReadTransposed();
        return matrix.AsSpan().ToArray();
    }

    private void ReadRow(Stream stream, long row, Span<double> values, byte[] bytes)
    {
        int size = Type.Size();
        int done = 0;
        while (done < values.Length)
        {
            int count = Math.Min(bytes.Length / size, values.Length - done);
            stream.ReadExactly(bytes, 0, count * size);
            Span<double> part = values.Slice(done, count);
            Type.Decode(bytes.AsSpan(0, count * size), part);
            Quantised?.Apply(Shape, (row * values.Length) + done, part);
            for (int i = 0; i < count; i++)
            {
                if (!double.IsFinite(part[i]))
                {
                    throw new InputFileException($"Tensor '{Name}' of '{File}' is not finite at entry {(row * values.Length) + done + i} (counted from 0, row-major); leave it out by exclude or repair the checkpoint.");
                }
            }

            done += count;
        }
    }

    private static double Sum(ReadOnlySpan<double> weights, ReadOnlySpan<double> values)
    {
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * values[i];
        }

        return sum;
    }
}
