using System.Numerics;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>Makes the Gaussian matrices of one replica, all of one kind, with independent entries: the exact law at every size.</summary>
/// <typeparam name="T">Element type of vectors, float or double.</typeparam>
/// <param name="kind">Stored, revealed, or in coordinates.</param>
/// <param name="lapack">Provider of the products; revealed matrices do without.</param>
/// <param name="executor">Threads.</param>
public sealed class GaussianFactory<T>(MatrixKind kind, Lapack? lapack, ShardExecutor executor)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What follows from the kind.</summary>
    public MatrixPolicy Policy { get; } = MatrixPolicy.Of(kind);

    /// <summary>Threads.</summary>
    public ShardExecutor Executor { get; } = executor;

    /// <summary>The space of one population.</summary>
    /// <param name="blocks">Dimensions of the blocks inside which no direction is distinguished.</param>
    /// <param name="draws">Most vectors that will be drawn or given in it, products with matrices included.</param>
    /// <param name="invariant">Whether nothing acts on single entries of its vectors.</param>
    public SiteSpace<T> Space(IReadOnlyList<long> blocks, long draws, bool invariant) => Policy.Space<T>(blocks, draws, invariant, Executor);

    /// <summary>A matrix between two spaces about which nothing has been asked; the caller owns it.</summary>
    /// <param name="rows">Where A v lives.</param>
    /// <param name="columns">Where A^T u lives.</param>
    /// <param name="scale">Standard deviation of the entries times sqrt(columns), positive.</param>
    /// <param name="rightCapacity">Most vectors asked in A v.</param>
    /// <param name="leftCapacity">Most vectors asked in A^T u.</param>
    /// <param name="rightKey">Stream of the fresh parts of A v, or of the entries of a stored matrix.</param>
    /// <param name="leftKey">Stream of the fresh parts of A^T u.</param>
    /// <exception cref="ArgumentException">More queries foreseen than <see cref="MatrixPolicy.Capacity"/>.</exception>
    /// <exception cref="NotSupportedException">Processes share the rows of a stored matrix.</exception>
    public IGaussianOperator<T> Create(SiteSpace<T> rows, SiteSpace<T> columns, double scale, int rightCapacity, int leftCapacity, StreamKey rightKey, StreamKey leftKey)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(columns);
        var options = new GaussianOptions(rows.Shards, columns.Shards, scale, rightCapacity, leftCapacity, rightKey, leftKey) { Rows = rows.Dimension, Columns = columns.Dimension };
        return Policy.Create<T>(lapack, options, Executor, rows, columns);
    }

    /// <summary>A matrix over entries about which nothing has been asked; the caller owns it.</summary>
    /// <param name="options">Sizes, scale, capacities and streams.</param>
    /// <exception cref="ArgumentException">More queries foreseen than <see cref="MatrixPolicy.Capacity"/>.</exception>
    /// <exception cref="NotSupportedException">Processes share the rows of a stored matrix.</exception>
    public IGaussianOperator<T> Create(GaussianOptions options) => Policy.Create<T>(lapack, options, Executor, new IndependentSites<T>(Executor), new IndependentSites<T>(Executor));
}
