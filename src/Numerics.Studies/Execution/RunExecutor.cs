using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Shards;
using Numerics.Studies.Comparison;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Execution;

/// <summary>
/// Runs a study: theory, then replicas, then their comparison. The numbers of the result depend on parameters and seed alone, not on threads,
/// order, shards or interruptions.
/// </summary>
public static class RunExecutor
{
    // Before this much of a theory nothing is said of the rest of its time.
    private const double LeastFraction = 0.05;
    private const double LeastSeconds = 3;

    /// <summary>Runs to the end or until cancelled; never loses a finished replica. Of several processes rank 0 alone has the result.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="store">Where finished replicas are kept and looked for.</param>
    /// <param name="clock">Told the end of the phases theory and simulation.</param>
    /// <param name="progress">Told where the run stands, by one thread at a time.</param>
    /// <param name="cancellation">Stops the run; the outcome is then <see cref="Outcome.Interrupted"/>.</param>
    public static RunResult Execute(
        RunRequest request, IReplicaStore store, PhaseClock clock, Action<RunProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(progress);
        Prediction? prediction = null;
        bool interrupted = false;
        if (request.Theory)
        {
            prediction = request.Communicator.IsRoot ? Predict(request, progress, cancellation) : null;
            interrupted = prediction is null;
            request.Communicator.Wait();
            clock.End("theory");
        }

        IReadOnlyList<ReplicaRecord> records = [];
        if (request.Replicas.Count > 0)
        {
            ReplicaScheduler scheduler = new(
                request.Experiment, request.StreamId, request.Lapack, request.Manifest.Seed, request.Plan, store, progress, request.Communicator) { Weights = request.Weights };
            records = scheduler.Run(request.Replicas, cancellation);
            interrupted |= records.Count < request.Replicas.Count;
            clock.End("simulation");
        }

        return Conclude(request, prediction, records, interrupted) with { Manifest = request.Manifest with { Timing = clock.Timings } };
    }

    /// <summary>Averages and compares what there is; runs nothing.</summary>
    public static RunResult Conclude(
        RunRequest request, Prediction? prediction, IReadOnlyList<ReplicaRecord> records, bool interrupted)
    {
        ArgumentNullException.ThrowIfNull(request);
        IReadOnlyList<ObservableShape> shapes = request.Experiment.Shapes;
        IReadOnlyList<ReplicaRecord> measured = VarianceOverReplicas.Complete(shapes, name => Rule(request.Experiment, null, name), records);
        Resolution resolution = request.Resolution.With(request.Experiment.Observables.Select(observable => (observable.Name, observable.Rule)));
        IReadOnlyDictionary<string, SimulationStatistics>? simulation = request.Replicas.Count > 0
            ? ReplicaAverages.Of(shapes, measured)
            : null;
        IReadOnlyDictionary<string, ObservableEstimate>? theory = prediction is null ? null : Distortion.Apply(prediction.Values, request.Distortions);
        Verdict verdict = TheoryComparison.Judge(new ComparisonQuestion(shapes, name => Rule(request.Experiment, prediction, name), theory, simulation)
        {
            Records = measured,
            Ladder = request.Experiment.Ladder,
            FalseAlarmRate = request.FalseAlarmRate,
            Resolution = resolution,
        });
        ReplicaRecord[] failures = [.. records.Where(record => record.Outcome != Outcome.Ok)];
        bool failed = failures.Length > 0 || prediction?.Failure is not null;
        return new RunResult(
            request.Manifest,
            verdict.Observables,
            verdict.Overall,
            verdict.FalseAlarmRate,
            Outcomes.Combine(interrupted ? Outcome.Interrupted : Outcome.Ok, failed ? Outcome.NumericalFailure : Outcome.Ok),
            failures,
            [.. request.Experiment.Figures.Where(figure => figure.IsDrawn).Select(figure => figure.Specification())])
        {
            TheoryFailure = prediction?.Failure,
            Tables = request.Experiment.Tables,
            Facts = [.. Facts(request, prediction, records), .. verdict.Facts, .. Distortion.Facts(request.Distortions)],
            Ladder = request.Experiment.Ladder,
            Resolution = resolution,
            Distortions = request.Distortions,
        };
    }

    /// <summary>The declared rule without what the theory wants shown only.</summary>
    private static ComparisonRule? Rule(Experiment experiment, Prediction? prediction, string name)
    {
        ComparisonRule? rule = experiment.Observables.First(observable => observable.Name == name).Rule;
        return rule is not null && prediction?.ShownOnly.GetValueOrDefault(name) is { } shown ? rule.Without(shown) : rule;
    }

