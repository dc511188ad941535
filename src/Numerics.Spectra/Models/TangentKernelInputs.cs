namespace Numerics.Spectra.Models;

/// <summary>Over which inputs the neural tangent kernel is taken.</summary>
public enum TangentKernelInputs
{
    /// <summary>The fixed training set: K = (1/P) X Kc X^T.</summary>
    TrainingSet,

    /// <summary>The whole distribution: Sigma^(1/2) Kc Sigma^(1/2).</summary>
    Population,

    /// <summary>A sample of the training size (of the batch size in one-pass training) independent of training.</summary>
    FreshSample,
}
