using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Execution;

/// <summary>
/// Runs replicas side by side on threads of its own (with 16 MiB stacks, which LAPACK needs), writes each as it finishes, and drops unfinished
/// ones on cancellation. Which thread takes which replica is left open; the records do not depend on it.
/// </summary>
/// <param name="experiment">What is simulated.</param>
/// <param name="study">Number of the study's random streams.</param>
/// <param name="lapack">Dense linear algebra.</param>
/// <param name="seed">Seed of the run.</param>
/// <param name="plan">Replicas at a time and threads for each.</param>
/// <param name="store">Where finished replicas go.</param>
/// <param name="progress">Told after every report of a replica, by one thread at a time.</param>
/// <param name="communicator">Processes that share the rows of every replica: they run one at a time, as rank 0 says, and rank 0 keeps the records.</param>
public sealed class ReplicaScheduler(
    Experiment experiment, uint study, Lapack lapack, ulong seed, ExecutionPlan plan, IReplicaStore store, Action<RunProgress> progress, Communicator communicator)
{
    /// <summary>Stack of a worker thread in bytes.</summary>
    public const int StackBytes = 16 << 20;

    private const int NoMore = -1;

    /// <summary>Takes the weights of replicas after training; null where nobody asked.</summary>
    public IWeightSink? Weights { get; init; }

    private readonly IReadOnlyList<ObservableShape> shapes = experiment.Shapes;
    private readonly Lock gate = new();
    private readonly long start = Stopwatch.GetTimestamp();
    private readonly Dictionary<int, double> underway = [];
    private readonly List<ReplicaRecord> finished = [];
    private readonly ConcurrentDictionary<int, bool> kept = new(); // replicas that have states
    private int total;
    private int skipped;
    private ExceptionDispatchInfo? fault;

    /// <summary>Runs what is not in the store yet and returns all records that there are, in the order of replica index.</summary>
    /// <param name="replicas">Indices asked.</param>
    /// <param name="cancellation">Stops the run; unfinished replicas are dropped.</param>
    public IReadOnlyList<ReplicaRecord> Run(IReadOnlyList<int> replicas, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(replicas);
        total = replicas.Count;
        Queue<int> pending = new(replicas.Where(replica => !TryReadBack(replica)));
        skipped = finished.Count;
        Tell(skipped > 0 ? $"{skipped} of {total} replicas were already there." : null);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using BufferPool buffers = new();
        if (communicator.Size > 1)
        {
            WorkTogether(pending, new ShardExecutor(plan.Threads, buffers, communicator: communicator), stop);
            return [.. finished.OrderBy(record => record.Replica)];
        }

        int workers = Math.Min(plan.ParallelReplicas, pending.Count);
        ShardExecutor executor = new(Math.Max(1, plan.Threads / Math.Max(1, workers)), buffers);
        Thread[] threads = new Thread[workers];
        for (int i = 0; i < workers; i++)
        {
            threads[i] = new Thread(() => Work(pending, executor, stop), StackBytes) { Name = $"replicas {i + 1}", IsBackground = true };
            threads[i].Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        fault?.Throw();
        return [.. finished.OrderBy(record => record.Replica)];
    }

    private bool TryReadBack(int replica)
    {
        ReplicaRecord? record = store.TryRead(replica, shapes, out string? rejected);
        if (rejected is not null)
        {
            Tell($"Replica {replica} is run again: {rejected}");
        }

        if (record is null || record.Seed != seed || record.Replica != replica)
        {
            return false;
        }

        finished.Add(FiniteGate.Check(record, shapes));
        return true;
    }

    private void Work(Queue<int> pending, ShardExecutor executor, CancellationTokenSource stop)
    {
        while (!stop.IsCancellationRequested && TryTake(pending, out int replica))
        {
            try
            {
                ReplicaRecord record = FiniteGate.Check(Simulate(replica, executor, stop.Token), shapes);
                store.Write(record, shapes);
                if (kept.TryRemove(replica, out _))
                {
                    store.DropStates(replica);
                }

                Finish(record);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it was: it ends the run and is thrown again on the calling thread.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                lock (gate)
                {
                    fault ??= ExceptionDispatchInfo.Capture(exception);
                }

                stop.Cancel();
                return;
            }
        }
    }

    /// <summary>On the calling thread, which is the one that may exchange. Only a token that all have agreed on ends a replica early.</summary>
    private void WorkTogether(Queue<int> pending, ShardExecutor executor, CancellationTokenSource stop)
    {
        while (!communicator.Any(stop.IsCancellationRequested))
        {
            int replica = communicator.FromRoot(TryTake(pending, out int next) ? next : NoMore);
            if (replica == NoMore)
            {
                return;
            }

            try
            {
                ReplicaRecord record = FiniteGate.Check(Simulate(replica, executor, stop.Token), shapes);
                if (communicator.IsRoot)
                {
                    store.Write(record, shapes);
                    Finish(record);
                }
            }
            catch (OperationCanceledException)
            {
                stop.Cancel();
            }
        }
    }

    private ReplicaRecord Simulate(int replica, ShardExecutor executor, CancellationToken cancellation)
    {
        long begin = Stopwatch.GetTimestamp();
        var r = new Recorder(experiment.Observables);
        ReplicaContext context = new(
            lapack, executor, replica, StudyStreams.OfReplica(seed, study, replica), new WorkProgress(fraction => Report(replica, fraction)), cancellation)
        {
            Weights = Weights,
            // Processes that share a replica would have to agree on its state: they begin again.
            State = communicator.Size > 1 ? ReplicaState.None : new ReplicaState(part => ReadState(replica, part), (part, content) => WriteState(replica, part, content)),
        };
        string? message = null;
        try
        {
            experiment.Simulate(context, r);
            Weights?.Complete(replica);
        }
        catch (ArithmeticException exception)
        {
            message = exception.Message;
        }

        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        return message is null
            ? new ReplicaRecord(replica, seed, Outcome.Ok, r.RemarksInWords, r.Measurements(), seconds)
            : new ReplicaRecord(replica, seed, Outcome.Diverged, message, new Dictionary<string, IReadOnlyList<double?>>(), seconds);
    }

    private byte[]? ReadState(int replica, string part)
    {
        byte[]? state = store.TryReadState(replica, part, out string? rejected);
        if (rejected is not null)
        {
            Tell($"Replica {replica} begins {(part.Length == 0 ? "" : $"{part} ")}again: {rejected}");
        }

        if (state is not null || rejected is not null)
        {
            kept[replica] = true;
        }

        return state;
    }

    private void WriteState(int replica, string part, byte[] content)
    {
        kept[replica] = true;
        store.WriteState(replica, part, content);
    }

    private bool TryTake(Queue<int> pending, out int replica)
    {
        lock (gate)
        {
            if (!pending.TryDequeue(out replica))
            {
                return false;
            }

            underway[replica] = 0;
            return true;
        }
    }

    private void Report(int replica, double fraction)
    {
        lock (gate)
        {
            underway[replica] = Math.Clamp(fraction, 0, 1);
            Tell(null);
        }
    }

    private void Finish(ReplicaRecord record)
    {
        lock (gate)
        {
            underway.Remove(record.Replica);
            finished.Add(record);
            Tell(record.Outcome == Outcome.Ok
                ? null
                : $"Replica {record.Replica} (seed {record.Seed}) diverged: {record.Message}");
        }
    }

    private void Tell(string? message)
    {
        lock (gate)
        {
            double parts = underway.Values.Sum();
            double own = finished.Count - skipped + parts;
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            double rate = seconds > 0 ? own / seconds : 0;
            double left = total - skipped - own;
            TimeSpan? remaining = rate > 0 && left / rate < 1e8 ? TimeSpan.FromSeconds(left / rate) : null;
            double fraction = total == 0 ? 1 : (finished.Count + parts) / total;
            progress(new RunProgress("simulation", finished.Count, total, fraction, rate, remaining, message));
        }
    }
}
