namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>Parameters of the study <c>deep-linear</c>; the defaults are the reference set P1 of the documentation.</summary>
public sealed record DeepLinearParameters : DeepLinearTraining
{
    /// <summary>nu.</summary>
    [Parameter("width over input dimension", Letter = "nu", Minimum = 0, ExclusiveMinimum = true, Maximum = 1e9)]
    public double WidthRatio { get; init; } = 1;

    /// <summary>Parameterization.</summary>
    [Parameter("parameterization: muP (f = w h/(outputScale sqrt(widthRatio N))) or NTK (f = w h/(outputScale sqrt(N)))", Choices = ["muP", "NTK"])]
    public string Parameterization { get; init; } = "muP";

    /// <summary>eta.</summary>
    [Parameter("learning rate of the loss (1/2P) sum of squared residuals, in units in which every step changes the predictor by O(1)", Letter = "eta", Minimum = 0, ExclusiveMinimum = true, Maximum = 1e6)]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Inputs of the kernel.</summary>
    [Parameter("inputs of the neural tangent kernel; null: the training set of fixed data, the population of one-pass and infinite data")]
    public KernelInputs? Ntk { get; init; }

    /// <summary>Recorded steps.</summary>
    [Parameter("steps at which spectra are recorded, between 0 and steps; null: about six, the last included")]
    public int[]? RecordSteps { get; init; }

    /// <summary>Recorded steps of the kernel.</summary>
    [Parameter("steps at which the leading eigenvalue of the tangent kernel is recorded; null: recordSteps; each costs some 20 products with every matrix")]
    public int[]? NtkSteps { get; init; }

    /// <summary>Order parameters.</summary>
    [Parameter("whether to record the mean squares of features and gradients of every layer, too")]
    public bool OrderParameters { get; init; }
}
