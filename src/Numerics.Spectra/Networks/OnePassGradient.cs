using System.Numerics;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.Spectra.Networks;

/// <summary>Gradient of one-pass training: every step has samples of its own, forgotten after it.</summary>
/// <typeparam name="T">Element type of the vectors.</typeparam>
/// <param name="draw">The samples of a step, unasked.</param>
internal sealed class OnePassGradient<T>(Func<int, LabelledSample<T>> draw) : IInputGradient<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private LabelledSample<T>? current;

    /// <inheritdoc/>
    public double TrainLoss(int step, PanelView<T> error)
    {
        current?.Dispose();
        current = draw(step);
        return current.Measure(error);
    }

    /// <inheritdoc/>
    public void Gradient(int step, PanelView<T> error, PanelView<T> gradient)
    {
        (current ?? throw new InvalidOperationException("The gradient of a step was asked before its loss.")).Gradient(gradient);
    }

    /// <inheritdoc/>
    public void Dispose() => current?.Dispose();
}
