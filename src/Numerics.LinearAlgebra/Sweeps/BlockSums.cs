using System.Numerics;
using Numerics.Kernels.Drivers;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.LinearAlgebra.Sweeps;

/// <summary>Inner products of columns that a sweep adds up block by block of rows within one shard, always in the same order.</summary>
/// <remarks>A lane adds the rows of a block in the element type (32 terms: the rounding of a sum does not grow with the rows), then lanes are folded in double.</remarks>
internal sealed class BlockSums
{
    private double[] sums;
    private int length;

    /// <summary>Room for <paramref name="length"/> sums, all zero.</summary>
    public BlockSums(int length)
    {
        sums = new double[length];
        this.length = length;
    }

    /// <summary>Starts <paramref name="count"/> sums at zero.</summary>
    public void Start(int count)
    {
        if (sums.Length < count)
        {
            sums = new double[count];
        }

        length = count;
        Array.Clear(sums);
    }

    /// <summary>sum[first + i + stride j] += a_i . y_j over the rows of a block; <paramref name="next"/> is fetched meanwhile.</summary>
    /// <remarks>Columns of a may be stored in single precision, see <see cref="KeptColumn"/>.</remarks>
    public void Add<TKept, T>(ReadOnlySpan<TKept> a, int ka, ReadOnlySpan<T> y, int kb, int paddedRows, int first, int stride, ReadOnlySpan<TKept> next = default)
        where TKept : unmanaged, IBinaryFloatingPointIeee754<TKept>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (ka > 0 && kb > 0)
        {
            PanelGram.AccumulateKept<TKept, T>(a, RowBlockPanel<T>.BlockRows, ka, y, RowBlockPanel<T>.BlockRows, kb, paddedRows, sums.AsSpan(first, ((kb - 1) * stride) + ka), stride, next);
        }
    }

    /// <summary>The sums; they must be started anew afterwards.</summary>
    public ReadOnlySpan<double> Total => sums.AsSpan(0, length);
}
