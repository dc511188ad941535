using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>Names and shapes of the observables of <c>deep-linear</c>.</summary>
public sealed class DeepLinearShapes
{
    /// <summary>Number of singular values followed.</summary>
    public const int Ranks = 2;

    /// <summary>Shapes for given parameters.</summary>
    public DeepLinearShapes(DeepLinearParameters p)
    {
        ArgumentNullException.ThrowIfNull(p);
        RecordSteps = p.RecordSteps is { } given ? [.. given.Distinct().Order()] : DeepLinearModels.DefaultRecordSteps(p.Steps);
        NtkSteps = p.NtkSteps is { } kernel ? [.. kernel.Distinct().Order()] : RecordSteps;
        PastSteps = [.. RecordSteps.Prepend(0).Where(step => step < p.Steps).Distinct()];
        Axis allSteps = Axis.Of("step", Enumerable.Range(0, p.Steps + 1));
        Axis step = Axis.Of("step", RecordSteps);
        Axis kernelStep = Axis.Of("step", NtkSteps);
        Axis past = Axis.Of("pastStep", PastSteps);
        Axis layer = Axis.Of("layer", Enumerable.Range(0, p.Depth));
        Axis rank = Axis.Of("rank", Enumerable.Range(1, Ranks));
        TestLoss = new("testLoss", "1", "excess risk v^T Sigma v/D of the predictor", [allSteps]);
        TrainLoss = new("trainLoss", "1", "mean squared residual over the training set (over the fresh batch of the step in one-pass training)", [allSteps]);
        TopSingularValue = new("topSingularValue", "1", "largest singular values of A_0 = W_0/sqrt(D), A_l = W_l/sqrt(N); theory: the outlier of that rank, else the bulk edge with its Tracy-Widom shift at this size and the edge scatter as error", [layer, step, rank]);
        Outlier = new("outlier", "1", "singular values of A_l above the bulk at infinite size; null where none", [layer, step, rank]);
        OutlierBelow = new("outlierBelow", "1", "singular values of A_l between zero and the lower edge of the bulk at infinite size; null where none", [layer, step, rank]);
        BulkEdgeUpper = new("bulkEdgeUpper", "1", "upper edge of the singular values of A_l", [layer, step]);
        BulkEdgeLower = new("bulkEdgeLower", "1", "lower edge of the singular values of A_l", [layer, step]);
        OverlapLeft = new("overlapLeft", "1", "|cosine| between the left singular vector and the gradient of a past step", [layer, step, rank, past]);
        OverlapRight = new("overlapRight", "1", "|cosine| between the right singular vector and the features of a past step", [layer, step, rank, past]);
        NtkBulkEdge = new("ntkBulkEdge", "1", "upper edge of the bulk of the neural tangent kernel", [kernelStep]);
        NtkOutlier = new("ntkOutlier", "1", "leading eigenvalue of the neural tangent kernel above its bulk at infinite size; null where none", [kernelStep]);
        NtkTop = new("ntkTop", "1", "leading eigenvalue of the neural tangent kernel; theory: the outlier, else the bulk edge with a scatter of 2 D^(-2/3) of it", [kernelStep]);
        Sharpness = new("sharpness", "1", "learningRate times the leading eigenvalue of the neural tangent kernel; gradient descent is stable below 2 (heavy ball: 2 (1 + momentum))", [kernelStep]);
        FeaturePower = new("featurePower", "1", "mean square of the features h^l, l = 0..L", [Axis.Of("featureLayer", Enumerable.Range(0, p.Depth + 1)), Axis.Of("step", Enumerable.Range(0, p.Steps))]);
        GradientPower = new("gradientPower", "1", "mean square of the gradients g^l, l = 1..L", [Axis.Of("gradientLayer", Enumerable.Range(1, p.Depth)), allSteps]);
        List<ObservableShape> all =
            [TestLoss, TrainLoss, TopSingularValue, Outlier, OutlierBelow, BulkEdgeUpper, BulkEdgeLower, OverlapLeft, OverlapRight, NtkBulkEdge, NtkOutlier, NtkTop, Sharpness];
        if (NtkSteps.Count == 0)
        {
            all.RemoveAll(shape => shape.Axes.Contains(kernelStep));
        }

        if (p.OrderParameters)
        {
            all.AddRange([FeaturePower, GradientPower]);
        }

        All = all;
    }

    /// <summary>Steps at which spectra are recorded, increasing.</summary>
    public IReadOnlyList<int> RecordSteps { get; }

    /// <summary>Steps at which the tangent kernel is recorded, increasing.</summary>
    public IReadOnlyList<int> NtkSteps { get; }

    /// <summary>Steps whose features and gradients overlaps are taken with.</summary>
    public IReadOnlyList<int> PastSteps { get; }

    /// <summary>Test loss.</summary>
    public ObservableShape TestLoss { get; }

    /// <summary>Training loss.</summary>
    public ObservableShape TrainLoss { get; }

    /// <summary>Top singular values.</summary>
    public ObservableShape TopSingularValue { get; }

    /// <summary>Outliers above the bulk.</summary>
    public ObservableShape Outlier { get; }

    /// <summary>Outliers below the bulk.</summary>
    public ObservableShape OutlierBelow { get; }

    /// <summary>Upper edge.</summary>
    public ObservableShape BulkEdgeUpper { get; }

    /// <summary>Lower edge.</summary>
    public ObservableShape BulkEdgeLower { get; }

    /// <summary>Overlaps of left vectors with gradients.</summary>
    public ObservableShape OverlapLeft { get; }

    /// <summary>Overlaps of right vectors with features.</summary>
    public ObservableShape OverlapRight { get; }

    /// <summary>Bulk edge of the tangent kernel.</summary>
    public ObservableShape NtkBulkEdge { get; }

    /// <summary>Outlier of the tangent kernel.</summary>
    public ObservableShape NtkOutlier { get; }

    /// <summary>Leading eigenvalue of the tangent kernel.</summary>
    public ObservableShape NtkTop { get; }

    /// <summary>Sharpness.</summary>
    public ObservableShape Sharpness { get; }

    /// <summary>Mean squares of features.</summary>
    public ObservableShape FeaturePower { get; }

    /// <summary>Mean squares of gradients.</summary>
    public ObservableShape GradientPower { get; }

    /// <summary>Those that this run has.</summary>
    public IReadOnlyList<ObservableShape> All { get; }
}