    private static Fact[] Facts(RunRequest request, Prediction? prediction, IReadOnlyList<ReplicaRecord> records) =>
    [
        .. prediction?.Facts ?? [],
        .. Remarks(request.Experiment, records),
        .. Conclusions(request.Experiment, prediction, records),
    ];

    /// <summary>What theory and replicas say together; of a study that decides something else, what the replicas say, and in any case one sentence that says so.</summary>
    private static Fact[] Conclusions(Experiment experiment, Prediction? prediction, IReadOnlyList<ReplicaRecord> records)
    {
        bool concludes = experiment.Decides is null ? prediction is { Failure: null } && records.Count > 0 : records.Any(record => record.Outcome == Outcome.Ok);
        Fact[] facts = concludes ? [.. experiment.Conclude(Findings.Of(prediction?.Values ?? new Dictionary<string, ObservableEstimate>(), records))] : [];
        return experiment.Decides is not { } question || facts.Any(fact => fact.Kind == FactKind.Answer) ? facts
            : [.. facts, Fact.Answer("question", $"Nothing is decided yet: this study decides {question}, which takes a simulation.")];
    }

    /// <summary>What finished replicas remark on: the first one's words, and how many do.</summary>
    private static Fact[] Remarks(Experiment experiment, IReadOnlyList<ReplicaRecord> records)
    {
        ReplicaRecord[] remarking = [.. records.Where(record => record.Outcome == Outcome.Ok && record.Message is not null).OrderBy(record => record.Replica)];
        return remarking.Length == 0 ? []
            : records.Count == 1 && experiment.Decides is not null ? [new Fact(experiment.RemarkKind, "replicas", remarking[0].Message!)]
            : [new Fact(experiment.RemarkKind, "replicas", $"In {remarking.Length} of {records.Count} replicas, the first replica {remarking[0].Replica}: {remarking[0].Message}")];
    }

    private static Prediction? Predict(RunRequest request, Action<RunProgress> progress, CancellationToken cancellation)
    {
        Prediction? prediction = null;
        ExceptionDispatchInfo? fault = null;
        Lock gate = new();
        long start = Stopwatch.GetTimestamp();
        void Report(double fraction)
        {
            lock (gate)
            {
                TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
                TimeSpan? remaining = fraction is > LeastFraction and <= 1 && elapsed.TotalSeconds > LeastSeconds ? elapsed * ((1 - fraction) / fraction) : null;
                progress(new RunProgress("theory", 0, 0, Math.Clamp(fraction, 0, 1), 0, remaining));
            }
        }

        TheoryContext context = new(
            request.Lapack,
            new ShardExecutor(request.Plan.Threads),
            pass => StudyStreams.OfPass(request.Manifest.Seed, request.StreamId, pass),
            new WorkProgress(Report),
            cancellation);
        Thread thread = new(
            () =>
            {
                try
                {
                    Report(0);
                    prediction = FiniteGate.Check(Predict(request.Experiment, context), request.Experiment.Shapes);
                }
                catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
                {
                    prediction = null;
                }
#pragma warning disable CA1031 // Thrown again on the calling thread.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    fault = ExceptionDispatchInfo.Capture(exception);
                }
            },
            ReplicaScheduler.StackBytes) { Name = "theory", IsBackground = true };
        thread.Start();
        thread.Join();
        fault?.Throw();
        return prediction;
    }

    /// <summary>What the experiment predicts; numerical failure is an outcome. What was found before a divergence is shown, not judged.</summary>
    private static Prediction Predict(Experiment experiment, TheoryContext context)
    {
        var r = new Recorder(experiment.Observables);
        string? failure = null;
        try
        {
            experiment.Predict(context, r);
        }
        catch (DivergedException exception) when (r.NotFinite() is null)
        {
            failure = exception.Message;
            r.ShowOnly();
        }
        catch (ArithmeticException exception)
        {
            return new Prediction(new Dictionary<string, ObservableEstimate>(), exception.Message, context.Facts);
        }

        Dictionary<string, bool[]> shownOnly = [];
        foreach (Observable observable in experiment.Observables)
        {
            if (r.ShownOnly(observable) is { } mask)
            {
                shownOnly[observable.Name] = mask;
            }
        }

        return new Prediction(r.Estimates(), failure, context.Facts) { ShownOnly = shownOnly };
    }
}
