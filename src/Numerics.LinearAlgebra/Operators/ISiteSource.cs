using System.Numerics;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>
/// Where the fresh Gaussian vectors over one population of sites (the neurons of a layer) come from. Independent entries give the exact law
/// at every finite size; the other sources keep some or all second moments exact and serve the infinite limit.
/// </summary>
/// <typeparam name="T">Element type, float or double.</typeparam>
public interface ISiteSource<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Fills fresh vectors with entries of mean 0 and standard deviation <paramref name="entryDeviation"/>.
    /// </summary>
    /// <param name="key">Stream of the object that asks.</param>
    /// <param name="firstColumn">Address of the first vector in that stream.</param>
    /// <param name="conditioned">Orthonormal vectors that the answer will be projected off by the caller; sources that match moments project first.</param>
    /// <param name="target">Vectors to fill.</param>
    /// <param name="entryDeviation">Standard deviation of the entries.</param>
    void Draw(StreamKey key, uint firstColumn, PanelView<T>? conditioned, PanelView<T> target, double entryDeviation);
}
