using Numerics.Spectra.Ensembles;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Edges;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.SampledSpectrum;

/// <summary>An experiment on one spectrum: a law with its edges, outliers and overlaps against the values of sampled matrices.</summary>
/// <remarks>Biases times n are about twice the largest measured over the ensembles (docs/extensive-outputs.md, section 4).</remarks>
public abstract class SpectrumExperiment : Experiment
{
    private const int OutlierRanks = 2;

    private readonly Lazy<SpectrumGrid> grid;
    private readonly long count;
    private readonly string noun;
    private readonly Observable upperEdge;
    private readonly Observable lowerEdge;
    private readonly Observable density;
    private readonly Observable cdf;
    private readonly Observable atomAtZero;
    private readonly Observable largestValue;
    private readonly Observable outlier;
    private readonly Observable? overlap;

    /// <summary>Declares the observables.</summary>
    /// <param name="noun">What is counted: "eigenvalue", "singular value" or "modulus".</param>
    /// <param name="count">Values of a sample, exact zeros included.</param>
    /// <param name="pilot">A small sample that says how far spectra reach, drawn when the range of the bins is first needed: bins are the same in all replicas.</param>
    /// <param name="isNonnegative">Whether values cannot be negative.</param>
    /// <param name="hasSpike">Whether the model has a spike and overlaps with it.</param>
    /// <param name="cdfRule">How the distribution function is judged; null: a spike moves one value.</param>
    protected SpectrumExperiment(string noun, long count, Func<IReadOnlyList<double>> pilot, bool isNonnegative, bool hasSpike, ComparisonRule? cdfRule = null)
    {
        this.noun = noun;
        this.count = count;
        DeferredInterval range = Range(() => Bins(pilot(), isNonnegative));
        grid = new Lazy<SpectrumGrid>(() => new SpectrumGrid(range.Value.Lower, range.Value.Upper));
        upperEdge = Observe("upperEdge", $"upper edge of the {noun} law at infinite size");
        lowerEdge = Observe("lowerEdge", $"lower edge of the {noun} law without its atom at infinite size");
        density = Observe("density", $"density of the {noun}s, exact zeros left out, mean over each bin", Axis.Deferred("x", SpectrumGrid.Bins, () => grid.Value.Middles()));
        cdf = Observe("cdf", $"fraction of the {noun}s up to x, exact zeros included", Axis.Deferred("x", SpectrumGrid.Bins, () => grid.Value.Ends()))
            .Judged(cdfRule ?? new ComparisonRule(count, hasSpike ? 1 : 0, 1) { BandAlong = "x" });
        atomAtZero = Observe("atomAtZero", $"fraction of exact zeros among the {noun}s").Judged(new ComparisonRule(count, 1, 1));
        largestValue = Observe("largestValue", $"largest {noun}; theory: the outlier, else the edge with the mean of its Tracy-Widom law at this size").Judged(new ComparisonRule(count, 3, 1) { Relative = true });
        outlier = Observe("outlier", $"{noun}s above the support at infinite size, largest first; null where none", Axis.Of("rank", Enumerable.Range(1, OutlierRanks)));
        overlap = hasSpike ? Observe("overlap", "squared overlap of the top (right singular) vector with the spike").Judged(new ComparisonRule(count, 10, 1)) : null;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Figure> Figures =>
        [new("spectrum", Title, "x", noun, "density", FigurePart.Histogram(density, "simulation"), FigurePart.Theory(density, "theory"))];

    /// <summary>Title of the figure.</summary>
    protected abstract string Title { get; }

    /// <inheritdoc/>
    public override void Predict(TheoryContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(r);
        LimitSpectrum limit = Limit(context);
        LargestValue? largest = limit.Largest().At(1);
        r[upperEdge] = limit.Law.UpperEdge;
        r[lowerEdge] = limit.Law.LowerEdge;
        r[atomAtZero] = limit.Law.AtomAtZero;
        r.Row(density, grid.Value.Histogram(limit.Law));
        r.Row(cdf, grid.Value.Cumulative(limit.Law));
        r.Row(outlier, [.. limit.Outliers.Take(OutlierRanks)]);
        r[largestValue] = largest is null ? new Estimate(null) : new Estimate(largest.Value, largest.MeanError);
        if (overlap is not null)
        {
            r[overlap] = new Estimate(limit.Overlap ?? 0, limit.Largest().CriticalOverlapScatter(1, count));
        }
    }

    /// <inheritdoc/>
    public override void Simulate(ReplicaContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(r);
        EnsembleSample sample = Draw(context);
        double[] nonzero = [.. sample.Values.Where(value => value != 0)];
        r.Row(density, grid.Value.Histogram(nonzero, count));
        r.Row(cdf, grid.Value.Cumulative(nonzero, count));
        r[atomAtZero] = (count - nonzero.Length) / (double)count;
        r[largestValue] = sample.Values[0];
        if (overlap is not null)
        {
            r[overlap] = sample.Overlap;
        }
    }

    /// <summary>The limit of the spectrum.</summary>
    protected abstract LimitSpectrum Limit(TheoryContext context);

    /// <summary>One sampled spectrum, values descending, exact zeros as 0.</summary>
    protected abstract EnsembleSample Draw(ReplicaContext context);

    /// <summary>A range of bins that holds given values with a margin, in two digits; from 0 on if they cannot be negative.</summary>
    private static SupportInterval Bins(IReadOnlyList<double> values, bool isNonnegative)
    {
        double margin = 0.2 * Math.Max(values.Max() - values.Min(), 1e-6);
        double upper = values.Max() + margin;
        double lower = isNonnegative ? 0 : values.Min() - margin;
        double digit = Math.Pow(10, Math.Floor(Math.Log10(upper - lower)) - 1);
        return new SupportInterval(Math.Floor(lower / digit) * digit, Math.Ceiling(upper / digit) * digit);
    }
}
