using System.Globalization;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Sweeps;

/// <summary>
/// The experiments of several sizes as one: every observable gets the sizes as first axis, every replica is of one size, and the comparison extrapolates to infinite size.
/// Smaller sizes get more replicas, at equal cost.
/// </summary>
public sealed class LadderExperiment : Experiment
{
    /// <summary>Most replicas of a size, as a multiple of those of the largest: beyond it a size that costs next to nothing adds nothing (0.86 of the error is reached by 8).</summary>
    public const int MostReplicasRatio = 8;

    private readonly IReadOnlyList<Experiment> rungs;
    private readonly SweptObservable[] parts;
    private readonly Observable[] handles;

    /// <summary>Joins the sizes.</summary>
    /// <param name="axis">Name of the size parameter.</param>
    /// <param name="sizes">Sizes, ascending.</param>
    /// <param name="rungs">The experiment of each size.</param>
    /// <param name="replicas">Replicas of each size; null: those of the largest as its experiment says, the others at equal cost.</param>
    /// <exception cref="ConfigurationException">The sizes have no common limit.</exception>
    public LadderExperiment(string axis, IReadOnlyList<double> sizes, IReadOnlyList<Experiment> rungs, IReadOnlyList<int>? replicas)
    {
        ArgumentNullException.ThrowIfNull(rungs);
        this.rungs = rungs;
        if (rungs[0].WhyNoLadder is { } reason)
        {
            throw new ConfigurationException("configuration", axis, reason);
        }

        Ladder = new Ladder(axis, sizes, replicas ?? [.. rungs.Select(rung => AtEqualCost(rungs[^1], rung))]);
        for (int k = 0; k < rungs[0].Ranges.Count && rungs.All(rung => rung.Ranges.Count == rungs[0].Ranges.Count); k++)
        {
            DeferredInterval.Join([.. rungs.Select(rung => rung.Ranges[k])]);
        }

        Axis[] size = [new Axis(axis, sizes)];
        parts = [.. rungs.SelectMany(rung => rung.Observables).Select(observable => observable.Name).Distinct(StringComparer.Ordinal)
            .Select(name => new SweptObservable(size, rungs, name))];
        handles = [.. parts.Select(part => Declare(part.Shape).Judged(part.Rule))];
    }

    /// <inheritdoc/>
    public override Ladder Ladder { get; }

    /// <inheritdoc/>
    public override int Replicas => Ladder.TotalReplicas;

    /// <inheritdoc/>
    public override Cost Cost => new(
        rungs.Max(rung => rung.Cost.ReplicaBytes),
        rungs.Max(rung => rung.Cost.TheoryBytes),
        rungs.Select((rung, j) => Ladder.Replicas[j] * rung.Cost.ReplicaSeconds).Sum() / Replicas,
        rungs[^1].SolvesTheoryOnce ? rungs[^1].Cost.TheorySeconds : rungs.Sum(rung => rung.Cost.TheorySeconds),
        rungs.Max(rung => rung.Cost.TheoryPieces));

    /// <inheritdoc/>
    public override string? Decides => rungs[0].Decides;

    /// <inheritdoc/>
    public override string? WhyNoWeights => "Weights are saved at one size: run it without the ladder.";

