using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Shards;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Sweeps;

/// <summary>
/// The experiments of all points of a sweep as one: every observable gets the swept axes in front, every replica visits all points with the same random numbers, so that
/// differences along the sweep are not blurred by those between systems. A point that diverges is a data point; one that fails otherwise has missing values.
/// </summary>
public sealed class SweptExperiment : Experiment
{
    private readonly Sweep sweep;
    private readonly string subject;
    private readonly IReadOnlyList<Experiment> points;
    private readonly SweptObservable[] parts;
    private readonly Observable[] handles;
    private readonly Observable diverged;
    private readonly (SweptReduction Curve, Observable Handle)[] reductions;

    /// <summary>Joins the points.</summary>
    /// <param name="sweep">What is swept.</param>
    /// <param name="points">The experiment of each point, in the order of the sweep.</param>
    /// <param name="subject">What the study is about, for captions that points do not share.</param>
    /// <exception cref="ConfigurationException">Observables that have nothing in common at different points.</exception>
    public SweptExperiment(Sweep sweep, IReadOnlyList<Experiment> points, string subject = "")
    {
        ArgumentNullException.ThrowIfNull(sweep);
        ArgumentNullException.ThrowIfNull(points);
        if (points.FirstOrDefault(point => point.Ladder is not null)?.Ladder is { } ladder)
        {
            throw new ConfigurationException(
                "configuration", "sweep", $"A point of a sweep has one {ladder.Axis}, not {ladder.Rungs}; give one, or sweep it.");
        }

        this.sweep = sweep;
        this.points = points;
        this.subject = subject;
        for (int k = 0; k < points[0].Ranges.Count && points.All(point => point.Ranges.Count == points[0].Ranges.Count); k++)
        {
            DeferredInterval.Join([.. points.Select(point => point.Ranges[k])]);
        }

        Ranges = points.All(point => point.Ranges.Count == points[0].Ranges.Count) ? points[0].Ranges : [];
        IReadOnlyList<Axis> swept = sweep.Coordinates();
        parts = [.. points.SelectMany(point => point.Observables).Select(observable => observable.Name).Distinct(StringComparer.Ordinal)
            .Select(name => new SweptObservable(swept, points, name))];
        handles = [.. parts.Select(part => Declare(part.Shape).Judged(part.Rule))];
        diverged = Observe("diverged", "1 if this point diverged, else 0, missing where it failed otherwise; the simulation's mean is the fraction of replicas in which it did", swept);
        reductions = [.. SweptReduction.Chain(points[0].Reductions, sweep, parts).Select(curve => (curve, Observe(curve.Reduction.Name, curve.Reduction.Definition, curve.Axes)))];
    }

    /// <inheritdoc/>
    public override int Replicas => points[0].Replicas;

    /// <inheritdoc/>
    public override string? WhyNoLadder => points.Select(point => point.WhyNoLadder).FirstOrDefault(reason => reason is not null);

    /// <inheritdoc/>
    /// <remarks>A replica visits one point after the other; the theory solves as many at a time as there are threads.</remarks>
    public override Cost Cost
    {
        get
        {
            Cost[] costs = [.. points.Select(point => point.Cost)];
            return new Cost(
                costs.Max(cost => cost.ReplicaBytes),
                costs.Max(cost => cost.TheoryBytes),
                costs.Sum(cost => cost.ReplicaSeconds),
                costs.Sum(cost => cost.TheorySeconds),
                points.Count > 1 ? points.Count : costs[0].TheoryPieces);
        }
    }

    /// <inheritdoc/>
    public override bool SolvesTheoryOnce => points[0].SolvesTheoryOnce;

    /// <inheritdoc/>
    public override string? Decides => points[0].Decides;

    /// <inheritdoc/>
    public override string? WhyNoWeights => "Weights are saved of one point: run it without the sweep.";

