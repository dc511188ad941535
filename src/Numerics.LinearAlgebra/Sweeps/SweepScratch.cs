using System.Numerics;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Sweeps;

/// <summary>What one worker of a sweep needs besides the panels: the columns being worked on and its sums. Made once per worker and used again.</summary>
/// <typeparam name="T">Element type of the columns.</typeparam>
internal sealed class SweepScratch<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private NativeBuffer<T> memory = new(0);
    private int columns;

    /// <summary>Sums of the shard being worked on.</summary>
    public BlockSums Sums { get; } = new(0);

    /// <summary>Makes room for a shard.</summary>
    public void Start(int columnCount, int sums)
    {
        if (columns < columnCount)
        {
            memory.Dispose();
            memory = new NativeBuffer<T>((long)columnCount * RowBlockPanel<T>.BlockRows, clear: true);
            columns = columnCount;
        }

        Sums.Start(sums);
    }

    /// <summary>Consecutive columns.</summary>
    public Span<T> Columns(int first, int count) => memory.Span((long)first * RowBlockPanel<T>.BlockRows, count * RowBlockPanel<T>.BlockRows);

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();
}
