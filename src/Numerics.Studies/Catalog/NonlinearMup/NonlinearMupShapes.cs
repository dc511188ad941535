using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Models;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.NonlinearMup;

/// <summary>Names and shapes of the observables of <c>nonlinear-mup</c>.</summary>
public sealed class NonlinearMupShapes
{
    /// <summary>Number of singular values followed.</summary>
    public const int Ranks = 3;

    /// <summary>Bins of the singular value density.</summary>
    public const int Bins = 80;

    /// <summary>Shapes for given parameters.</summary>
    public NonlinearMupShapes(NonlinearMupParameters p, TrainingSet set)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(set);
        RecordSteps = p.RecordSteps is { } given ? [.. given.Distinct().Order()] : DefaultRecordSteps(p.Steps);
        Axis allSteps = Axis.Of("step", Enumerable.Range(0, p.Steps + 1));
        Axis sample = Axis.Of("sample", Enumerable.Range(0, set.Samples));
        Axis layer = Axis.Of("layer", Enumerable.Range(1, p.Depth - 1));
        Axis step = Axis.Of("step", RecordSteps);
        Axis rank = Axis.Of("rank", Enumerable.Range(1, Ranks));
        BinWidth = 4 * p.HiddenScale / Bins;
        Axis bin = new("singularValue", [.. Enumerable.Range(0, Bins).Select(i => (i + 0.5) * BinWidth)]);
        Loss = new("loss", "1", "training loss (1/2P) sum over samples of (target - output)^2", [allSteps]);
        Output = new("output", "1", "network output on each training sample", [allSteps, sample]);
        TopSingularValue = new("topSingularValue", "1", "largest singular values of W/sqrt(width); theory: the outlier of that rank, else the bulk edge with its Tracy-Widom shift at this width and the edge scatter as error", [layer, step, rank]);
        Outlier = new("outlier", "1", "singular values of W/sqrt(width) outside the bulk at infinite width; null where none", [layer, step, rank]);
        IndependentSpikeOutlier = new("independentSpikeOutlier", "1", "outliers that the same spikes would give if they did not depend on the initial matrix", [layer, step, rank]);
        BulkEdge = new("bulkEdge", "1", "upper edge of the singular values of W/sqrt(width), 2 hiddenScale", [step]);
        EscapeMargin = new("escapeMargin", "1", "smallest eigenvalue of the outlier determinant matrix at the bulk edge; an outlier exists where it is negative", [layer, step]);
        OutlierCount = new("outlierCount", "1", "number of outliers", [layer, step]);
        OverlapLeft = new("overlapLeft", "1", "squared length of the left singular vector inside the span of the gradients of the steps before", [layer, step, rank]);
        OverlapRight = new("overlapRight", "1", "squared length of the right singular vector inside the span of the features of the steps before", [layer, step, rank]);
        Density = new("singularValueDensity", "1", "fraction of the singular values of W/sqrt(width) per unit length after the last step, averaged over bins; theory: quarter circle plus outliers of weight 1/width", [layer, bin]);
        All = [Loss, Output, TopSingularValue, Outlier, IndependentSpikeOutlier, BulkEdge, EscapeMargin, OutlierCount, OverlapLeft, OverlapRight];
        if (MatrixPolicy.Of(p.Matrix).HoldsWholeSpectrum)
        {
            All = [.. All, Density];
        }
    }

    /// <summary>Steps at which spectra are recorded, increasing.</summary>
    public IReadOnlyList<int> RecordSteps { get; }

    /// <summary>Width of a bin of the density.</summary>
    public double BinWidth { get; }

    /// <summary>Loss over steps.</summary>
    public ObservableShape Loss { get; }

    /// <summary>Outputs over steps and samples.</summary>
    public ObservableShape Output { get; }

    /// <summary>Top singular values.</summary>
    public ObservableShape TopSingularValue { get; }

    /// <summary>Outliers of the theory.</summary>
    public ObservableShape Outlier { get; }

    /// <summary>Outliers of independent spikes.</summary>
    public ObservableShape IndependentSpikeOutlier { get; }

    /// <summary>Edge of the bulk.</summary>
    public ObservableShape BulkEdge { get; }

    /// <summary>Escape margin.</summary>
    public ObservableShape EscapeMargin { get; }

    /// <summary>Number of outliers.</summary>
    public ObservableShape OutlierCount { get; }

    /// <summary>Overlap of left vectors.</summary>
    public ObservableShape OverlapLeft { get; }

    /// <summary>Overlap of right vectors.</summary>
    public ObservableShape OverlapRight { get; }

    /// <summary>Density of all singular values, stored matrices only.</summary>
    public ObservableShape Density { get; }

    /// <summary>Those that this run has.</summary>
    public IReadOnlyList<ObservableShape> All { get; }

    private static int[] DefaultRecordSteps(int steps) =>
        [.. Enumerable.Range(1, 6).Select(i => (int)Math.Round(i * steps / 6.0)).Where(step => step > 0).Distinct()];
}
