namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>Over which inputs the neural tangent kernel is taken.</summary>
public enum KernelInputs
{
    /// <summary>The training set.</summary>
    TrainingSet,

    /// <summary>The distribution of inputs.</summary>
    Population,

    /// <summary>A sample of the training size, independent of training.</summary>
    FreshSample,
}