    /// <inheritdoc/>
    public override string? WhyRowsAreNotShared => rungs[^1].WhyRowsAreNotShared;

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Plan =>
    [
        Fact.Evidence(Ladder.Axis, string.Join(", ", Ladder.Sizes.Select((size, j) => string.Create(CultureInfo.InvariantCulture, $"{size:G6} ({Ladder.Replicas[j]} replicas)")))),
        .. rungs[^1].Plan,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Figure> Figures => [.. rungs[^1].Figures.Where(figure => figure.Sweeping.Count == 0).Select(AtLargest)];

    /// <inheritdoc/>
    internal override FactKind RemarkKind => rungs[^1].RemarkKind;

    /// <inheritdoc/>
    public override void Predict(TheoryContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        // The largest first: what sizes share is solved with its settings, and its facts are those of the run, with the warnings of the others that it does not have.
        WorkProgress[] progress = context.Progress.Split(rungs.Count);
        var contexts = new TheoryContext[rungs.Count];
        var outcomes = new PointOutcome[rungs.Count];
        for (int rung = rungs.Count - 1; rung >= 0; rung--)
        {
            contexts[rung] = context.Apart(context.Executor, progress[rung]);
            outcomes[rung] = Predict(rung, contexts[rung], r);
        }

        Recorder.Entries[] entries = [.. handles.Select(r.Of)];
        for (int rung = rungs.Count - 1; rung >= 0; rung--)
        {
            bool largest = rung == rungs.Count - 1;
            Fact? own = outcomes[rung].End != Outcome.Ok ? Fact.Warning("theory", outcomes[rung].Sentence) : SharedBins.Mask(rungs[rung], rung, parts, entries);
            Fact[] warnings = [.. contexts[rung].Facts.Where(fact => !largest && fact.Kind == FactKind.Warning && !contexts[^1].Facts.Contains(fact)), .. own is null ? Array.Empty<Fact>() : [own]];
            foreach (Fact fact in (Fact[])[.. largest ? contexts[rung].Facts : [], .. warnings.Select(fact => Located(fact, rung))])
            {
                context.Say(fact);
            }
        }

        // What is compared are the entries of the largest size: without its theory nothing is, which is the failure of a run at one size.
        if (outcomes[^1].End != Outcome.Ok)
        {
            throw new ArithmeticException(outcomes[^1].Sentence);
        }
    }

    /// <inheritdoc/>
    public override void Simulate(ReplicaContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        int rung = Ladder.RungOf(context.Replica);
        var own = new Recorder(rungs[rung].Observables);
        try
        {
            rungs[rung].Simulate(context, own);
        }
        finally
        {
            own.Remarks.ToList().ForEach(r.Remark);
        }

        Write(rung, own, r);
    }

    /// <inheritdoc/>
    public override IEnumerable<Fact> Conclude(Findings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        int largest = rungs.Count - 1;
        return rungs[largest].Conclude(findings.Part((name, values) => parts.FirstOrDefault(part => part.Shape.Name == name)?.Read(largest, values)));
    }

    /// <summary>The theory at one size. Numerical failure leaves its values missing and the other sizes as they are.</summary>
    private PointOutcome Predict(int rung, TheoryContext context, Recorder r)
    {
        var own = new Recorder(rungs[rung].Observables);
        try
        {
            var outcome = PointOutcome.Of(own, recorder => rungs[rung].Predict(context, recorder));
            if (outcome.HasValues)
            {
                Write(rung, own, r);
            }

            return outcome;
        }
        catch (ConfigurationException refused)
        {
            throw refused.At(At(rung));
        }
    }

    private Fact Located(Fact fact, int rung) => fact with { Name = $"{fact.Name} at {At(rung)}", Text = $"At {At(rung)}: {fact.Text}" };

    private string At(int rung) => string.Create(CultureInfo.InvariantCulture, $"{Ladder.Axis} = {Ladder.Sizes[rung]:G6}");

    private static int AtEqualCost(Experiment largest, Experiment rung) => (int)Math.Round(
        largest.Replicas * Math.Clamp(largest.Cost.ReplicaSeconds / Math.Max(rung.Cost.ReplicaSeconds, double.Epsilon), 1, MostReplicasRatio));

    private void Write(int rung, Recorder own, Recorder all)
    {
        for (int k = 0; k < parts.Length; k++)
        {
            parts[k].Write(rung, own, all.Of(handles[k]));
        }
    }

    /// <summary>A figure of one size is drawn of the largest.</summary>
    private Figure AtLargest(Figure figure)
    {
        Figure moved = figure.By(Find);
        return moved with { Slices = [.. moved.Slices, new FigureSlice(Ladder.Axis, rungs.Count - 1)] };
    }

    private Observable Find(Observable own) => handles.First(handle => handle.Name == own.Name);
}
