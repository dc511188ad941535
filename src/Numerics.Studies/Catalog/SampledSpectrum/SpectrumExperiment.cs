using Numerics.Spectra.Ensembles;
using Numerics.Spectra.Spectrum;
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
    private readonly int size;
    private readonly int count;
    private readonly Observable upperEdge;
    private readonly Observable lowerEdge;
    private readonly Observable density;
    private readonly Observable cdf;
    private readonly Observable atomAtZero;
    private readonly Observable largestValue;
    private readonly Observable outlier;
    private readonly Observable? overlap;

    /// <summary>Declares the observables.</summary>
    /// <param name="ensemble">The model.</param>
    /// <param name="size">Reference size n of the sampled matrices.</param>
    /// <param name="cdfRule">How the distribution function is judged; null: a spike moves one value.</param>
    protected SpectrumExperiment(IEnsemble ensemble, int size, ComparisonRule? cdfRule = null)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        Ensemble = ensemble;
        this.size = size;
        count = ensemble.Count(size);
        string noun = ensemble.Noun;
        // Bins are the same in all replicas, so a pilot says how far they reach, drawn when they are first needed.
        DeferredInterval range = Range(() => SpectrumGrid.Covering(ensemble.Pilot(), ensemble.IsNonnegative));
        grid = new Lazy<SpectrumGrid>(() => new SpectrumGrid(range.Value.Lower, range.Value.Upper));
        upperEdge = Observe("upperEdge", $"upper edge of the {noun} law at infinite size");
        lowerEdge = Observe("lowerEdge", $"lower edge of the {noun} law without its atom at infinite size");
        density = Observe("density", $"density of the {noun}s, exact zeros left out, mean over each bin", Axis.Deferred("x", SpectrumGrid.DefaultBins, () => grid.Value.Middles));
        cdf = Observe("cdf", $"fraction of the {noun}s up to x, exact zeros included", Axis.Deferred("x", SpectrumGrid.DefaultBins, () => grid.Value.Ends))
            .Judged(cdfRule ?? new ComparisonRule(count, ensemble.HasSpike ? 1 : 0, 1) { BandAlong = "x" });
        atomAtZero = Observe("atomAtZero", $"fraction of exact zeros among the {noun}s").Judged(new ComparisonRule(count, 1, 1));
        largestValue = Observe("largestValue", $"largest {noun}; theory: the outlier, else the edge with the mean of its Tracy-Widom law at this size").Judged(new ComparisonRule(count, 3, 1) { Relative = true, VariancePower = ensemble.HasSpike ? 1 : ComparisonRule.EdgeVariancePower });
        outlier = Observe("outlier", $"{noun}s above the support at infinite size, largest first; null where none", Axis.Of("rank", Enumerable.Range(1, OutlierRanks)));
        overlap = ensemble.HasSpike ? Observe("overlap", "squared overlap of the top (right singular) vector with the spike").Judged(new ComparisonRule(count, 10, 1)) : null;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Figure> Figures =>
    [
        Figure.OfDensity(
            "spectrum",
            Title,
            "x",
            Ensemble.Noun,
            density,
            FigurePart.Mark(upperEdge, "bulk edge"),
            FigurePart.Mark(outlier, "outlier, theory"),
            FigurePart.Rug(largestValue, $"largest {Ensemble.Noun}", colouredAs: density)) with { Heading = Heading },
    ];

    /// <summary>The model.</summary>
    protected IEnsemble Ensemble { get; }

    /// <summary>A few words above the figure; empty for none.</summary>
    protected virtual Caption Heading => Caption.None;

    /// <summary>Title of the figure.</summary>
    protected abstract Caption Title { get; }

    /// <inheritdoc/>
    public override void Predict(TheoryContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(r);
        ArgumentNullException.ThrowIfNull(context);
        LimitSpectrum limit = Ensemble.Limit(context.Lapack, size);
        foreach (Fact fact in Evidence(limit))
        {
            context.Say(fact);
        }

        LargestValue? largest = limit.Largest().At(1);
        r[upperEdge] = limit.Law.UpperEdge;
        r[lowerEdge] = limit.Law.LowerEdge;
        r[atomAtZero] = new Estimate(limit.Law.AtomAtZero, limit.Law.AtomError);
        r.Row(density, grid.Value.Histogram(limit.Law));
        r.Row(cdf, grid.Value.Cumulative(limit.Law));
        r.Row(outlier, [.. limit.Outliers.Take(OutlierRanks)]);
        r[largestValue] = largest is null ? new Estimate(null) : new Estimate(largest.Value, largest.MeanError);
        if (overlap is not null)
        {
            double scatter = limit.Largest().CriticalOverlapScatter(1, count);
            r[overlap] = new Estimate(limit.Overlap ?? 0, scatter);
            if (scatter > 0)
            {
                // An order of magnitude, which judges nothing.
                r.ShowOnly(overlap);
            }
        }
    }

    /// <inheritdoc/>
    public override void Simulate(ReplicaContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(r);
        ArgumentNullException.ThrowIfNull(context);
        EnsembleSample sample = Ensemble.Draw(context.Lapack, size, context.Streams.Matrix, context.Executor);
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

    /// <summary>What is said of the limit beyond the observables.</summary>
    protected abstract IEnumerable<Fact> Evidence(LimitSpectrum limit);
}
