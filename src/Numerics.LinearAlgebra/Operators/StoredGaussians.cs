using System.Numerics;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>Makes stored Gaussian matrices.</summary>
/// <typeparam name="T">Element type of vectors, float or double.</typeparam>
/// <param name="lapack">Provider of the products.</param>
/// <param name="executor">Threads.</param>
public sealed class StoredGaussians<T>(Lapack lapack, ShardExecutor executor) : IGaussianFactory<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public IGaussianOperator<T> Create(RevealedGaussianOptions options) => new GaussianMatrix<T>(lapack, options, executor);
}
