using System.Numerics;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>
/// Gaussian vectors made exactly orthogonal to each other, to the constant vector and to what is conditioned on, with exact norms:
/// all first and second moments of the sources of a population are those of the infinite limit.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
/// <remarks>
/// Variance reduction of training DMFT: exact for linear activations, several times fewer samples for others, bias O(1/sites).
/// Only for the infinite limit: the law at finite size is not that of a Gaussian matrix.
/// </remarks>
public sealed class MomentMatchedSites<T> : ISiteSource<T>, IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PanelAlgebra<T> algebra;
    private readonly IndependentSites<T> independent;
    private readonly Panel<T> directions;
    private readonly int capacity;
    private int count;

    /// <summary>A population of sites.</summary>
    /// <param name="shards">Its rows.</param>
    /// <param name="capacity">Most vectors that will be drawn.</param>
    /// <param name="executor">Threads.</param>
    /// <param name="firstRow">Row of the streams that the first of them has, a multiple of <see cref="RowShards.Alignment"/>.</param>
    public MomentMatchedSites(RowShards shards, int capacity, ShardExecutor executor, long firstRow = 0)
    {
        algebra = new PanelAlgebra<T>(executor);
        independent = new IndependentSites<T>(executor, firstRow);
        this.capacity = capacity;
        directions = new Panel<T>(shards, Math.Min(capacity, GaussianOptions.FirstColumns) + 1, executor.Buffers);
        foreach (int shard in shards.Own)
        {
            directions.Column(shard, 0).Fill(T.CreateChecked(1 / Math.Sqrt(shards.TotalRows)));
        }

        count = 1;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Capacity exhausted.</exception>
    /// <exception cref="ArithmeticException">As many vectors drawn and conditioned on as there are sites: nothing is left of further ones.</exception>
    public void Draw(StreamKey key, uint firstColumn, PanelView<T>? conditioned, PanelView<T> target, double entryDeviation)
    {
        int wanted = count - 1 + target.Count;
        if (wanted > capacity)
        {
            throw new InvalidOperationException($"{wanted} matched vectors asked, capacity {capacity}; construct the population larger.");
        }

        if (wanted + (conditioned?.Count ?? 0) >= directions.Rows)
        {
            throw new ArithmeticException($"{wanted} Gaussian sources leave nothing free of {directions.Rows} sites; raise theorySites or rankTolerance.");
        }

        directions.Reserve(wanted + 1, capacity + 1);

        independent.Draw(key, firstColumn, conditioned, target, 1);
        for (int column = 0; column < target.Count; column++)
        {
            PanelView<T> vector = target.Slice(column, 1);
            for (int pass = 0; pass < 2; pass++)
            {
                if (conditioned is { Count: > 0 } basis)
                {
                    algebra.RemoveProjection(basis, vector);
                }

                algebra.RemoveProjection(directions.View(0, count), vector);
            }

            double norm = Math.Sqrt(algebra.Dot(vector, vector));
            algebra.Scale(vector, 1 / norm, directions.View(count, 1));
            count++;
            algebra.Scale(vector, entryDeviation * Math.Sqrt(target.Panel.Rows) / norm, vector);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => directions.Dispose();
}
