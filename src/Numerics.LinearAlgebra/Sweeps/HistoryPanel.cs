using System.Numerics;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Sweeps;

/// <summary>The history of one side of a swept matrix, its directions or its noise columns: what sweeps read from end to end, kept in the element type of the vectors or in single precision.</summary>
/// <typeparam name="T">Element type of the vectors and of the arithmetic.</typeparam>
/// <remarks>
/// Kept in single precision while the arithmetic is double, a history takes half of the memory and of the traffic. Columns are rounded when they are written and measured as they are kept, so that all
/// that is computed of them is exact for those columns: a direction is another one by 6e-8 of its length, and a noise column another by 6e-8 of each entry.
/// </remarks>
internal abstract class HistoryPanel<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>An empty history.</summary>
    /// <param name="shards">How the rows are cut.</param>
    /// <param name="columns">Columns allocated.</param>
    /// <param name="inSingle">Whether columns are kept in single precision.</param>
    /// <param name="buffers">Memory of earlier panels, if any.</param>
    public static HistoryPanel<T> Create(RowShards shards, int columns, bool inSingle, BufferPool? buffers) => inSingle && typeof(T) == typeof(double)
        ? new KeptHistory<float, T>(shards, columns, buffers)
        : new KeptHistory<T, T>(shards, columns, buffers);

    /// <summary>Makes room, see <see cref="RowBlockPanel{T}.Reserve"/>.</summary>
    public abstract void Reserve(int columns, int most);

    /// <summary>target_j += the first <paramref name="count"/> columns times the coefficients, over the rows of a block.</summary>
    public abstract void AddTo(RowBlockPlace place, int count, DenseMatrix<double> coefficients, Span<T> target, int targets, int paddedRows);

    /// <summary>sums[first + i + stride j] += column_i . y_j over the rows of a block, i below <paramref name="count"/>; the first <paramref name="next"/> columns of the block after it are fetched meanwhile.</summary>
    public abstract void AddSums(BlockSums sums, RowBlockPlace place, int count, ReadOnlySpan<T> y, int kb, int paddedRows, int first, int stride, int next);

    /// <summary>Writes columns from <paramref name="first"/> on; on return <paramref name="columns"/> hold what has been kept of them.</summary>
    public abstract void Write(RowBlockPlace place, int first, Span<T> columns, int count, int paddedRows);

    /// <summary>Copies a column to another place.</summary>
    public abstract void Move(RowBlockPlace place, int from, int to, int paddedRows);

    /// <summary>Inner products of the first columns with each other.</summary>
    public abstract DenseMatrix<double> Gram(ShardExecutor executor, int columns);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the memory back.</summary>
    protected abstract void Dispose(bool disposing);
}
