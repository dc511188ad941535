using System.Numerics;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>
/// Every fresh vector is a new coordinate axis. With linear activations each field of a network is a linear combination of its Gaussian sources,
/// so these coordinates carry all second moments exactly: the infinite limit without sampling.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
/// <param name="executor">Threads.</param>
/// <remarks>
/// Infinite-width solver for linear networks (training DMFT: Euclidean inner products stand for site averages).
/// A vector whose entries have standard deviation s has norm s sqrt(rows) exactly. Rows bound the number of vectors that can be drawn.
/// </remarks>
public sealed class CoordinateSites<T>(ShardExecutor executor) : ISiteSource<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private long drawn;

    /// <inheritdoc/>
    /// <exception cref="ArithmeticException">More vectors drawn than there are rows.</exception>
    public void Draw(StreamKey key, uint firstColumn, PanelView<T>? conditioned, PanelView<T> target, double entryDeviation)
    {
        new PanelAlgebra<T>(executor).Clear(target);
        for (int column = 0; column < target.Count; column++)
        {
            if (drawn >= target.Panel.Rows)
            {
                throw new ArithmeticException(
                    $"{drawn + 1} Gaussian sources asked of the {target.Panel.Rows} coordinates of the exact linear solver; raise rankTolerance or train for fewer steps.");
            }

            long row = drawn++;
            if (target.Panel.Shards.Owns(row))
            {
                target.Panel[row, target.First + column] = T.CreateChecked(entryDeviation * Math.Sqrt(target.Panel.Rows));
            }
        }
    }
}
