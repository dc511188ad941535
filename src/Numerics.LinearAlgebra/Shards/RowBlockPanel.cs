using System.Numerics;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Shards;

/// <summary>
/// A tall-skinny matrix like <see cref="Panel{T}"/>, stored block of rows by block of rows: all columns of a block lie next to each other, so that a sweep which works on all columns
/// of a few rows at a time reads memory from end to end.
/// </summary>
/// <typeparam name="T">Element type, float or double.</typeparam>
/// <remarks>
/// A block is column-major with leading dimension <see cref="BlockRows"/>, that of the element type it is multiplied in where a history is kept in another one; the last one of a shard has fewer rows (<see cref="Rows"/>), and kernels may run over the rows up to
/// <see cref="PaddedRows"/>, which their writers keep zero. Contents are left over from earlier use.
/// </remarks>
public sealed class RowBlockPanel<T> : IDisposable
    where T : unmanaged, INumberBase<T>
{
    /// <summary>
    /// Bytes of a column within a block. Six columns being written and four being read (20 KB for two samples) stay in a first-level cache of 32 KB, and the 124 columns of both panels of
    /// thirty steps of two samples (254 KB) in half of a second-level cache of 512 KB, which is read twice: once from memory, once from there.
    /// </summary>
    public const int ColumnBytes = 2048;

    /// <summary>Rows are padded to a multiple of this: one pack of float, two of double.</summary>
    private const int Padding = 16;

    private readonly BufferPool? buffers;
    private readonly long[] firstBlocks;
    private readonly int rowsPerBlock;
    private NativeBuffer<T> memory;
    private int blockLength;

    /// <summary>Allocates a panel of <paramref name="columns"/> columns, not cleared, from <paramref name="buffers"/> if there are any.</summary>
    public RowBlockPanel(RowShards shards, int columns, BufferPool? buffers = null)
        : this(shards, columns, BlockRows, buffers)
    {
    }

    /// <summary>The same with blocks of another number of rows: those of the element type that the columns are multiplied in.</summary>
    internal RowBlockPanel(RowShards shards, int columns, int rowsPerBlock, BufferPool? buffers)
    {
        ArgumentNullException.ThrowIfNull(shards);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (rowsPerBlock <= 0 || rowsPerBlock % Padding != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(rowsPerBlock), $"Blocks of {rowsPerBlock} rows; a positive multiple of {Padding} is needed.");
        }

        this.rowsPerBlock = rowsPerBlock;
        Shards = shards;
        Columns = columns;
        this.buffers = buffers;
        blockLength = checked(rowsPerBlock * columns);
        firstBlocks = new long[shards.OwnEnd - shards.OwnFirst + 1];
        foreach (int shard in shards.Own)
        {
            firstBlocks[shard - shards.OwnFirst + 1] = firstBlocks[shard - shards.OwnFirst] + Blocks(shard);
        }

        memory = new NativeBuffer<T>(firstBlocks[^1] * blockLength, clear: false, buffers);
    }

    /// <summary>Rows of a block, the same for all panels of an element type; fixed, so that sums over blocks are the same bits everywhere.</summary>
    public static unsafe int BlockRows => ColumnBytes / sizeof(T);

    /// <summary>How the rows are cut.</summary>
    public RowShards Shards { get; }

    /// <summary>Number of columns allocated.</summary>
    public int Columns { get; private set; }

    /// <summary>Makes room for more columns, by doubling; those there are keep their values, spans are lost.</summary>
    /// <param name="columns">Columns wanted.</param>
    /// <param name="most">Columns that will never be exceeded.</param>
    public void Reserve(int columns, int most = int.MaxValue)
    {
        if (columns <= Columns)
        {
            return;
        }

        int grown = Math.Max(columns, (int)Math.Min(most, 2L * Columns));
        int length = checked(rowsPerBlock * grown);
        var larger = new NativeBuffer<T>(firstBlocks[^1] * length, clear: false, buffers);
        for (long block = 0; block < firstBlocks[^1]; block++)
        {
            memory.Span(block * blockLength, blockLength).CopyTo(larger.Span(block * length, blockLength));
        }

        memory.Dispose();
        (memory, blockLength, Columns) = (larger, length, grown);
    }

    /// <summary>Number of blocks of a shard.</summary>
    public int Blocks(int shard) => (Shards.Length(shard) + rowsPerBlock - 1) / rowsPerBlock;

    /// <summary>Rows of a block that are rows of the panel.</summary>
    public int Rows(int shard, int block) => Math.Min(rowsPerBlock, Shards.Length(shard) - (block * rowsPerBlock));

    /// <summary>Rows of a block that kernels run over: <see cref="Rows"/> rounded up to whole packs.</summary>
    public int PaddedRows(int shard, int block) => (Rows(shard, block) + Padding - 1) / Padding * Padding;

    /// <summary>Consecutive columns of a block, the rows of a block apart.</summary>
    public Span<T> Block(int shard, int block, int firstColumn, int count)
    {
        if (firstColumn < 0 || count < 0 || firstColumn + count > Columns)
        {
            throw new ArgumentOutOfRangeException(nameof(firstColumn), $"Columns [{firstColumn}, {firstColumn + count}) of a panel with {Columns} columns.");
        }

        long start = (firstBlocks[shard - Shards.OwnFirst] + block) * blockLength;
        return memory.Span(start + ((long)rowsPerBlock * firstColumn), rowsPerBlock * count);
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();
}
