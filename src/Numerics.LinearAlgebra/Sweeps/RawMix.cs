using System.Numerics;
using Numerics.Kernels.Drivers;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Sweeps;

/// <summary>The work of a careful sweep: the raw part of a query once more, mixed within its block.</summary>
/// <param name="raw">Raw part as it was written.</param>
/// <param name="mix">Combination, square.</param>
internal sealed class RawMix<T>(RowBlockPanel<T> raw, DenseMatrix<double> mix) : IRowBlockWork<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public int Sums => 0;

    /// <inheritdoc/>
    public void Apply(RowBlockPlace place, ReadOnlySpan<T> answer, Span<T> query, Span<double> sums)
    {
        int block = RowBlockPanel<T>.BlockRows, columns = (int)mix.Columns;
        PanelUpdate.ScaleAndAdd<T>(raw.Block(place.Shard, place.Block, 0, columns), block, columns, mix.AsSpan(), 0, query, block, columns, place.Rows);
    }
}
