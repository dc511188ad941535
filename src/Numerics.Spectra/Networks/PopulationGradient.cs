using System.Numerics;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.Spectra.Networks;

/// <summary>Gradient of the population loss: s = Sigma v, training loss = test loss + noise^2.</summary>
/// <typeparam name="T">Element type of the vectors.</typeparam>
/// <param name="labelNoise">Standard deviation of the label noise.</param>
/// <param name="inputDimension">D.</param>
/// <param name="algebra">Threads and workspace.</param>
internal sealed class PopulationGradient<T>(double labelNoise, long inputDimension, PanelAlgebra<T> algebra) : IInputGradient<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public double TrainLoss(int step, PanelView<T> error) => (algebra.Dot(error, error) / inputDimension) + (labelNoise * labelNoise);

    /// <inheritdoc/>
    public void Gradient(int step, PanelView<T> error, PanelView<T> gradient) => algebra.Copy(error, gradient);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
