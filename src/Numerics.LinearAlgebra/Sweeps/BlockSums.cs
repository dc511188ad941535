using System.Numerics;
using Numerics.Kernels.Drivers;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Sweeps;

/// <summary>Inner products of columns that a sweep adds up block by block of rows within one shard, always in the same order.</summary>
/// <typeparam name="T">Element type of the columns.</typeparam>
/// <remarks>
/// A lane adds the rows of a few blocks in the element type (128 terms of double, 64 of float: the rounding of a sum does not grow with the rows), then lanes are folded in double.
/// </remarks>
internal sealed class BlockSums<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int BlocksPerFold = typeof(T) == typeof(float) ? 2 : 4;

    private NativeBuffer<T> lanes;
    private double[] sums;
    private int length;
    private int blocks;

    /// <summary>Room for <paramref name="length"/> sums, all zero.</summary>
    public BlockSums(int length)
    {
        lanes = new NativeBuffer<T>((long)length * LaneGram.Lanes<T>(), clear: true);
        sums = new double[length];
        this.length = length;
    }

    /// <summary>Starts <paramref name="count"/> sums at zero.</summary>
    public void Start(int count)
    {
        if (sums.Length < count)
        {
            lanes.Dispose();
            lanes = new NativeBuffer<T>((long)count * LaneGram.Lanes<T>(), clear: true);
            sums = new double[count];
        }

        length = count;
        blocks = 0;
        Array.Clear(sums);
    }

    /// <summary>sum[first + i + stride j] += a_i . y_j over the rows of a block; <paramref name="next"/> is fetched meanwhile.</summary>
    public void Add(ReadOnlySpan<T> a, int ka, ReadOnlySpan<T> y, int kb, int paddedRows, int first, int stride, ReadOnlySpan<T> next = default)
    {
        if (ka > 0 && kb > 0)
        {
            Span<T> target = lanes.Span(first * LaneGram.Lanes<T>(), (((kb - 1) * stride) + ka) * LaneGram.Lanes<T>());
            LaneGram.Add(a, RowBlockPanel<T>.BlockRows, ka, y, RowBlockPanel<T>.BlockRows, kb, paddedRows, target, stride, next);
        }
    }

    /// <summary>The block is complete.</summary>
    public void EndBlock()
    {
        if (++blocks % BlocksPerFold == 0)
        {
            Fold();
        }
    }

    /// <summary>Copies the sums; they must be started anew afterwards.</summary>
    public void Total(Span<double> into)
    {
        Fold();
        sums.AsSpan(0, length).CopyTo(into);
    }

    /// <inheritdoc/>
    public void Dispose() => lanes.Dispose();

    private void Fold() => LaneGram.Fold(lanes.Span(0, length * LaneGram.Lanes<T>()), sums.AsSpan(0, length));
}
