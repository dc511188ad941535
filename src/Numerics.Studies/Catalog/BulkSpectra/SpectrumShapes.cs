using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Edges;
using Numerics.Studies.Comparison;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.BulkSpectra;

/// <summary>Observables of a study of one spectrum: their names and shapes, how theory and sample fill them, how they are judged and drawn.</summary>
public sealed class SpectrumShapes
{
    /// <summary>Number of outliers shown.</summary>
    private const int Ranks = 2;

    // Biases times n, about twice the largest measured over the ensembles (docs/extensive-outputs.md, section 4).
    private const double LargestConstant = 3;
    private const double OverlapConstant = 10;

    private readonly SpectrumGrid grid;
    private readonly long count;
    private readonly string noun;

    /// <summary>Shapes.</summary>
    /// <param name="noun">What is counted: "eigenvalue", "singular value" or "modulus".</param>
    /// <param name="count">Values of a sample, exact zeros included.</param>
    /// <param name="range">Range of the bins.</param>
    /// <param name="hasSpike">Whether the model has a spike and overlaps with it.</param>
    public SpectrumShapes(string noun, long count, SupportInterval range, bool hasSpike)
    {
        this.noun = noun;
        this.count = count;
        grid = new SpectrumGrid(range.Lower, range.Upper);
        UpperEdge = new("upperEdge", "1", $"upper edge of the {noun} law at infinite size", []);
        LowerEdge = new("lowerEdge", "1", $"lower edge of the {noun} law without its atom at infinite size", []);
        Density = new("density", "1", $"density of the {noun}s, exact zeros left out, mean over each bin", [grid.Middles("x")]);
        Cdf = new("cdf", "1", $"fraction of the {noun}s up to x, exact zeros included", [grid.Ends("x")]);
        AtomAtZero = new("atomAtZero", "1", $"fraction of exact zeros among the {noun}s", []);
        Largest = new("largestValue", "1", $"largest {noun}; theory: the outlier, else the edge with the mean of its Tracy-Widom law at this size", []);
        Outlier = new("outlier", "1", $"{noun}s above the support at infinite size, largest first; null where none", [Axis.Of("rank", Enumerable.Range(1, Ranks))]);
        Overlap = new("overlap", "1", "squared overlap of the top (right singular) vector with the spike", []);
        All = hasSpike
            ? [UpperEdge, LowerEdge, Density, Cdf, AtomAtZero, Largest, Outlier, Overlap]
            : [UpperEdge, LowerEdge, Density, Cdf, AtomAtZero, Largest, Outlier];
    }

    /// <summary>Upper edge.</summary>
    public ObservableShape UpperEdge { get; }

    /// <summary>Lower edge.</summary>
    public ObservableShape LowerEdge { get; }

    /// <summary>Density.</summary>
    public ObservableShape Density { get; }

    /// <summary>Distribution function.</summary>
    public ObservableShape Cdf { get; }

    /// <summary>Atom.</summary>
    public ObservableShape AtomAtZero { get; }

    /// <summary>Largest value.</summary>
    public ObservableShape Largest { get; }

    /// <summary>Outliers.</summary>
    public ObservableShape Outlier { get; }

    /// <summary>Overlap.</summary>
    public ObservableShape Overlap { get; }

    /// <summary>All of this run.</summary>
    public IReadOnlyList<ObservableShape> All { get; }

    /// <summary>Histogram under the theory.</summary>
    public IReadOnlyList<FigureSpecification> Figures(string title) =>
    [
        new("spectrum", title, "x", noun, "density", false,
            [new("density", FigureSource.Histogram, "simulation"), new("density", FigureSource.Theory, "theory")]),
    ];

    /// <summary>A range of bins that holds given values with a margin, in two digits; from 0 on if they cannot be negative.</summary>
    public static SupportInterval Range(IReadOnlyList<double> values, bool isNonnegative)
    {
        ArgumentNullException.ThrowIfNull(values);
        double margin = 0.2 * Math.Max(values.Max() - values.Min(), 1e-6);
        double upper = values.Max() + margin;
        double lower = isNonnegative ? 0 : values.Min() - margin;
        double digit = Math.Pow(10, Math.Floor(Math.Log10(upper - lower)) - 1);
        return new SupportInterval(Math.Floor(lower / digit) * digit, Math.Ceiling(upper / digit) * digit);
    }

    /// <summary>Predictions.</summary>
    public IReadOnlyDictionary<string, ObservableEstimate> Estimates(LimitSpectrum limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        var values = new ObservableValues(All);
        values.Set(UpperEdge, 0, limit.Law.UpperEdge);
        values.Set(LowerEdge, 0, limit.Law.LowerEdge);
        values.Set(AtomAtZero, 0, limit.Law.AtomAtZero);
        values.SetRow(Density, 0, grid.Histogram(limit.Law));
        values.SetRow(Cdf, 0, grid.Cumulative(limit.Law));
        for (int rank = 0; rank < Math.Min(Ranks, limit.Outliers.Count); rank++)
        {
            values.Set(Outlier, rank, limit.Outliers[rank]);
        }

        LargestValueLaw largest = limit.Largest();
        if (largest.At(1) is { } top)
        {
            values.Set(Largest, 0, top.Value, top.MeanError);
        }

        if (All.Contains(Overlap))
        {
            values.Set(Overlap, 0, limit.Overlap ?? 0, largest.CriticalOverlapScatter(1, count));
        }

        return values.Estimates();
    }

    /// <summary>Measurements of one sample; values descending, exact zeros as 0.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double?>> Measure(IReadOnlyList<double> sample, double? overlap)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var values = new ObservableValues(All);
        double[] nonzero = [.. sample.Where(value => value != 0)];
        values.SetRow(Density, 0, grid.Histogram(nonzero, count));
        values.SetRow(Cdf, 0, grid.Cumulative(nonzero, count));
        values.Set(AtomAtZero, 0, (count - nonzero.Length) / (double)count);
        values.Set(Largest, 0, sample[0]);
        if (All.Contains(Overlap))
        {
            values.Set(Overlap, 0, overlap);
        }

        return values.Measurements();
    }

    /// <summary>How an observable is judged.</summary>
    public ComparisonRule? Rule(string observable) => observable switch
    {
        // A spike moves one value.
        "cdf" => new ComparisonRule(count, All.Contains(Overlap) ? 1 : 0, 1) { BandAlong = "x" },
        "atomAtZero" => new ComparisonRule(count, 1, 1),
        "largestValue" => new ComparisonRule(count, LargestConstant, 1) { Relative = true },
        "overlap" => new ComparisonRule(count, OverlapConstant, 1),
        _ => null,
    };
}
