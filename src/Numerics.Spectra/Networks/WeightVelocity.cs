using System.Numerics;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>Momentum and weight decay of weights that are held row by row: the readout, and the fields of the first layer, which move as their weights do.</summary>
/// <typeparam name="T">Element type.</typeparam>
/// <remarks>
/// <code>
/// V(t+1) = mu V(t) + step,   w(t+1) = (1 - lambda) w(t) + V(t+1)
/// </code>
/// <para>Hidden matrices keep the same law in <see cref="SpikeCore"/>, all spikes as one small matrix, or, where no bases are kept, in <see cref="OptimizerMemory"/>, spike by spike. Source: as there.</para>
/// </remarks>
internal sealed class WeightVelocity<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly OptimizerMemory optimizer;
    private readonly Panel<T> weights;
    private readonly Panel<T> velocity;
    private readonly PanelAlgebra<T> algebra;
    private readonly DenseMatrix<double> one;

    /// <summary>A velocity of zero.</summary>
    /// <param name="optimizer">mu and lambda.</param>
    /// <param name="weights">w, which stay the caller's.</param>
    /// <param name="executor">Threads.</param>
    public WeightVelocity(OptimizerMemory optimizer, Panel<T> weights, ShardExecutor executor)
    {
        this.optimizer = optimizer;
        this.weights = weights;
        algebra = new PanelAlgebra<T>(executor);
        velocity = new Panel<T>(weights.Shards, weights.Columns, executor.Buffers);
        algebra.Clear(velocity.View());
        one = DenseMatrix<double>.Identity(weights.Columns);
    }

    /// <summary>mu V, to which the step is to be added.</summary>
    public Panel<T> Keep()
    {
        algebra.Scale(velocity.View(), optimizer.Momentum, velocity.View());
        return velocity;
    }

    /// <summary>Moves the weights by the velocity.</summary>
    public void Move()
    {
        algebra.Scale(weights.View(), 1 - optimizer.WeightDecay, weights.View());
        algebra.AddProduct(velocity.View(), one, weights.View());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        velocity.Dispose();
        one.Dispose();
    }
}
