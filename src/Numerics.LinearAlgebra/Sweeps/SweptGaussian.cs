using System.Numerics;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Sweeps;

/// <summary>
/// A Gaussian matrix with spikes like <see cref="RevealedGaussian{T}"/> with <see cref="LowRankPlus{T}"/>, whose products are parts of sweeps over the rows of a population instead of
/// passes of their own.
/// </summary>
/// <typeparam name="T">Element type of the vectors.</typeparam>
/// <remarks>
/// <code>
/// A V = Xi + U Bx,  A^T U = Psi + V By,   H = U^T A V,  D_L = U^T Xi,  D_R = V^T Psi,   Bx = H - D_L,  By = H^T - D_R
/// H_ij = D_L_ij if the left direction i is younger than the right direction j, else D_R_ji
/// M phi = Xi C + U (H - D_L + K) C,  phi = V C,  K = (1/N) sum of strength (left coordinates) (right coordinates)^T
/// (A V)^T A V = Xi^T Xi + H^T H - D_L^T D_L
/// </code>
/// This is A q = U (Y^T q) + (1 - U U^T) n with the projection of the noise written as a coefficient: the law is that of <see cref="RevealedGaussian{T}"/>, and so are the noise numbers as long
/// as every query has a new direction (noise is addressed by query here, by direction there).
/// Blocks of queries are asked from both sides in turn, from the right first. Determinism: same bits for any number of threads and ranks. Not thread-safe.
/// Source: derived here; conditioning as in Bolthausen (2014).
/// </remarks>
public sealed class SweptGaussian<T> : ISpikedMatrix<T>, IRevealedKnowledge, IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<Spike> spikes = [];
    private readonly SpikeCore core;
    private readonly GaussianOptions options;
    private readonly ShardExecutor executor;

    /// <summary>A matrix about which nothing has been asked.</summary>
    /// <param name="options">Sizes, scale, capacity and streams.</param>
    /// <param name="blockSize">Most vectors asked at once.</param>
    /// <param name="executor">Threads.</param>
    /// <exception cref="ArgumentException">More queries foreseen than the smaller side has dimensions.</exception>
    public SweptGaussian(GaussianOptions options, int blockSize, ShardExecutor executor)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(executor);
        options.RequireFewQueries();
        this.options = options;
        this.executor = executor;
        Rows = options.RowShards.TotalRows;
        Columns = options.ColumnShards.TotalRows;
        Scale = options.Scale;
        Left = new SweptSide<T>(options, isLeft: true, blockSize, executor);
        Right = new SweptSide<T>(options, isLeft: false, blockSize, executor);
        Left.Face(Right);
        Right.Face(Left);
        core = new SpikeCore(LeftRecord, RightRecord);
    }

    /// <inheritdoc/>
    public long Rows { get; }

    /// <inheritdoc/>
    public long Columns { get; }

    /// <inheritdoc/>
    public double Scale { get; }

    /// <summary>U and Xi.</summary>
    public SweptSide<T> Left { get; }

    /// <summary>V and Psi.</summary>
    public SweptSide<T> Right { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Spike> Spikes => spikes;

    /// <inheritdoc/>
    public QueryRecord LeftRecord => Left.Basis.Record;

    /// <inheritdoc/>
    public QueryRecord RightRecord => Right.Basis.Record;

    /// <inheritdoc/>
    public DenseMatrix<double> CrossProduct
    {
        get
        {
            var cross = new DenseMatrix<double>(Left.Basis.Rank, Right.Basis.Rank);
            for (int j = 0; j < cross.Columns; j++)
            {
                int older = LeftBefore(j);
                Left.Basis.NoiseColumn(j).CopyTo(cross.Column(j));
                for (int i = 0; i < older; i++)
                {
                    cross[i, j] = Right.Basis.NoiseColumn(i)[j];
                }
            }

            return cross;
        }
    }

    /// <inheritdoc/>
    public TResult Accept<TResult>(IGaussianVisitor<T, TResult> visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return visitor.Revealed(this);
    }

    /// <summary>Adds strength / Columns * u v^T with u the left query and v the right query of these indices.</summary>
    public void AddSpike(Spike spike) => spikes.Add(spike);

    /// <summary>How much had been asked before the block <paramref name="left"/> of left and the block <paramref name="right"/> of right queries, from 0.</summary>
    /// <param name="left">Blocks of left queries.</param>
    /// <param name="leftQueries">Queries in them.</param>
    /// <param name="right">Blocks of right queries.</param>
    /// <param name="rightQueries">Queries in them.</param>
    public GaussianMark MarkBefore(int left, int leftQueries, int right, int rightQueries) =>
        new(leftQueries, rightQueries, Left.Basis.Ranks[left], Right.Basis.Ranks[right]);

    /// <summary>M times the last <paramref name="count"/> right queries, as combinations of what lives on the left.</summary>
    public SweepAnswer Multiply(int count) => Answer(Left, Right, count, LeftBefore, core.Times, spike => (spike.Left, spike.Right));

    /// <summary>M^T times the last <paramref name="count"/> left queries, as combinations of what lives on the right.</summary>
    public SweepAnswer MultiplyTransposed(int count) => Answer(Right, Left, count, RightBefore, core.TransposedTimes, spike => (spike.Right, spike.Left));

    /// <inheritdoc/>
    public DenseMatrix<double> RightProductGram() => ProductGram(Left, transposed: false);

    /// <inheritdoc/>
    public DenseMatrix<double> LeftProductGram() => ProductGram(Right, transposed: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        Left.Dispose();
        Right.Dispose();
        core.Dispose();
    }

    /// <summary>Number of left directions older than the right direction j: blocks are asked from the right first.</summary>
    private int LeftBefore(int j) => Left.Basis.Ranks[Math.Min(Right.Basis.BlockOf(j), Left.Basis.Ranks.Count - 1)];

    /// <summary>Number of right directions older than the left direction i.</summary>
    private int RightBefore(int i) => Right.Basis.Ranks[Math.Min(Left.Basis.BlockOf(i) + 1, Right.Basis.Ranks.Count - 1)];

    /// <summary>Z C and B T^-1 (H - D + K) C for the last queries of the asking side.</summary>
    private SweepAnswer Answer(
        SweptSide<T> own,
        SweptSide<T> asking,
        int count,
        Func<int, int> ownBefore,
        Func<DenseMatrix<double>, double, DenseMatrix<double>> inCore,
        Func<Spike, (int Own, int Asking)> indices)
    {
        options.RequireFewDirections(Left.Basis.Rank + Right.Basis.Rank);
        int rank = own.Basis.Rank, columns = asking.Basis.Rank;
        var noise = new DenseMatrix<double>(columns, count);
        var basis = new DenseMatrix<double>(rank, count);
        for (int m = 0; m < count; m++)
        {
            asking.Basis.Coordinates(asking.Count - count + m).CopyTo(noise.Column(m));
        }

        // H - D vanishes where the own direction is the younger one.
        var entries = new double[rank];
        for (int j = 0; j < columns; j++)
        {
            Span<double> older = entries.AsSpan(0, ownBefore(j));
            ReadOnlySpan<double> projected = own.Basis.NoiseColumn(j);
            for (int i = 0; i < older.Length; i++)
            {
                older[i] = asking.Basis.NoiseColumn(i)[j] - projected[i];
            }

            for (int m = 0; m < count; m++)
            {
                TriangularSolve.Add(noise[j, m], older, basis.Column(m));
            }
        }

        AddSpikes(own, asking, noise, basis, inCore, indices);
        for (int m = 0; m < count; m++)
        {
            own.Basis.ToWritten(basis.Column(m));
        }

        return new SweepAnswer(noise, basis);
    }

    /// <summary>K C: spikes of queries whose coordinates are final as one matrix, the last ones, whose directions wait to be measured, one by one.</summary>
    private void AddSpikes(
        SweptSide<T> own,
        SweptSide<T> asking,
        DenseMatrix<double> vectors,
        DenseMatrix<double> basis,
        Func<DenseMatrix<double>, double, DenseMatrix<double>> inCore,
        Func<Spike, (int Own, int Asking)> indices)
    {
        int settled = core.Count;
        while (settled < spikes.Count && spikes[settled].Left < Left.Basis.FinalQueries && spikes[settled].Right < Right.Basis.FinalQueries)
        {
            settled++;
        }

        core.Add(spikes, settled);
        if (settled > 0)
        {
            DenseMatrix<double> image = inCore(vectors, 1.0 / Columns);
            for (int m = 0; m < vectors.Columns; m++)
            {
                TriangularSolve.Add(1, image.Column(m), basis.Column(m));
            }
        }

        foreach (Spike spike in spikes.Skip(settled))
        {
            (int left, int right) = indices(spike);
            for (int m = 0; m < vectors.Columns; m++)
            {
                double overlap = TriangularSolve.Dot(asking.Basis.Coordinates(right), vectors.Column(m));
                TriangularSolve.Add(spike.Strength * overlap / Columns, own.Basis.Coordinates(left), basis.Column(m));
            }
        }
    }

    private DenseMatrix<double> ProductGram(SweptSide<T> own, bool transposed)
    {
        DenseMatrix<double> cross = transposed ? CrossProduct.Transpose() : CrossProduct;
        DenseMatrix<double> gram = own.Noise.Gram(executor, own.Basis.Settled);
        for (int j = 0; j < gram.Columns; j++)
        {
            for (int i = 0; i <= j; i++)
            {
                double known = TriangularSolve.Dot(cross.Column(i), cross.Column(j)) - TriangularSolve.Dot(own.Basis.NoiseColumn(i), own.Basis.NoiseColumn(j));
                gram[i, j] = gram[j, i] = gram[i, j] + known;
            }
        }

        return gram;
    }
}
