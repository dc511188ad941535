using System.Numerics;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Shards;

/// <summary>
/// A tall-skinny matrix: many rows, cut into <see cref="RowShards"/>, few columns; a process holds its own shards only. Every shard is one column-major block of its own
/// (leading dimension <see cref="LeadingDimension"/>), so that all work on a shard is local.
/// </summary>
/// <typeparam name="T">Element type, float or double.</typeparam>
/// <remarks>Memory of columns that are never written is never committed: a generous capacity is free.</remarks>
public sealed class Panel<T> : IDisposable
    where T : unmanaged, INumberBase<T>
{
    private readonly BufferPool? buffers;
    private NativeBuffer<T> memory;
    private long[] starts;

    /// <summary>Allocates a panel of <paramref name="columns"/> columns, not cleared, from <paramref name="buffers"/> if there are any.</summary>
    public Panel(RowShards shards, int columns, BufferPool? buffers = null)
    {
        ArgumentNullException.ThrowIfNull(shards);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        Shards = shards;
        Columns = columns;
        this.buffers = buffers;
        starts = Starts(columns);

        // One allocation for all shards of this rank: large enough for huge pages, and still first touched shard by shard.
        memory = new NativeBuffer<T>(starts[^1], clear: false, buffers);
    }

    /// <summary>How the rows are cut.</summary>
    public RowShards Shards { get; }

    /// <summary>Number of rows.</summary>
    public long Rows => Shards.TotalRows;

    /// <summary>Number of columns allocated.</summary>
    public int Columns { get; private set; }

    /// <summary>Makes room for more columns, by doubling; those there are keep their values. Views stay what they are, spans are lost.</summary>
    /// <param name="columns">Columns wanted.</param>
    /// <param name="most">Columns that will never be exceeded.</param>
    public void Reserve(int columns, int most = int.MaxValue)
    {
        if (columns <= Columns)
        {
            return;
        }

        int grown = Math.Max(columns, (int)Math.Min(most, 2L * Columns));
        long[] moved = Starts(grown);
        var larger = new NativeBuffer<T>(moved[^1], clear: false, buffers);
        foreach (int shard in Shards.Own)
        {
            int own = shard - Shards.OwnFirst;
            for (int column = 0; column < Columns; column++)
            {
                Column(shard, column).CopyTo(larger.Span(moved[own] + ((long)LeadingDimension(shard) * column), Shards.Length(shard)));
            }
        }

        memory.Dispose();
        (memory, starts, Columns) = (larger, moved, grown);
    }

    /// <summary>Distance between consecutive columns of a shard: its rows rounded up to a multiple of 16, so that columns start on a cache line.</summary>
    public int LeadingDimension(int shard) => (Shards.Length(shard) + 15) / 16 * 16;

    /// <summary>One column within one shard.</summary>
    public Span<T> Column(int shard, int column)
    {
        if ((uint)column >= (uint)Columns)
        {
            throw new ArgumentOutOfRangeException(nameof(column), $"Column {column} of a panel with {Columns} columns.");
        }

        return memory.Span(StartOf(shard) + ((long)LeadingDimension(shard) * column), Shards.Length(shard));
    }

    /// <summary>
    /// Consecutive columns within one shard: column-major with leading dimension <see cref="LeadingDimension"/>, the last column included whole.
    /// </summary>
    public Span<T> Block(int shard, int firstColumn, int count)
    {
        if (firstColumn < 0 || count < 0 || firstColumn + count > Columns)
        {
            throw new ArgumentOutOfRangeException(
                nameof(firstColumn), $"Columns [{firstColumn}, {firstColumn + count}) of a panel with {Columns} columns.");
        }

        return memory.Span(StartOf(shard) + ((long)LeadingDimension(shard) * firstColumn), checked(LeadingDimension(shard) * count));
    }

    /// <summary>The view of columns <paramref name="first"/> .. <paramref name="first"/> + <paramref name="count"/> - 1.</summary>
    public PanelView<T> View(int first, int count) => new(this, first, count);

    /// <summary>The view of all columns.</summary>
    public PanelView<T> View() => new(this, 0, Columns);

    /// <summary>Element by global row; for set-up and tests, not for loops.</summary>
    public T this[long row, int column]
    {
        get
        {
            (int shard, int local) = Locate(row);
            return Column(shard, column)[local];
        }

        set
        {
            (int shard, int local) = Locate(row);
            Column(shard, column)[local] = value;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    private long[] Starts(int columns)
    {
        var offsets = new long[Shards.OwnEnd - Shards.OwnFirst + 1];
        foreach (int shard in Shards.Own)
        {
            int own = shard - Shards.OwnFirst;
            offsets[own + 1] = offsets[own] + ((long)LeadingDimension(shard) * columns);
        }

        return offsets;
    }

    private long StartOf(int shard) => shard >= Shards.OwnFirst && shard < Shards.OwnEnd
        ? starts[shard - Shards.OwnFirst]
        : throw new ArgumentOutOfRangeException(
            nameof(shard), $"Shard {shard} is not among [{Shards.OwnFirst}, {Shards.OwnEnd}) of this process, which is rank {Shards.Communicator.Rank} of {Shards.Communicator.Size}.");

    private (int Shard, int Local) Locate(long row)
    {
        if ((ulong)row >= (ulong)Rows)
        {
            throw new ArgumentOutOfRangeException(nameof(row), $"Row {row} of a panel with {Rows} rows.");
        }

        int shard = Shards.Holding(row);
        return (shard, (int)(row - Shards.Start(shard)));
    }
}
