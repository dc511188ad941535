using System.Numerics;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Shards;

/// <summary>Copies between sharded panels and contiguous matrices, within one process.</summary>
public static class PanelCopies
{
    /// <summary>The columns of a view as one contiguous matrix.</summary>
    public static DenseMatrix<T> ToDense<T>(PanelView<T> view)
        where T : unmanaged, INumberBase<T>
    {
        RequireWhole(view.Panel.Shards);
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
        RequireWhole(view.Panel.Shards);
        for (int column = 0; column < view.Count; column++)
        {
            for (int shard = 0; shard < view.Panel.Shards.Count; shard++)
            {
                Span<T> target = view.Column(shard, column);
                matrix.Column(column).Slice((int)view.Panel.Shards.Start(shard), target.Length).CopyTo(target);
            }
        }
    }

    /// <summary>Refuses rows that several processes share.</summary>
    /// <exception cref="NotSupportedException">They do.</exception>
    internal static void RequireWhole(RowShards shards)
    {
        if (shards.Communicator.Size > 1)
        {
            throw new NotSupportedException(
                $"Stored matrices are not shared by processes ({shards.Communicator.Size} here): take revealed matrices, or one process per replica (--shard).");
        }
    }
}
