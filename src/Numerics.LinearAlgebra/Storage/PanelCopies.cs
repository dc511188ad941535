using System.Numerics;

namespace Numerics.LinearAlgebra.Storage;

/// <summary>Copies between sharded panels and contiguous matrices.</summary>
public static class PanelCopies
{
    /// <summary>The columns of a view as one contiguous matrix.</summary>
    public static DenseMatrix<T> ToDense<T>(PanelView<T> view)
        where T : unmanaged, INumberBase<T>
    {
        var matrix = new DenseMatrix<T>(view.Panel.Rows, view.Count);
        for (int column = 0; column < view.Count; column++)
        {
            for (int shard = 0; shard < view.Panel.Shards.Count; shard++)
            {
                view.Column(shard, column).CopyTo(matrix.Column(column)[(int)view.Panel.Shards.Start(shard)..]);
            }
        }

        return matrix;
    }

    /// <summary>Copies a contiguous matrix into the columns of a view.</summary>
    public static void FromDense<T>(DenseMatrix<T> matrix, PanelView<T> view)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        for (int column = 0; column < view.Count; column++)
        {
            for (int shard = 0; shard < view.Panel.Shards.Count; shard++)
            {
                Span<T> target = view.Column(shard, column);
                matrix.Column(column).Slice((int)view.Panel.Shards.Start(shard), target.Length).CopyTo(target);
            }
        }
    }
}
