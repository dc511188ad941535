using Numerics.Studies.Catalog.BulkSpectra;
using Numerics.Studies.Catalog.DeepLinear;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.ExtensiveOutputs;

/// <summary>Names and shapes of the observables of <c>extensive-outputs</c>.</summary>
public sealed class ExtensiveOutputsShapes
{
    /// <summary>Number of outliers followed.</summary>
    public const int Ranks = 2;

    /// <summary>Up to this many steps each one is recorded, beyond that about six and the start.</summary>
    private const int EveryStep = 6;

    /// <summary>Shapes for given parameters.</summary>
    /// <param name="p">Parameters.</param>
    /// <param name="largest">Where the bins of densities end.</param>
    public ExtensiveOutputsShapes(ExtensiveOutputsParameters p, double largest)
    {
        ArgumentNullException.ThrowIfNull(p);
        Grid = new SpectrumGrid(0, largest);
        Times = p.IsFlow ? [.. Enumerable.Range(0, 5).Select(k => p.Time * k / 4)]
            : p.Steps <= EveryStep ? [.. Enumerable.Range(0, p.Steps + 1).Select(t => (double)t)]
            : [.. DeepLinearModels.DefaultRecordSteps(p.Steps).Prepend(0).Select(t => (double)t)];
        TimeAxis = new Axis(p.IsFlow ? "time" : "step", Times);
        Axis[] outer = p.OutputRatio.IsList ? [new Axis("outputRatio", p.OutputRatio.Values), TimeAxis] : [TimeAxis];
        Axis point = Axis.OfLabels("point", [.. p.ResolventAt.Select(z => $"z={z[0]:R}{(z[1] < 0 ? "-" : "+")}{Math.Abs(z[1]):R}i")]);
        Axis part = Axis.OfLabels("part", ["real", "imaginary"]);
        Axis width = new("width", p.Width.Values);
        Widths = p.Width.Values.Count;
        UpperEdge = new("upperEdge", "1", "upper edge of the singular values of W at infinite size", outer);
        LowerEdge = new("lowerEdge", "1", "lower edge of the singular values of W that are not exact zeros; 0 for a hard edge", outer);
        EdgeAmplitude = new("edgeAmplitude", "1", "a: near the upper edge E the density of the D singular values is (2a/pi) sqrt(E - s)", outer);
        BandEdge = new("bandEdge", "1", "where a separate highest band exists: upper end of the spectrum below it (simulation: the (C+1)-th singular value), lower end of the band (the C-th), upper end of the band (the largest); a finite number of outputs makes a band of no width; without a gap the upper end alone", [.. outer, Axis.OfLabels("side", ["belowBand", "bandLower", "bandUpper"])]);
        Density = new("density", "1", "density of the D singular values of W, exact zeros left out, mean over each bin", [.. outer, Grid.Middles("s")]);
        Cdf = new("cdf", "1", "fraction of the D singular values of W up to s, exact zeros included", [.. outer, Grid.Ends("s")]);
        AtomAtZero = new("atomAtZero", "1", "fraction of exact zeros among the D singular values of W", outer);
        Outlier = new("outlier", "1", "singular values of W above its bands at infinite size, largest first; null where none", [.. outer, Axis.Of("rank", Enumerable.Range(1, Ranks))]);
        Resolvent = new("resolvent", "1", "g_D(z) = (1/D) tr z/(z^2 - W^T W)", [.. outer, point, part]);
        LargestSingularValue = new("largestSingularValue", "1", "largest singular value of W; theory: the outlier, else the edge with the mean of its Tracy-Widom law at this size", [.. outer, width]);
        All = [UpperEdge, LowerEdge, EdgeAmplitude, BandEdge, Density, Cdf, AtomAtZero, Outlier, LargestSingularValue];
        All = p.ResolventAt.Length > 0 ? [.. All, Resolvent] : All;
    }

    /// <summary>Bins.</summary>
    public SpectrumGrid Grid { get; }

    /// <summary>Steps or times that are recorded, ascending from 0.</summary>
    public IReadOnlyList<double> Times { get; }

    /// <summary>Their axis.</summary>
    public Axis TimeAxis { get; }

    /// <summary>Number of simulated widths.</summary>
    public int Widths { get; }

    /// <summary>Upper edge.</summary>
    public ObservableShape UpperEdge { get; }

    /// <summary>Lower edge.</summary>
    public ObservableShape LowerEdge { get; }

    /// <summary>Amplitude.</summary>
    public ObservableShape EdgeAmplitude { get; }

    /// <summary>Ends of the highest band.</summary>
    public ObservableShape BandEdge { get; }

    /// <summary>Density.</summary>
    public ObservableShape Density { get; }

    /// <summary>Distribution function.</summary>
    public ObservableShape Cdf { get; }

    /// <summary>Atom.</summary>
    public ObservableShape AtomAtZero { get; }

    /// <summary>Outliers.</summary>
    public ObservableShape Outlier { get; }

    /// <summary>Resolvent.</summary>
    public ObservableShape Resolvent { get; }

    /// <summary>Largest singular value.</summary>
    public ObservableShape LargestSingularValue { get; }

    /// <summary>Those that this run has.</summary>
    public IReadOnlyList<ObservableShape> All { get; }

    /// <summary>Index of a row of an observable at (output ratio, time), flattened over its further axes.</summary>
    public int Row(ObservableShape shape, int ratio, int time)
    {
        ArgumentNullException.ThrowIfNull(shape);
        int ratios = shape.Axes[0] == TimeAxis ? 1 : shape.Axes[0].Values.Count;
        return ((ratio * Times.Count) + time) * (shape.Length / (ratios * Times.Count));
    }
}
