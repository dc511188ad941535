using System.Numerics;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>
/// The space of one population (input dimensions, neurons of a layer, samples): its dimension, how its vectors are written down in rows, and where fresh Gaussian vectors
/// come from. It is a sum of blocks inside which nothing distinguishes one direction from another.
/// </summary>
/// <typeparam name="T">Element type, float or double.</typeparam>
/// <remarks>Two implementers: entries one by one, and coordinates in a frame that grows with what is drawn. Inner products of rows are those of the vectors.</remarks>
public abstract class SiteSpace<T> : ISiteSource<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly long[] ends;

    private protected SiteSpace(IReadOnlyList<long> blocks, IReadOnlyList<long> rows, ShardExecutor executor)
    {
        Blocks = blocks;
        Executor = executor;
        Dimension = blocks.Sum();
        ends = new long[rows.Count];
        long end = 0;
        for (int block = 0; block < ends.Length; block++)
        {
            ends[block] = end += rows[block];
        }

        Shards = executor.Cut(end);
    }

    /// <summary>Dimensions of the blocks; some may be 0.</summary>
    public IReadOnlyList<long> Blocks { get; }

    /// <summary>Dimension of the space: squared lengths over it are mean squares of entries.</summary>
    public long Dimension { get; }

    /// <summary>Rows of its vectors.</summary>
    public RowShards Shards { get; }

    private protected ShardExecutor Executor { get; }

    /// <inheritdoc/>
    public abstract void Draw(StreamKey key, uint firstColumn, PanelView<T>? conditioned, PanelView<T> target, double entryDeviation);

    /// <summary>Writes a vector that is not random: every entry of a block has the value given for it.</summary>
    /// <param name="target">One column, overwritten.</param>
    /// <param name="perBlock">Value of the entries of each block.</param>
    public abstract void Fix(PanelView<T> target, IReadOnlyList<double> perBlock);

    /// <summary>Writes a unit vector that owes nothing to what is not known yet: where an iteration may start.</summary>
    /// <param name="target">One column, overwritten.</param>
    public virtual void Generic(PanelView<T> target) => Diagonal(target, [.. Blocks.Select(_ => 1 / Math.Sqrt(Dimension))]);

    /// <summary>Writes one factor per row, those of a block alike: entrywise multiplication by it is a diagonal matrix.</summary>
    /// <param name="target">One column, overwritten.</param>
    /// <param name="perBlock">Factor of each block.</param>
    public void Diagonal(PanelView<T> target, IReadOnlyList<double> perBlock)
    {
        ArgumentNullException.ThrowIfNull(perBlock);
        int block = 0;
        foreach (int shard in Shards.Own)
        {
            Span<T> rows = target.Column(shard, 0);
            for (int row = 0; row < rows.Length; row++)
            {
                while (Shards.Start(shard) + row >= ends[block])
                {
                    block++;
                }

                rows[row] = T.CreateChecked(perBlock[block]);
            }
        }
    }

    /// <summary>First row of a block.</summary>
    private protected long FirstRow(int block) => block == 0 ? 0 : ends[block - 1];
}
