using System.Numerics;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>A space whose vectors are written entry by entry: for anything that acts on single entries.</summary>
/// <typeparam name="T">Element type, float or double.</typeparam>
/// <remarks>Determinism: as <see cref="IndependentSites{T}"/>.</remarks>
internal sealed class EntrySpace<T> : SiteSpace<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly IndependentSites<T> sites;

    /// <summary>A space.</summary>
    /// <param name="blocks">Dimensions of the blocks.</param>
    /// <param name="executor">Threads, and processes that share the entries.</param>
    public EntrySpace(IReadOnlyList<long> blocks, ShardExecutor executor)
        : base(blocks, blocks, executor)
    {
        sites = new IndependentSites<T>(executor);
    }

    /// <inheritdoc/>
    public override void Draw(StreamKey key, uint firstColumn, PanelView<T>? conditioned, PanelView<T> target, double entryDeviation) =>
        sites.Draw(key, firstColumn, conditioned, target, entryDeviation);

    /// <inheritdoc/>
    public override void Fix(PanelView<T> target, IReadOnlyList<double> perBlock) => Diagonal(target, perBlock);
}
