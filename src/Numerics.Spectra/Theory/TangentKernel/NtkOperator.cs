using Numerics.Spectra.Models;

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

    /// <summary>The operator on some inputs of a model; a fresh sample is of the size of the training set, or of the batch of one-pass training.</summary>
    public static NtkOperator Of(TangentKernelInputs inputs, DeepLinearModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return inputs switch
        {
            TangentKernelInputs.TrainingSet => TrainingSet,
            TangentKernelInputs.Population => Population,
            _ => new FreshSample(model.Batch is BatchSampling.OnePass fresh ? fresh.Ratio : model.SampleRatio),
        };
    }

    /// <summary>X Kc X^T/P for inputs that training has not seen.</summary>
    /// <param name="Ratio">Number of inputs over their dimension, positive.</param>
    public sealed record FreshSample(double Ratio) : NtkOperator;

    internal sealed record OnTrainingSet : NtkOperator;

    internal sealed record OnPopulation : NtkOperator;
}
