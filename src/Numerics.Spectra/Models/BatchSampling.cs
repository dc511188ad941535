namespace Numerics.Spectra.Models;

/// <summary>Which samples enter a gradient step of a network trained in the proportional limit.</summary>
public abstract record BatchSampling
{
    private BatchSampling()
    {
    }

    /// <summary>All P samples of the fixed set at every step; with infinitely many samples, the population gradient.</summary>
    public static BatchSampling Full { get; } = new FullBatch();

    /// <summary>Every step uses fresh samples; b D of them, b = infinity for the population gradient.</summary>
    /// <param name="Ratio">b, samples per step over the input dimension; positive.</param>
    public sealed record OnePass(double Ratio) : BatchSampling;

    /// <summary>Every sample of the fixed set enters a step with this probability, independently; the gradient is divided by it.</summary>
    /// <param name="Probability">m in (0, 1].</param>
    public sealed record Fraction(double Probability) : BatchSampling;

    private sealed record FullBatch : BatchSampling;
}
