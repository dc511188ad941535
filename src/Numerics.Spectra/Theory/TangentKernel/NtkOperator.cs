namespace Numerics.Spectra.Theory.TangentKernel;

/// <summary>On which inputs a neural tangent kernel acts.</summary>
/// <remarks>Source: A. Jacot, F. Gabriel and C. Hongler, arXiv 1806.07572 (the kernel).</remarks>
public abstract record NtkOperator
{
    private NtkOperator()
    {
    }

    /// <summary>K = X Kc X^T/P on the fixed training set, which the weights have learned from; with infinitely many samples the population operator.</summary>
    public static NtkOperator TrainingSet { get; } = new OnTrainingSet();

    /// <summary>Sigma^(1/2) Kc Sigma^(1/2), the limit of infinitely many inputs.</summary>
    public static NtkOperator Population { get; } = new OnPopulation();

    /// <summary>X Kc X^T/P for inputs that training has not seen.</summary>
    /// <param name="Ratio">Number of inputs over their dimension, positive.</param>
    public sealed record FreshSample(double Ratio) : NtkOperator;

    internal sealed record OnTrainingSet : NtkOperator;

    internal sealed record OnPopulation : NtkOperator;
}
