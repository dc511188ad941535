using System.Numerics;
using Numerics.Kernels.Drivers;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Sweeps;

/// <summary>A history kept in <typeparamref name="TKept"/>.</summary>
/// <typeparam name="TKept">Element type kept.</typeparam>
/// <typeparam name="T">Element type of the vectors and of the arithmetic.</typeparam>
internal sealed class KeptHistory<TKept, T>(RowShards shards, int columns, BufferPool? buffers) : HistoryPanel<T>
    where TKept : unmanaged, IBinaryFloatingPointIeee754<TKept>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Blocks have the rows of those of the vectors, so that both are in the cache together.</summary>
    private readonly RowBlockPanel<TKept> panel = new(shards, columns, RowBlockPanel<T>.BlockRows, buffers);

    private static int BlockRows => RowBlockPanel<T>.BlockRows;

    /// <inheritdoc/>
    public override void Reserve(int columns, int most) => panel.Reserve(columns, most);

    /// <inheritdoc/>
    public override void AddTo(RowBlockPlace place, int count, DenseMatrix<double> coefficients, Span<T> target, int targets, int paddedRows)
    {
        if (count > 0 && targets > 0)
        {
            PanelUpdate.AddKept<TKept, T>(panel.Block(place.Shard, place.Block, 0, count), BlockRows, count, coefficients.AsSpan(), target, BlockRows, targets, paddedRows);
        }
    }

    /// <inheritdoc/>
    public override void AddSums(BlockSums sums, RowBlockPlace place, int count, ReadOnlySpan<T> y, int kb, int paddedRows, int first, int stride, int next)
    {
        ReadOnlySpan<TKept> ahead = place.Block + 1 < panel.Blocks(place.Shard) ? panel.Block(place.Shard, place.Block + 1, 0, next) : default;
        sums.Add<TKept, T>(panel.Block(place.Shard, place.Block, 0, count), count, y, kb, paddedRows, first, stride, ahead);
    }

    /// <inheritdoc/>
    public override void Write(RowBlockPlace place, int first, Span<T> columns, int count, int paddedRows)
    {
        for (int j = 0; j < count; j++)
        {
            KeptColumn.Store(columns.Slice(j * BlockRows, paddedRows), panel.Block(place.Shard, place.Block, first + j, 1));
        }
    }

    /// <inheritdoc/>
    public override void Move(RowBlockPlace place, int from, int to, int paddedRows) =>
        panel.Block(place.Shard, place.Block, from, 1)[..paddedRows].CopyTo(panel.Block(place.Shard, place.Block, to, 1));

    /// <inheritdoc/>
    public override DenseMatrix<double> Gram(ShardExecutor executor, int columns) => RowBlockGram.Of<TKept, T>(executor, panel, columns);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => panel.Dispose();
}
