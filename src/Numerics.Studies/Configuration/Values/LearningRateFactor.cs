using Numerics.Spectra.Models;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration.Values;

/// <summary>What multiplies the learning rate in each layer, as a configuration writes it.</summary>
public sealed record LearningRateFactor
{
    /// <summary>Of the first layer.</summary>
    [Parameter("learning rate of the first layer over learningRate", Minimum = 1e-9, Maximum = 1e6)]
    public double First { get; init; } = 1;

    /// <summary>Of the hidden matrices.</summary>
    [Parameter("learning rates of the hidden matrices over learningRate, one number for each matrix between two hidden layers; null: 1 for all", Minimum = 1e-9, Maximum = 1e6)]
    public double[]? Hidden { get; init; }

    /// <summary>Of the readout.</summary>
    [Parameter("learning rate of the readout over learningRate", Minimum = 1e-9, Maximum = 1e6)]
    public double Readout { get; init; } = 1;

    /// <summary>The same for a network.</summary>
    public LearningRateFactors Factors() => new(First, Hidden ?? [], Readout);

    /// <summary>What is wrong with the number of factors.</summary>
    /// <param name="path">Path of this value in the configuration.</param>
    /// <param name="depth">Number of hidden layers.</param>
    public IEnumerable<ConfigurationError> Errors(string path, int depth)
    {
        if (Hidden is { } given && given.Length != depth - 1)
        {
            yield return new ConfigurationError(
                $"{path}.hidden", $"{given.Length} factors do not fit depth {depth}: give {depth - 1}, one for each hidden matrix, or null for 1 in all of them.");
        }
    }
}
