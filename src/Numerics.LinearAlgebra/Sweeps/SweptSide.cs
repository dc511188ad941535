using System.Numerics;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Sweeps;

/// <summary>
/// What lives on the rows (or the columns) of a Gaussian matrix that is revealed in single sweeps: directions B of the queries from there, and noise columns Z that answer the directions
/// of the other side, exactly as drawn.
/// </summary>
/// <typeparam name="T">Element type of the vectors.</typeparam>
/// <remarks>Products are never stored: A V = Xi + U Bx with Xi the noise columns and Bx a small matrix, see <see cref="SweptGaussian{T}"/>.</remarks>
public sealed class SweptSide<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int queries;
    private readonly int otherQueries;
    private SweptSide<T>? opposite;

    /// <summary>A side about which nothing has been asked.</summary>
    /// <param name="options">Of the matrix.</param>
    /// <param name="isLeft">Whether it is the rows of the matrix, not its columns.</param>
    /// <param name="blockSize">Most vectors asked at once.</param>
    /// <param name="executor">Threads.</param>
    internal SweptSide(GaussianOptions options, bool isLeft, int blockSize, ShardExecutor executor)
    {
        RowShards shards = isLeft ? options.RowShards : options.ColumnShards;
        (queries, otherQueries) = isLeft ? (options.LeftCapacity, options.RightCapacity) : (options.RightCapacity, options.LeftCapacity);
        (int directions, int noise) = isLeft ? (options.FirstLeft, options.FirstRight) : (options.FirstRight, options.FirstLeft);
        Shards = shards;
        NoiseKey = isLeft ? options.RightKey : options.LeftKey;
        Deviation = options.Scale / Math.Sqrt(options.ColumnShards.TotalRows);
        Written = HistoryPanel<T>.Create(shards, directions, options.HistoryInSingle, executor.Buffers);
        Noise = HistoryPanel<T>.Create(shards, Math.Min(otherQueries, noise + blockSize), options.HistoryInSingle, executor.Buffers);
        Raw = new RowBlockPanel<T>(shards, blockSize, executor.Buffers);
        double least = options.HistoryInSingle ? Math.Max(GaussianOptions.HistoryTolerance, RevealedSide<T>.RankThreshold) : RevealedSide<T>.RankThreshold;
        Basis = new DelayedBasis(queries, Math.Max(options.RankTolerance, least), typeof(T) == typeof(float) ? Math.ScaleB(1, -23) : Math.ScaleB(1, -52));
        Mix = new DenseMatrix<double>(blockSize, 0);
        Removed = new DenseMatrix<double>(0, 0);
    }

    /// <summary>Queries asked from this side.</summary>
    public int Count => Basis.Count;

    /// <summary>Queries that added no direction.</summary>
    public int Dropped { get; private set; }

    /// <summary>See <see cref="SweepEvidence.LargestLoss"/>.</summary>
    public double LargestLoss => Basis.LargestLoss;

    /// <summary>Rows of this side.</summary>
    internal RowShards Shards { get; }

    /// <summary>Stream of the noise columns, addressed by the index of the query that they answer.</summary>
    internal StreamKey NoiseKey { get; }

    /// <summary>Standard deviation of the entries of the matrix.</summary>
    internal double Deviation { get; }

    /// <summary>B.</summary>
    internal HistoryPanel<T> Written { get; }

    /// <summary>Z.</summary>
    internal HistoryPanel<T> Noise { get; }

    /// <summary>The last query block less its prediction, of which the pending directions are made.</summary>
    internal RowBlockPanel<T> Raw { get; }

    /// <summary>The small matrices.</summary>
    internal DelayedBasis Basis { get; }

    /// <summary>Pending directions q = raw Mix - B Removed.</summary>
    internal DenseMatrix<double> Mix { get; private set; }

    /// <summary>See <see cref="Mix"/>.</summary>
    internal DenseMatrix<double> Removed { get; private set; }

    /// <summary>Noise columns that the next sweep moves: those that stay of the last prepared ones do not lie behind each other.</summary>
    internal IReadOnlyList<(int From, int To)> Moves { get; private set; } = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        Written.Dispose();
        Noise.Dispose();
        Raw.Dispose();
        Basis.Dispose();
    }

    /// <summary>Makes room for directions and noise columns.</summary>
    internal void Reserve(int directions, int noiseColumns)
    {
        Written.Reserve(directions, queries);
        Noise.Reserve(noiseColumns, otherQueries);
    }

    internal void Face(SweptSide<T> other) => opposite = other;

    /// <summary>The side of the other population has prepared noise for this many queries of this one: the first of them.</summary>
    internal uint NextNoise => (uint)opposite!.Count;

    /// <summary>Directions are all written and measured; no noise column waits to be moved.</summary>
    internal void Finish(DenseMatrix<double> basisProducts, DenseMatrix<double> noiseProducts)
    {
        Moves = [];
        Basis.Finish(basisProducts, noiseProducts);
    }

    /// <summary>Takes the query block in, here and in the noise of the other side.</summary>
    internal void Admit(QueryResidual residual, IReadOnlyList<int> samples)
    {
        (Mix, Removed) = Basis.Admit(residual, samples);
        Dropped += samples.Count - residual.Kept.Count;
        opposite!.Settle(residual.Kept);
    }

    private void Settle(IReadOnlyList<int> kept)
    {
        int first = Basis.Settled;
        Moves = [.. kept.Select((query, m) => (first + query, first + m)).Where(move => move.Item1 != move.Item2)];
        Basis.Settle(kept);
    }
}
