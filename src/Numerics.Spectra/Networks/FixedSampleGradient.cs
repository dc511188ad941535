using System.Numerics;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.Spectra.Networks;

/// <summary>Gradient over one fixed training set: all of it at every step, or a random part.</summary>
/// <typeparam name="T">Element type of the vectors.</typeparam>
/// <param name="sample">The training set, owned.</param>
/// <param name="probability">Probability of each sample to enter a step; 1 for full batch.</param>
/// <param name="selection">Stream of the choice.</param>
internal sealed class FixedSampleGradient<T>(LabelledSample<T> sample, double probability, StreamKey selection) : IInputGradient<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public LabelledSample<T> TrainingSamples { get; } = sample;

    /// <inheritdoc/>
    public double TrainLoss(int step, PanelView<T> error) => TrainingSamples.Measure(error);

    /// <inheritdoc/>
    public void Gradient(int step, PanelView<T> error, PanelView<T> gradient)
    {
        if (probability < 1)
        {
            TrainingSamples.Gradient(selection, (uint)step, probability, gradient);
        }
        else
        {
            TrainingSamples.Gradient(gradient);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => TrainingSamples.Dispose();
}
