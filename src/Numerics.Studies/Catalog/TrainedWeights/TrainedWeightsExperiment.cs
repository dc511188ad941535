using System.Collections.Concurrent;
using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Theory.Edges;
using Numerics.Spectra.Theory.NullBulk;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.TrainedWeights;

/// <summary>The study <c>trained-weights</c> with its matrices known: what is measured is the simulation's one replica, what independent entries would give is the theory.</summary>
public sealed class TrainedWeightsExperiment : Experiment
{
    internal const int Ranks = 3;
    private const int MostAtOnce = 4;
    private const double MostUnits = 4;
    private const int MostFigures = 12;

    private static readonly double[] Shares = [.. Enumerable.Range(0, 50).Select(i => (i + 0.5) / 50)];
    private readonly TrainedWeightsParameters p;
    private readonly WeightSelection selection;
    private readonly TrainedWeightsObservables o;
    private readonly SpectrumGrid grid = new(0, MostUnits);
    private readonly ConcurrentDictionary<int, Lazy<WeightAnalysis>> analyses = new();

    internal TrainedWeightsExperiment(TrainedWeightsParameters p, WeightSelection selection)
    {
        this.p = p;
        this.selection = selection;
        Axis matrix = Axis.OfLabels("matrix", [.. selection.Matrices.Select(one => one.Name)]);
        o = new TrainedWeightsObservables(Observe, matrix, grid, Shares, selection.Matrices.Any(one => one.ReadInitial is not null));
    }

    /// <inheritdoc/>
    public override int Replicas => 1;

    /// <inheritdoc/>
    public override Cost Cost
    {
        get
        {
            long[] sizes = [.. selection.Matrices.Select(one => 8 * one.Rows * one.Columns).OrderDescending()];
            // The matrix, a copy for the decomposition, the Gram matrix or the one at initialisation.
            long bytes = 3 * sizes.Take(MostAtOnce).Sum();
            double seconds = selection.Matrices.Sum(one => 0.01 + (5 * Math.Pow(one.Shorter, 2) * one.Longer / 8e9));
            return new Cost(bytes, bytes, seconds, 0);
        }
    }

    /// <inheritdoc/>
    public override string? WhyNoLadder => "The matrices are those of a file and have no size to choose.";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Plan =>
        [.. selection.Matrices.Select(one => Fact.Evidence(one.Name, one.Description)), .. selection.LeftOut.Select(one => Fact.Evidence(one.Name, one.Why))];

    /// <inheritdoc/>
    public override IReadOnlyList<Figure> Figures =>
        [TrainedWeightsObservables.Summary(o), .. selection.Matrices.Take(MostFigures).SelectMany((one, i) => o.FiguresOf(i, one.Name))];

    /// <inheritdoc/>
    public override void Predict(TheoryContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        Each(context.Executor.Run, context.Executor.Threads, _ => { }, i => Null(r, i, Analysis(i, context.Lapack).Spectrum), context.Cancellation);
        context.Say(Fact.Evidence("null law", "independent entries of the measured variance of the bulk; largest and smallest values by their Tracy-Widom means"));
        foreach ((string name, string why) in selection.LeftOut)
        {
            context.Say(Fact.Evidence($"left out {name}", why));
        }
    }

    /// <inheritdoc/>
    public override void Simulate(ReplicaContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        Each(context.Executor.Run, context.Executor.Threads, context.Progress.Report, i => Measured(r, i, Analysis(i, context.Lapack)), context.Cancellation);
    }

    /// <inheritdoc/>
    public override IEnumerable<Fact> Conclude(Findings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        if (findings.Replicas == 0)
        {
            yield break;
        }

        var p0 = new List<double>();
        var pictures = new List<string>();
        for (int i = 0; i < selection.Matrices.Count; i++)
        {
            int matrix = i;
            double Of(Observable observable) => findings.Samples(observable, matrix)[0];
            string picture = TrainedWeightsObservables.Pictures[Enumerable.Range(0, 4).First(k => findings.Samples(o.Picture, matrix, k)[0] > 0)];
            pictures.Add(picture);
            p0.AddRange(picture == "restructured" ? [Of(o.BulkPValue)] : []);
            WeightMatrix one = selection.Matrices[i];
            yield return Fact.Statistic(
                one.Name,
                $"{one.Name}, {one.Rows} x {one.Columns}: {findings.Samples(o.OutlierCount, i, 0)[0]} outliers above, {findings.Samples(o.OutlierCount, i, 1)[0]} below, "
                + $"distance {Of(o.Distance):F3}, certified rank {Of(o.CertifiedRank)} of {one.Shorter}, p {Of(o.BulkPValue):G2}, kurtosis {Of(o.Kurtosis):F2}: {picture}.");
        }

        double[] ordered = [.. p0.Order()];
        int holm = ordered.TakeWhile((value, k) => value <= p.FalseAlarmRate / (ordered.Length - k)).Count();
        string counts = string.Join(", ", TrainedWeightsObservables.Pictures.Select(word => $"{pictures.Count(word.Equals)} {word}").Where(text => !text.StartsWith("0 ", StringComparison.Ordinal)));
        yield return Fact.Statistic(
            "network",
            $"Of {pictures.Count} matrices {counts}{(ordered.Length > 0 ? $"; {holm} of the restructured ones also at the level {p.FalseAlarmRate:G2} of all of them together (Holm)" : "")}. "
            + "What restructured a matrix, many outputs, the optimiser or its initialisation, the spectrum does not say.");
    }

