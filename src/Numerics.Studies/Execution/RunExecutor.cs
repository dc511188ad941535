using System.Runtime.ExceptionServices;
using Numerics.LinearAlgebra.Shards;
using Numerics.Studies.Catalog;
using Numerics.Studies.Comparison;
using Numerics.Studies.Records;

namespace Numerics.Studies.Execution;

/// <summary>
/// Runs a study: theory, then replicas, then their comparison. The numbers of the result depend on parameters and seed alone, not on threads,
/// order, shards or interruptions.
/// </summary>
public static class RunExecutor
{
    /// <summary>Runs to the end or until cancelled; never loses a finished replica. Of several processes rank 0 alone has the result.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="store">Where finished replicas are kept and looked for.</param>
    /// <param name="clock">Told the end of the phases theory and simulation.</param>
    /// <param name="progress">Told where the run stands, by one thread at a time.</param>
    /// <param name="cancellation">Stops the run; the outcome is then <see cref="RunOutcome.Interrupted"/>.</param>
    public static RunResult Execute(
        RunRequest request, IReplicaStore store, PhaseClock clock, Action<RunProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(progress);
        PredictionOutcome? prediction = null;
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
                request.Run, request.Lapack, request.Manifest.Seed, request.Plan, store, progress, request.Communicator);
            records = scheduler.Run(request.Replicas, cancellation);
            interrupted |= records.Count < request.Replicas.Count;
            clock.End("simulation");
        }

        return Conclude(request, prediction, records, interrupted) with { Manifest = request.Manifest with { Timing = clock.Timings } };
    }

    /// <summary>Averages and compares what there is; runs nothing.</summary>
    public static RunResult Conclude(
        RunRequest request, PredictionOutcome? prediction, IReadOnlyList<ReplicaRecord> records, bool interrupted)
    {
        ArgumentNullException.ThrowIfNull(request);
        IReadOnlyList<ObservableShape> shapes = request.Run.Observables;
        IReadOnlyDictionary<string, SimulationStatistics>? simulation = request.Replicas.Count > 0
            ? ReplicaAverages.Of(shapes, records)
            : null;
        Verdict verdict = TheoryComparison.Judge(shapes, request.Run.Rule, prediction?.Values, simulation, request.FalseAlarmRate, records);
        ReplicaRecord[] failures = [.. records.Where(record => record.Outcome != ReplicaOutcome.Finished)];
        bool failed = failures.Length > 0 || prediction?.Failure is not null;
        return new RunResult(
            request.Manifest,
            verdict.Observables,
            verdict.Agrees,
            verdict.FalseAlarmRate,
            interrupted ? RunOutcome.Interrupted : failed ? RunOutcome.NumericalFailure : RunOutcome.Ok,
            failures,
            request.Run.Figures)
        {
            TheoryFailure = prediction?.Failure,
            TheoryEvidence = Evidence(request, prediction, records),
        };
    }

    private static Dictionary<string, string> Evidence(RunRequest request, PredictionOutcome? prediction, IReadOnlyList<ReplicaRecord> records)
    {
        Dictionary<string, string> evidence = new(prediction?.Evidence ?? new Dictionary<string, string>());
        if (prediction is { Failure: null } && records.Count > 0)
        {
            foreach ((string name, string text) in request.Run.Statistics(prediction.Values, records))
            {
                evidence[name] = text;
            }
        }

        return evidence;
    }

    private static PredictionOutcome? Predict(RunRequest request, Action<RunProgress> progress, CancellationToken cancellation)
    {
        PredictionOutcome? prediction = null;
        ExceptionDispatchInfo? fault = null;
        Lock gate = new();
        void Report(double fraction)
        {
            lock (gate)
            {
                progress(new RunProgress("theory", 0, 0, Math.Clamp(fraction, 0, 1), 0, null));
            }
        }

        ReplicaContext context = new(
            request.Lapack, new ShardExecutor(request.Plan.Threads), request.Manifest.Seed, Replica: 0, Report, cancellation);
        Thread thread = new(
            () =>
            {
                try
                {
                    Report(0);
                    prediction = FiniteGate.Check(request.Run.Predict(context), request.Run.Observables);
                }
                catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
                {
                    prediction = null;
                }
                catch (ArithmeticException exception)
                {
                    prediction = new PredictionOutcome(
                        new Dictionary<string, ObservableEstimate>(), exception.Message, new Dictionary<string, string>());
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
}
