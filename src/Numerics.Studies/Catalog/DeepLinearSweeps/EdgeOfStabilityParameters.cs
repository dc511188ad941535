using Numerics.Studies.Catalog.DeepLinear;

namespace Numerics.Studies.Catalog.DeepLinearSweeps;

/// <summary>Parameters of the study <c>edge-of-stability</c>.</summary>
public sealed record EdgeOfStabilityParameters : DeepLinearTraining
{
    /// <summary>Defaults: the setting of the documentation's table.</summary>
    public EdgeOfStabilityParameters()
    {
        Depth = 2;
        SampleRatio = new Ratio(4);
        OutputScale = 2;
        InitialScale = new LayerScales([0.6]);
        LabelNoise = 0.1;
        Steps = 32;
        InputDimension = 300;
    }

    /// <summary>Grid.</summary>
    [Parameter("what is swept")]
    public SweepGrid Grid { get; init; } = new();

    /// <summary>Recorded steps.</summary>
    [Parameter("steps at which sharpness and spectra are recorded, between 0 and steps")]
    public int[] RecordSteps { get; init; } = [0, 4, 8, 16, 32];

    /// <summary>Inputs of the kernel.</summary>
    [Parameter("inputs of the neural tangent kernel; null: the training set of fixed data, the population of one-pass and infinite data")]
    public KernelInputs? Ntk { get; init; }
}