    private WeightAnalysis Analysis(int i, Lapack lapack) =>
        analyses.GetOrAdd(i, _ => new Lazy<WeightAnalysis>(() => WeightAnalysis.Of(selection.Matrices[i], i, p, lapack))).Value;

    /// <summary>A few matrices at a time, the memory of which <see cref="Cost"/> states.</summary>
    private void Each(Action<int, Action<int>> run, int threads, Action<double> progress, Action<int> work, CancellationToken cancellation)
    {
        int lanes = Math.Clamp(threads, 1, MostAtOnce);
        int next = -1;
        int done = 0;
        var failures = new ConcurrentQueue<Exception>();
        run(lanes, _ =>
        {
            for (int i = Interlocked.Increment(ref next); i < selection.Matrices.Count && failures.IsEmpty; i = Interlocked.Increment(ref next))
            {
                try
                {
                    cancellation.ThrowIfCancellationRequested();
                    work(i);
                }
#pragma warning disable CA1031 // Thrown again on the calling thread.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    failures.Enqueue(exception);
                }

                progress(Interlocked.Increment(ref done) / (double)selection.Matrices.Count);
            }
        });
        if (failures.TryPeek(out Exception? first))
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }
    }

    private void Null(Recorder r, int i, BulkAnalysis spectrum)
    {
        WeightMatrix matrix = selection.Matrices[i];
        double sigma = Math.Sqrt(spectrum.Outliers.BulkVariance);
        double unit = sigma * Math.Sqrt(matrix.Longer);
        var law = new MarchenkoPasturShare(matrix.Shorter / (double)matrix.Longer);
        var edge = new EdgeStatistics(matrix.Shorter, matrix.Longer, unit);
        for (int rank = 1; rank <= Ranks; rank++)
        {
            r[o.Largest, i, rank - 1] = edge.Mean(rank);
            if (ExtremeValueScore.HasSoftLowerEdge(matrix.Shorter, matrix.Longer))
            {
                r[o.Smallest, i, rank - 1] = edge.LowerMean(rank);
            }
        }

        r[o.EntryVariance, i] = spectrum.Outliers.BulkVariance;
        r[o.BulkVariance, i] = spectrum.Outliers.BulkVariance;
        r[o.Kurtosis, i] = 0;
        r[o.UpperEdge, i] = spectrum.UpperEdge;
        r[o.LowerEdge, i] = spectrum.LowerEdge;
        r[o.OutlierCount, i, 0] = 0;
        r[o.OutlierCount, i, 1] = 0;
        r[o.Distance, i] = spectrum.Distance.NullQuantile / spectrum.Distance.Size;
        r.Row(o.Density, grid.Histogram(s => 1 - law.Above(s * s)), i);
        r.Row(o.Quantile, [.. Shares.Select(share => Math.Sqrt(law.Quantile(share)))], i);
    }

    private void Measured(Recorder r, int i, WeightAnalysis analysis)
    {
        BulkAnalysis spectrum = analysis.Spectrum;
        double[] values = analysis.Values;
        double unit = Math.Sqrt(spectrum.Outliers.BulkVariance * spectrum.Longer);
        for (int rank = 0; rank < Ranks; rank++)
        {
            r[o.Largest, i, rank] = values[rank];
            r[o.Smallest, i, rank] = values[values.Length - 1 - rank];
        }

        r[o.EntryVariance, i] = spectrum.EntryVariance;
        r[o.BulkVariance, i] = spectrum.Outliers.BulkVariance;
        r[o.Kurtosis, i] = spectrum.Kurtosis;
        r[o.UpperEdge, i] = spectrum.UpperEdge;
        r[o.LowerEdge, i] = spectrum.LowerEdge;
        r[o.OutlierCount, i, 0] = spectrum.Outliers.Above;
        r[o.OutlierCount, i, 1] = spectrum.Outliers.Below;
        r[o.Distance, i] = spectrum.Distance.Share;
        r[o.CertifiedRank, i] = spectrum.Distance.CertifiedRank;
        r[o.BulkPValue, i] = spectrum.Bulk.PValue;
        r[o.StableRank, i] = SpectrumShape.StableRank(values);
        r[o.Top, i] = values[0] / unit;
        for (int k = 0; k < TrainedWeightsObservables.Pictures.Length; k++)
        {
            r[o.Picture, i, k] = (int)analysis.Decision.Picture == k ? 1 : 0;
        }

        if (TailExponent.Of(values) is { } tail)
        {
            r.Row(o.Tail, [tail.Exponent, tail.Count, tail.Distance], i);
        }

        double ratio = values.Length / (double)spectrum.Longer;
        for (int rank = 0; rank < Math.Min(Ranks, spectrum.Outliers.Above); rank++)
        {
            var spike = ImpliedSpike.At(ratio, spectrum.Outliers.Positions[rank]);
            r[o.Spike, i, rank, 0] = spike.Strength;
            r[o.Spike, i, rank, 1] = spike.ShortOverlap;
            r[o.Spike, i, rank, 2] = spike.LongOverlap;
        }

        r.Row(o.Density, grid.Histogram([.. values.Select(s => s / unit)], values.Length), i);
        r.Row(o.Quantile, [.. Shares.Select(share => values[(int)(share * values.Length)] / unit)], i);
        if (analysis.Change is { } change)
        {
            o.Record(r, i, change);
        }
    }
}
