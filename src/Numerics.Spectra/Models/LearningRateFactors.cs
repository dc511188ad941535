namespace Numerics.Spectra.Models;

/// <summary>What multiplies the learning rate in each layer, positive; independent of the width (widths belong to <see cref="Parameterization"/>).</summary>
/// <param name="First">Of the first layer.</param>
/// <param name="Hidden">Of each hidden matrix from the first on; empty for 1 in all of them.</param>
/// <param name="Readout">Of the readout.</param>
public sealed record LearningRateFactors(double First, IReadOnlyList<double> Hidden, double Readout)
{
    /// <summary>One learning rate for all layers.</summary>
    public static LearningRateFactors Ones { get; } = new(1, [], 1);

    /// <summary>Of hidden matrix number <paramref name="index"/>, from 0.</summary>
    public double OfHidden(int index) => Hidden.Count == 0 ? 1 : Hidden[index];

    /// <summary>Why the factors do not fit a network, one sentence; null if they do.</summary>
    /// <param name="hiddenMatrices">Number of hidden matrices.</param>
    public string? Refusal(int hiddenMatrices)
    {
        if (Hidden.Count > 0 && Hidden.Count != hiddenMatrices)
        {
            return $"{Hidden.Count} learning rate factors of hidden matrices do not fit {hiddenMatrices} hidden matrices; give one for each, or none for 1 in all of them.";
        }

        return new[] { First, Readout }.Concat(Hidden).All(factor => factor > 0 && double.IsFinite(factor))
            ? null
            : $"The learning rate factors {First}, [{string.Join(", ", Hidden)}], {Readout} are not all positive and finite.";
    }
}
