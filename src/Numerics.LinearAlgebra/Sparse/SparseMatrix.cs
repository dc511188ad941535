using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Sparse;

/// <summary>A sparse matrix by compressed rows, cut into blocks of rows so that products run on several threads.</summary>
/// <remarks>Determinism: a row's sum runs over its entries in their order; bits do not depend on the number of threads. Safe for several readers.</remarks>
public sealed class SparseMatrix
{
    private readonly SparseRows[] blocks;

    /// <summary>From blocks of rows, top first.</summary>
    /// <param name="columns">Number of columns.</param>
    /// <param name="blocks">Each with the global number of its first row.</param>
    /// <exception cref="ArgumentException">The blocks leave a gap.</exception>
    public SparseMatrix(int columns, IReadOnlyList<SparseRows> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        this.blocks = [.. blocks];
        Columns = columns;
        foreach (SparseRows block in this.blocks)
        {
            if (block.FirstRow != Rows)
            {
                throw new ArgumentException($"A block begins at row {block.FirstRow} where row {Rows} is next; give blocks in order and without gaps.", nameof(blocks));
            }

            Rows += block.Count;
        }
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Number of stored entries.</summary>
    public long Entries => blocks.Sum(block => (long)block.Values.Length);

    /// <summary>Blocks of rows, top first.</summary>
    public IReadOnlyList<SparseRows> Blocks => blocks;

    /// <summary>The same matrix with its zeros; owned by the caller.</summary>
    public DenseMatrix<double> ToDense()
    {
        var dense = new DenseMatrix<double>(Rows, Columns);
        foreach (SparseRows block in blocks)
        {
            for (int row = 0; row < block.Count; row++)
            {
                ReadOnlySpan<int> at = block.ColumnsOf(row);
                ReadOnlySpan<double> values = block.ValuesOf(row);
                for (int k = 0; k < at.Length; k++)
                {
                    dense[block.FirstRow + row, at[k]] = values[k];
                }
            }
        }

        return dense;
    }

    /// <summary>y = A x.</summary>
    /// <param name="executor">Threads.</param>
    /// <param name="x">Length <see cref="Columns"/>.</param>
    /// <param name="y">Length <see cref="Rows"/>, overwritten; another array than x.</param>
    public void Multiply(ShardExecutor executor, double[] x, double[] y)
    {
        ArgumentNullException.ThrowIfNull(executor);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Length != Columns || y.Length != Rows)
        {
            throw new ArgumentException($"A {Rows} x {Columns} matrix takes a vector of {Columns} to one of {Rows}, got {x.Length} and {y.Length}.");
        }

        executor.Run(blocks.Length, block => blocks[block].Multiply(x, y.AsSpan(blocks[block].FirstRow, blocks[block].Count)));
    }

    /// <summary>Y = A X for two vectors at once, which costs hardly more than one: entry i of vector v at place 2 i + v.</summary>
    /// <param name="executor">Threads.</param>
    /// <param name="x">Length 2 <see cref="Columns"/>.</param>
    /// <param name="y">Length 2 <see cref="Rows"/>, overwritten; another array than x.</param>
    public void MultiplyPairs(ShardExecutor executor, double[] x, double[] y)
    {
        ArgumentNullException.ThrowIfNull(executor);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Length != 2 * Columns || y.Length != 2 * Rows)
        {
            throw new ArgumentException($"A {Rows} x {Columns} matrix takes a pair of {2 * Columns} numbers to one of {2 * Rows}, got {x.Length} and {y.Length}.");
        }

        executor.Run(blocks.Length, block => blocks[block].MultiplyPairs(x, y.AsSpan(2 * blocks[block].FirstRow, 2 * blocks[block].Count)));
    }
}
