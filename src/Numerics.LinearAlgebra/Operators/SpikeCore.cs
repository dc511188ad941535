using Numerics.Kernels.Drivers;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>
/// The sum of all spikes of a matrix in the bases of its queries: a small matrix of left by right directions, whatever the number of spikes.
/// </summary>
/// <remarks>
/// <code>
/// K = sum of strength (left coordinates) (right coordinates)^T;     with momentum mu and weight decay lambda
/// V(t+1) = mu V(t) + factor spikes(t),   K(t+1) = (1 - lambda) K(t) + V(t+1)
/// </code>
/// Determinism: fixed order, the same bits on every SIMD tier. Not thread-safe.
/// Source: derived here; the recursion is that of W. Heavy-ball momentum: B. T. Polyak, USSR Comput. Math. Math. Phys. 4 (1964) 1.
/// </remarks>
public sealed class SpikeCore : IDisposable
{
    /// <summary>Spikes multiplied out at once.</summary>
    private const int Block = 64;

    private readonly QueryRecord left;
    private readonly QueryRecord right;
    private readonly GrowingMatrix sum = new();
    private readonly GrowingMatrix velocity = new();

    /// <summary>No spikes.</summary>
    /// <param name="left">Left queries.</param>
    /// <param name="right">Right queries.</param>
    public SpikeCore(QueryRecord left, QueryRecord right)
    {
        this.left = left;
        this.right = right;
    }

    /// <summary>Spikes taken in.</summary>
    public int Count { get; private set; }

    /// <summary>Adds the spikes that follow those taken in, up to <paramref name="end"/>.</summary>
    public void Add(IReadOnlyList<Spike> spikes, int end) => Add(sum, spikes, end, 1);

    /// <summary>One step of an optimizer: decays the sum and moves it by the velocity, to which the spikes that follow, up to <paramref name="end"/>, are added.</summary>
    /// <param name="spikes">All spikes.</param>
    /// <param name="end">Spikes of the steps so far.</param>
    /// <param name="momentum">mu.</param>
    /// <param name="decay">lambda.</param>
    /// <param name="factor">What the schedule multiplies the new spikes by.</param>
    public void Advance(IReadOnlyList<Spike> spikes, int end, double momentum, double decay, double factor)
    {
        Scale(velocity, momentum);
        Add(velocity, spikes, end, factor);
        sum.Reserve(velocity.Entries.Rows, velocity.Entries.Columns);
        for (long j = 0; j < sum.Entries.Columns; j++)
        {
            Span<double> target = sum.Entries.Column(j);
            ReadOnlySpan<double> moved = j < velocity.Entries.Columns ? velocity.Entries.Column(j) : [];
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = ((1 - decay) * target[i]) + (i < moved.Length ? moved[i] : 0);
            }
        }
    }

    /// <summary>K over the first directions, copied, times a factor.</summary>
    public DenseMatrix<double> Leading(int leftRank, int rightRank, double factor)
    {
        var block = new DenseMatrix<double>(leftRank, rightRank);
        DenseMatrix<double> all = sum.Entries;
        for (int j = 0; j < Math.Min(rightRank, all.Columns); j++)
        {
            ReadOnlySpan<double> source = all.Column(j);
            Span<double> target = block.Column(j);
            for (int i = 0; i < Math.Min(leftRank, source.Length); i++)
            {
                target[i] = factor * source[i];
            }
        }

        return block;
    }

    /// <summary>factor K x for vectors x in the right basis.</summary>
    public DenseMatrix<double> Times(DenseMatrix<double> x, double factor)
    {
        ArgumentNullException.ThrowIfNull(x);
        using DenseMatrix<double> k = Leading(left.Rank, (int)x.Rows, factor);
        var image = new DenseMatrix<double>(k.Rows, x.Columns);
        if (k.Rows > 0 && k.Columns > 0)
        {
            PanelUpdate.Add<double>(k.AsSpan(), (int)k.Rows, (int)k.Columns, x.AsSpan(), image.AsSpan(), (int)k.Rows, (int)x.Columns, (int)k.Rows);
        }

        return image;
    }

    /// <summary>factor K^T x for vectors x in the left basis.</summary>
    public DenseMatrix<double> TransposedTimes(DenseMatrix<double> x, double factor)
    {
        ArgumentNullException.ThrowIfNull(x);
        using DenseMatrix<double> k = Leading((int)x.Rows, right.Rank, factor);
        var image = new DenseMatrix<double>(k.Columns, x.Columns);
        if (k.Rows > 0 && k.Columns > 0)
        {
            PanelGram.Accumulate<double>(k.AsSpan(), (int)k.Rows, (int)k.Columns, x.AsSpan(), (int)x.Rows, (int)x.Columns, (int)k.Rows, image.AsSpan());
        }

        return image;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        sum.Dispose();
        velocity.Dispose();
    }

    private void Add(GrowingMatrix target, IReadOnlyList<Spike> spikes, int end, double factor)
    {
        if (end > Count)
        {
            target.Reserve(left.Rank, right.Rank);
        }

        while (Count < end)
        {
            int count = Math.Min(Block, end - Count);
            AddBlock(target.Entries, spikes, count, factor);
            Count += count;
        }
    }

    /// <summary>target += L (S R^T) for the next spikes.</summary>
    private void AddBlock(DenseMatrix<double> target, IReadOnlyList<Spike> spikes, int count, double factor)
    {
        int rows = left.Rank, columns = right.Rank;
        if (rows == 0 || columns == 0)
        {
            return;
        }

        using var u = new DenseMatrix<double>(rows, count);
        using var v = new DenseMatrix<double>(count, columns);
        for (int i = 0; i < count; i++)
        {
            Spike spike = spikes[Count + i];
            left[spike.Left].CopyTo(u.Column(i));
            ReadOnlySpan<double> along = right[spike.Right];
            for (int j = 0; j < along.Length; j++)
            {
                v[i, j] = factor * spike.Strength * along[j];
            }
        }

        int leading = (int)target.Rows;
        PanelUpdate.Add<double>(u.AsSpan(), rows, count, v.AsSpan(), target.AsSpan()[..checked((leading * (columns - 1)) + rows)], leading, columns, rows);
    }

    private static void Scale(GrowingMatrix matrix, double factor)
    {
        foreach (ref double entry in matrix.Entries.AsSpan())
        {
            entry *= factor;
        }
    }
}