    /// <inheritdoc/>
    public override string? WhyRowsAreNotShared => points.Select(point => point.WhyRowsAreNotShared).FirstOrDefault(reason => reason is not null);

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Plan =>
    [
        .. sweep.Axes.Select(axis => Fact.Evidence(axis.Path, axis.Describe())),
        Fact.Evidence("grid points", $"{points.Count}, all of them in every replica"),
        .. parts.SelectMany(part => part.Padded).Distinct(StringComparer.Ordinal)
            .Select(axis => Fact.Evidence($"axis {axis}", "its length depends on the point: that of all points, missing values where a point has fewer")),
        .. points.SelectMany(point => point.Plan).DistinctBy(fact => (fact.Name, fact.Text)).Take(12),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Figure> Figures =>
    [
        .. points.SelectMany((point, index) => point.Figures.Select(figure => (Figure: figure, Point: index)))
            .Where(pair => pair.Figure.Kind != FigureKind.Map || (sweep.Axes.Count == 2 && sweep.Axes.All(axis => axis.IsNumeric && axis.Values.Count > 1)))
            .Where(pair => points.Count <= pair.Figure.MostPoints && pair.Figure.Sweeping.All(path => sweep.Axes.Any(axis => axis.Path == path)))
            .GroupBy(pair => pair.Figure.Name)
            .SelectMany(group => new SweptFigure([.. group], sweep, subject).Figures(Observables)),
    ];

    /// <inheritdoc/>
    internal override FactKind RemarkKind => FactKind.Evidence;

    /// <inheritdoc/>
    internal override IReadOnlyList<DeferredInterval> Ranges { get; }

    /// <inheritdoc/>
    /// <remarks>None: every point has been looked at by itself.</remarks>
    internal override DeferredInterval? Misfit => null;

    /// <inheritdoc/>
    public override void Predict(TheoryContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        WorkProgress[] progress = context.Progress.Split(points.Count);
        var contexts = new TheoryContext[points.Count];
        var outcomes = new PointOutcome[points.Count];
        context.Each(points.Count, point =>
        {
            contexts[point] = context.Apart(context.Executor.Threads > 1 && points.Count > 1 ? ShardExecutor.Sequential : context.Executor, progress[point], $"{point}/");
            try
            {
                outcomes[point] = Visit(point, r, own => points[point].Predict(contexts[point], own));
            }
            catch (ConfigurationException refused)
            {
                throw refused.At($"the point {sweep.Name(point)}");
            }

            progress[point].Report(1);
        });
        Say(context, contexts, outcomes, r);
        PointOutcome.ThrowIfNothingIsLeft(outcomes, sweep.Name);
        Reduce(r, judge: true);
    }

    /// <inheritdoc/>
    public override void Simulate(ReplicaContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        var outcomes = new PointOutcome[points.Count];
        for (int point = 0; point < points.Count; point++)
        {
            context.Executor.Communicator.ThrowIfCancelled(context.Cancellation);
            ReplicaContext own = context with { Progress = context.Progress.Part(1.0 / points.Count), State = context.State.Of($"point-{point}") };
            outcomes[point] = Visit(point, r, recorder => points[point].Simulate(own, recorder));
            own.Progress.Report(1);
        }

        foreach (bool diverging in (ReadOnlySpan<bool>)[false, true])
        {
            if (PointOutcome.Summary(outcomes, diverging, sweep.Name) is { } sentence)
            {
                r.Remark(sentence);
            }
        }

        PointOutcome.ThrowIfNothingIsLeft(outcomes, sweep.Name);
        Reduce(r, judge: false);
    }

    /// <inheritdoc/>
    public override IEnumerable<Fact> Conclude(Findings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        // A replica of another size of a ladder visits none of these points.
        IReadOnlyList<double?>[] visits = [.. findings.Values(diverged).Where(values => values.Any(value => value is not null))];
        for (int point = 0; point < points.Count; point++)
        {
            int at = point;
            if (visits.Count(values => values[at] is null) is > 0 and var failed)
            {
                yield return Fact.Warning($"missing at {sweep.Name(point)}", $"At {sweep.Name(point)}: {failed} of {visits.Length} replicas failed there and have no values.");
            }

            Findings own = findings.Part((name, values) => parts.FirstOrDefault(part => part.Shape.Name == name)?.Read(at, values));
            foreach (Fact fact in points[point].Conclude(own))
            {
                yield return fact with { Name = $"{fact.Name} at {sweep.Name(point)}", Text = $"At {sweep.Name(point)}: {fact.Text}" };
            }
        }
    }

    /// <summary>Records what a point writes, and whether it diverged.</summary>
    private PointOutcome Visit(int point, Recorder r, Action<Recorder> work)
    {
        var own = new Recorder(points[point].Observables);
        var outcome = PointOutcome.Of(own, work);
        for (int k = 0; outcome.HasValues && k < parts.Length; k++)
        {
            parts[k].Write(point, own, r.Of(handles[k]));
        }

        if (!outcome.IsFailed)
        {
            r.Of(diverged).Values[point] = outcome.End == Outcome.Diverged ? 1 : 0;
            r.Of(diverged).Errors[point] = 0;
        }

        if (own.RemarksInWords is { } remark)
        {
            r.Remark($"At {sweep.Name(point)}: {remark}");
        }

        return outcome;
    }

    private void Reduce(Recorder r, bool judge)
    {
        foreach ((SweptReduction curve, Observable handle) in reductions)
        {
            Recorder.Entries target = r.Of(handle);
            Recorder.Entries source = r.Of(handles.Concat(reductions.Select(pair => pair.Handle)).First(candidate => candidate.Name == curve.Reduction.Of.Name));
            int[][] curves = curve.Curves();
            Recorder.Entries ends = r.Of(diverged);
            for (int index = 0; index < curves.Length; index++)
            {
                // A point that failed says nothing, where one that diverged does.
                int[] known = [.. curves[index].Where(point => !curve.IsOfPoints || ends.Values[point] is not null)];
                Estimate read = curve.Read(known, source.Values);
                target.Values[index] = read.Value;
                target.Errors[index] = read.Value is null ? null : read.Error;
                if (judge && curve.IsOfPoints && curve.Reduction.JudgedShare is { } share && read.Value is { } limit)
                {
                    ShowOnly(r, curves[index].Where((_, k) => curve.Along(k) > share * limit));
                }
            }
        }
    }

    private void ShowOnly(Recorder r, IEnumerable<int> beyond)
    {
        foreach (int point in beyond)
        {
            for (int k = 0; k < parts.Length; k++)
            {
                Array.Fill(r.Of(handles[k]).Mask(), true, point * parts[k].Length, parts[k].Length);
            }
        }
    }

    /// <summary>What the points say, why some have no prediction, and where their bins do not suit them.</summary>
    private void Say(TheoryContext context, TheoryContext[] contexts, PointOutcome[] outcomes, Recorder r)
    {
        Recorder.Entries[] entries = [.. handles.Select(r.Of)];
        var said = new IReadOnlyList<Fact>[points.Count];
        for (int point = 0; point < points.Count; point++)
        {
            said[point] = outcomes[point].IsFailed ? [.. contexts[point].Facts, Fact.Warning("theory", outcomes[point].Sentence)]
                : SharedBins.Mask(points[point], point, parts, entries) is { } warning ? [.. contexts[point].Facts, warning]
                : contexts[point].Facts;
        }

        var facts = new PointFacts(sweep.Name, said);
        string? divergence = PointOutcome.Summary(outcomes, diverged: true, sweep.Name);
        foreach (Fact fact in (Fact[])[
            .. facts.Evidence(),
            Fact.Evidence("grid points", $"{points.Count}"),
            .. divergence is null ? Array.Empty<Fact>() : [Fact.Evidence("divergence", divergence)],
            .. facts.Others()])
        {
            context.Say(fact);
        }
    }
}
