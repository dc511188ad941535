using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.DeepLinearSweeps;

/// <summary>Names and shapes of the observables of <c>edge-of-stability</c>.</summary>
public sealed class EdgeOfStabilityShapes
{
    /// <summary>Shapes for given parameters.</summary>
    public EdgeOfStabilityShapes(EdgeOfStabilityParameters p)
    {
        ArgumentNullException.ThrowIfNull(p);
        RecordSteps = [.. p.RecordSteps.Distinct().Order()];
        Axis[] grid =
        [
            Axis.OfLabels("parameterization", p.Grid.Parameterization),
            new("widthRatio", p.Grid.WidthRatio.Values),
            new("learningRate", p.Grid.LearningRate.Values),
        ];
        Axis step = Axis.Of("step", RecordSteps);
        Sharpness = new("sharpness", "1", "learningRate times the leading eigenvalue of the neural tangent kernel; null after training diverged", [.. grid, step]);
        StabilityBound = new("stabilityBound", "1", "2 (1 + momentum), above which linearised gradient descent is unstable", [step]);
        TopSingularValue = new("topSingularValue", "1", "largest singular value of the last hidden matrix A_(depth-1); theory: the outlier, else the bulk edge with its Tracy-Widom shift at this size", [.. grid, step]);
        Outlier = new("outlier", "1", "largest singular value of A_(depth-1) above the bulk at infinite size; null where none", [.. grid, step]);
        TrainLoss = new("trainLoss", "1", "training loss; null after training diverged", [.. grid, Axis.Of("step", Enumerable.Range(0, p.Steps + 1))]);
        All = [Sharpness, StabilityBound, TopSingularValue, Outlier, TrainLoss];
    }

    /// <summary>Steps at which spectra are recorded, increasing.</summary>
    public IReadOnlyList<int> RecordSteps { get; }

    /// <summary>Sharpness.</summary>
    public ObservableShape Sharpness { get; }

    /// <summary>Its limit.</summary>
    public ObservableShape StabilityBound { get; }

    /// <summary>Top singular value.</summary>
    public ObservableShape TopSingularValue { get; }

    /// <summary>Outlier.</summary>
    public ObservableShape Outlier { get; }

    /// <summary>Training loss.</summary>
    public ObservableShape TrainLoss { get; }

    /// <summary>All of them.</summary>
    public IReadOnlyList<ObservableShape> All { get; }
}
