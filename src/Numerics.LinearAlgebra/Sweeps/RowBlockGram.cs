using System.Numerics;
using Numerics.Kernels.Drivers;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Sweeps;

/// <summary>Inner products of the columns of a panel with each other.</summary>
internal static class RowBlockGram
{
    /// <summary>Columns that are multiplied with all columns up to their own at once.</summary>
    private const int Strip = 6;

    /// <summary>Most partial sums kept at once (32 MiB of double); larger matrices take several reads of the panel.</summary>
    private const int MaximumPartials = 1 << 22;

    /// <summary>Gram matrix of the first columns, multiplied in <typeparamref name="T"/>, whose blocks have as many rows as those of the panel; symmetric to the last bit.</summary>
    /// <exception cref="ArgumentException">The panel has fewer columns.</exception>
    public static DenseMatrix<double> Of<TKept, T>(ShardExecutor executor, RowBlockPanel<TKept> panel, int columns)
        where TKept : unmanaged, IBinaryFloatingPointIeee754<TKept>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var gram = new DenseMatrix<double>(columns, columns);
        int strips = Math.Max(1, MaximumPartials / Math.Max(1, panel.Shards.Count * columns * Strip));
        for (int first = 0; first < columns; first += strips * Strip)
        {
            AddColumns<TKept, T>(executor, panel, first, Math.Min(columns, first + (strips * Strip)), gram);
        }

        return gram;
    }

    private static void AddColumns<TKept, T>(ShardExecutor executor, RowBlockPanel<TKept> panel, int begin, int end, DenseMatrix<double> gram)
        where TKept : unmanaged, IBinaryFloatingPointIeee754<TKept>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int length = end * (end - begin);
        var sums = new double[checked(panel.Shards.Count * length)];
        executor.Run(panel.Shards, shard =>
        {
            var workspace = new BlockSums(length);
            var strip = new T[Strip * RowBlockPanel<T>.BlockRows];
            for (int block = 0; block < panel.Blocks(shard); block++)
            {
                ReadOnlySpan<TKept> all = panel.Block(shard, block, 0, end);
                for (int first = begin; first < end; first += Strip)
                {
                    int count = Math.Min(Strip, end - first);
                    for (int j = 0; j < count; j++)
                    {
                        KeptColumn.Widen<TKept, T>(all.Slice((first + j) * RowBlockPanel<T>.BlockRows, panel.PaddedRows(shard, block)), strip.AsSpan(j * RowBlockPanel<T>.BlockRows));
                    }

                    workspace.Add<TKept, T>(all, first + count, strip, count, panel.PaddedRows(shard, block), (first - begin) * end, end);
                }
            }

            workspace.Total.CopyTo(sums.AsSpan(shard * length, length));
        });
        panel.Shards.Tree.Add(sums, length);
        for (int j = begin; j < end; j++)
        {
            for (int i = 0; i <= j; i++)
            {
                gram[i, j] = gram[j, i] = sums[i + ((j - begin) * end)];
            }
        }
    }
}
