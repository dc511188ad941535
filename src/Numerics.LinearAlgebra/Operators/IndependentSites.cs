using System.Numerics;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>Independent Gaussian entries, addressed by (stream, column, global row): the exact law at every finite size.</summary>
/// <typeparam name="T">Element type, float or double.</typeparam>
/// <param name="executor">Threads.</param>
/// <param name="firstRow">Row of the stream that the first row of a vector has, a multiple of <see cref="RowShards.Alignment"/>: a part of a larger population draws the numbers that it has there.</param>
/// <remarks>Determinism: same bits on any number of threads and ranks; float and double draw different numbers.</remarks>
public sealed class IndependentSites<T>(ShardExecutor executor, long firstRow = 0) : ISiteSource<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Draw(StreamKey key, uint firstColumn, PanelView<T>? conditioned, PanelView<T> target, double entryDeviation)
    {
        RowShards shards = target.Panel.Shards;
        executor.Run(shards, shard =>
        {
            for (int column = 0; column < target.Count; column++)
            {
                GaussianColumn.Fill(key, firstColumn + (uint)column, firstRow + shards.Start(shard), entryDeviation, target.Column(shard, column));
            }
        });
    }
}
