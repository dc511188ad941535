using System.Numerics;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>Makes the Gaussian matrices of one replica, all of one kind, with independent entries: the exact law at every size.</summary>
/// <typeparam name="T">Element type of vectors, float or double.</typeparam>
/// <param name="kind">Stored or revealed.</param>
/// <param name="lapack">Provider of the products; revealed matrices do without.</param>
/// <param name="executor">Threads.</param>
public sealed class GaussianFactory<T>(MatrixKind kind, Lapack? lapack, ShardExecutor executor)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What follows from the kind.</summary>
    public MatrixPolicy Policy { get; } = MatrixPolicy.Of(kind);

    /// <summary>Threads.</summary>
    public ShardExecutor Executor { get; } = executor;

    /// <summary>A matrix about which nothing has been asked; the caller owns it.</summary>
    /// <param name="options">Sizes, scale, capacities and streams.</param>
    /// <exception cref="ArgumentException">More queries foreseen than <see cref="MatrixPolicy.Capacity"/>.</exception>
    /// <exception cref="NotSupportedException">Processes share the rows of a stored matrix.</exception>
    public IGaussianOperator<T> Create(GaussianOptions options) => Policy.Create<T>(lapack, options, Executor);
}
