using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.DeepLinearSweeps;

/// <summary>Names and shapes of the observables of <c>learning-rate-transfer</c>.</summary>
public sealed class LearningRateTransferShapes
{
    /// <summary>Shapes for given parameters.</summary>
    public LearningRateTransferShapes(LearningRateTransferParameters p)
    {
        ArgumentNullException.ThrowIfNull(p);
        Axis parameterization = Axis.OfLabels("parameterization", p.Grid.Parameterization);
        Axis width = new("widthRatio", p.Grid.WidthRatio.Values);
        Axis rate = new("learningRate", p.Grid.LearningRate.Values);
        TrainLoss = new("trainLoss", "1", "training loss after the last step; null where training diverged", [parameterization, width, rate]);
        TestLoss = new("testLoss", "1", "excess risk after the last step; null where training diverged", [parameterization, width, rate]);
        Diverged = new("diverged", "1", "1 if training diverged, else 0; the simulation's mean is the fraction of networks that did", [parameterization, width, rate]);
        Best = new("bestLearningRate", "1", "learning rate of the smallest loss (parameter criterion) before it rises by half, between grid points by a parabola in the logarithms; null at an end of the grid", [parameterization, width]);
        Maximum = new("firstUnstableLearningRate", "1", "smallest learning rate of the grid at which training diverges; null if there is none", [parameterization, width]);
        All = [TrainLoss, TestLoss, Diverged, Best, Maximum];
    }

    /// <summary>Training loss.</summary>
    public ObservableShape TrainLoss { get; }

    /// <summary>Test loss.</summary>
    public ObservableShape TestLoss { get; }

    /// <summary>Divergence.</summary>
    public ObservableShape Diverged { get; }

    /// <summary>Best learning rate.</summary>
    public ObservableShape Best { get; }

    /// <summary>First unstable learning rate.</summary>
    public ObservableShape Maximum { get; }

    /// <summary>All of them.</summary>
    public IReadOnlyList<ObservableShape> All { get; }
}
