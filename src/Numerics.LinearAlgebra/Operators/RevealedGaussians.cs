using System.Numerics;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>Makes revealed Gaussian matrices with independent entries: the exact law at every size.</summary>
/// <typeparam name="T">Element type of vectors, float or double.</typeparam>
/// <param name="executor">Threads.</param>
public sealed class RevealedGaussians<T>(ShardExecutor executor) : IGaussianFactory<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly IndependentSites<T> sites = new(executor);

    /// <inheritdoc/>
    public IGaussianOperator<T> Create(RevealedGaussianOptions options) => new RevealedGaussian<T>(options, sites, sites, executor);
}
