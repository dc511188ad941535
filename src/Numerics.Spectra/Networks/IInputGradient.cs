using System.Numerics;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.Spectra.Networks;

/// <summary>Where a deep linear network gets its gradient from: the fixed set, fresh samples, or the population.</summary>
/// <typeparam name="T">Element type of the vectors.</typeparam>
/// <remarks>
/// Both vectors are in whitened coordinates: <c>error = Sigma^(1/2) v</c> with v = beta* - beta_hat, and s = Sigma^(1/2) gradient.
/// For every step the loss is asked first, then the gradient at the same error.
/// </remarks>
public interface IInputGradient<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The samples of every step; null where there is no fixed set.</summary>
    LabelledSample<T>? TrainingSamples => null;

    /// <summary>Mean squared residual |Delta|^2/P over the samples of a step (all of a fixed set, whether they enter the step or not).</summary>
    /// <param name="step">Step, from 0, one after the other.</param>
    /// <param name="error">Sigma^(1/2) v.</param>
    double TrainLoss(int step, PanelView<T> error);

    /// <summary>(sqrt(D)/P) Z^T Delta, Z the whitened inputs.</summary>
    /// <param name="step">The step of the last loss.</param>
    /// <param name="error">Sigma^(1/2) v.</param>
    /// <param name="gradient">Overwritten.</param>
    void Gradient(int step, PanelView<T> error, PanelView<T> gradient);
}
