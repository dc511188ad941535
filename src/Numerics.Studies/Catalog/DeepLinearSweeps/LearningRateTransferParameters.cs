using Numerics.Studies.Catalog.DeepLinear;

namespace Numerics.Studies.Catalog.DeepLinearSweeps;

/// <summary>Parameters of the study <c>learning-rate-transfer</c>.</summary>
public sealed record LearningRateTransferParameters : DeepLinearTraining
{
    /// <summary>Defaults: the setting of the documentation's table.</summary>
    public LearningRateTransferParameters()
    {
        Depth = 2;
        OutputScale = 2;
        InitialScale = new LayerScales([0.6]);
        LabelNoise = 0.3;
        InputDimension = 200;
    }

    /// <summary>Grid.</summary>
    [Parameter("what is swept")]
    public SweepGrid Grid { get; init; } = new() { WidthRatio = new([0.5, 2, 8]), LearningRate = GridValues.Geometric(0.03, 1.5, 24) };

    /// <summary>Criterion.</summary>
    [Parameter("loss that the best learning rate minimizes; null: test for one-pass training, else training", Choices = ["trainLoss", "testLoss"])]
    public string? Criterion { get; init; }
}
