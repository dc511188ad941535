using Numerics.Kernels.Lanes;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.Results;
using Numerics.Results.Files;
using Numerics.Runner.Invocation;
using Numerics.Runner.Rendering;
using Numerics.Studies.Comparison;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Numerics.Studies.Execution;
using Numerics.Studies.Inputs;
using Numerics.Studies.Records;
using Numerics.Results.Hdf5;
using Numerics.Results.Weights;

namespace Numerics.Runner.Execution;

/// <summary>
/// One run from configuration to files: memory is checked before anything is allocated or written, the manifest is written before anything is
/// computed, replicas as they finish, results at the end.
/// </summary>
/// <param name="context">Streams.</param>
/// <param name="arguments">Threads, provider, quiet.</param>
/// <param name="configuration">What to run.</param>
/// <param name="mode">Theory, simulation or both.</param>
/// <param name="shard">Shard, or null for all replicas.</param>
internal sealed class RunSession(
    RunnerContext context, VerbArguments arguments, StudyConfiguration configuration, RunMode mode, ReplicaShard? shard)
{
    private readonly PhaseClock clock = new();
    private readonly Communicator world = context.Launch.Join(shard);

    /// <summary>A new run in a new directory; null on ranks other than 0, which neither write nor print.</summary>
    /// <param name="path">Directory, which must not hold files; asked for once nothing is refused any more.</param>
    /// <param name="found">Replicas that are there already, written into the directory first.</param>
    public FinishedRun? Start(Func<string> path, IReadOnlyList<ReplicaRecord> found)
    {
        (RunRequest request, Lapack lapack) = Prepare();
        using (lapack)
        {
            if (!world.IsRoot)
            {
                return Follow(request);
            }

            ResultDirectory directory = ResultDirectory.Create(path());
            using DirectoryLock held = directory.Lock();
            directory.WriteManifest(request.Manifest);
            Hdf5ReplicaStore store = directory.OpenReplicas(request.Manifest);
            foreach (ReplicaRecord record in found)
            {
                store.Write(record, request.Experiment.Shapes);
            }

            try
            {
                return Execute(request, directory);
            }
            catch (Exception exception) when (exception is ConfigurationException or InputFileException)
            {
                // Parameters that only the theory can refuse, numbers of an input that only show when they are read: there was no run.
                directory.Discard();
                throw;
            }
        }
    }

    /// <summary>Goes on with a run; null on ranks other than 0. Its manifest keeps the beginning and gets the threads and times of now.</summary>
    /// <param name="path">Directory of the run.</param>
    /// <param name="manifest">Its manifest; the fingerprint has been compared.</param>
    public FinishedRun? Resume(string path, RunManifest manifest)
    {
        (RunRequest request, Lapack lapack) = Prepare();
        using (lapack)
        {
            if (!world.IsRoot)
            {
                return Follow(request);
            }

            ResultDirectory directory = ResultDirectory.Resume(path);
            using DirectoryLock held = directory.Lock();
            WarnOfChange("program", manifest.ProgramVersion, request.Manifest.ProgramVersion);
            WarnOfChange("SIMD tier", manifest.SimdTier, request.Manifest.SimdTier);
            if (mode.Simulation)
            {
                WarnOfChange("LAPACK provider", manifest.LapackProvider, request.Manifest.LapackProvider);
            }

            RunManifest kept = manifest with { Threads = request.Manifest.Threads, Ranks = request.Manifest.Ranks, ReplicasAsked = request.Manifest.ReplicasAsked };
            return Execute(request with { Manifest = kept }, directory);
        }
    }

    private (RunRequest Request, Lapack Lapack) Prepare()
    {
        // Before any library is mapped: what the limit leaves must not depend on how far another thread has come with that.
        MemoryLimit limit = MemoryLimit.Detect();
        var lapack = Lapack.OnDemand(arguments.Lapack);
        try
        {
            if (mode.Simulation)
            {
                lapack.BeginLoading();
            }

            return (Request(lapack, limit), lapack);
        }
        catch
        {
            lapack.Dispose();
            throw;
        }
    }

    private RunRequest Request(Lapack lapack, MemoryLimit limit)
    {
        Experiment experiment = configuration.Prepare();
        Distortion.Check(arguments.Distortions, [.. experiment.Observables.Where(observable => observable.Rule is not null).Select(observable => observable.Name)]);
        if (mode.SavesWeights && experiment.WhyNoWeights is { } obstacle)
        {
            throw new ConfigurationException("command line", RunMode.SaveWeightsOption, obstacle);
        }

        if (world.Size > 1 && experiment.WhyRowsAreNotShared is { } reason)
        {
            throw new ConfigurationException("command line", "mpirun", reason);
        }

        IReadOnlyList<int> replicas = !mode.Simulation ? []
            : shard?.Replicas(experiment.Replicas) ?? [.. Enumerable.Range(0, experiment.Replicas)];
        int threads = arguments.ThreadsOf(world.LocalSize);
        ExecutionPlan plan = MemoryPlan.Make(experiment.TotalCost, limit, threads, replicas.Count, mode.Theory, world);
        Notice(arguments.ThreadsNotice);
        Notice(plan.Notice);
        if (mode.Simulation)
        {
            Announce(lapack);
        }

        RunManifest manifest = ManifestBuilder.Build(
            configuration,
            SimdTiers.Name(SimdTiers.Current),
            Provider(lapack, needed: mode.Simulation),
            threads,
            limit,
            replicas.Count,
            shard,
            context.CommandLine) with { Ranks = world.Size, Mode = mode.Verb };
        clock.End("setUp");
        return new()
        {
            Experiment = experiment, StreamId = configuration.Study.Card.StreamId, Manifest = manifest, Lapack = lapack, Plan = plan, Replicas = replicas, Theory = mode.Theory, Communicator = world,
            Resolution = configuration.Resolution, Distortions = arguments.Distortions,
        };
    }

    /// <summary>A rank other than 0: shares the rows of every replica, keeps nothing.</summary>
    private FinishedRun? Follow(RunRequest request)
    {
        using InterruptSignals signals = new();
        RunExecutor.Execute(request, new MemoryReplicaStore(), clock, _ => { }, signals.Token);
        return null;
    }

    private FinishedRun Execute(RunRequest request, ResultDirectory directory)
    {
        using InterruptSignals signals = new();
        try
        {
            IReplicaStore store = directory.OpenReplicas(request.Manifest);
            IWeightSink? weights = mode.SavesWeights ? new WeightFiles(Path.Combine(directory.FullPath, RunFiles.WeightFolder)) : null;
            RunResult result = new ProgressRenderer(context, arguments.Quiet).Run(
                report => RunExecutor.Execute(request with { Weights = weights }, store, clock, report, signals.Token));
            Notice(world.Size == 1 ? null : $"MPI: {world.Size} ranks, {world.Exchanges} exchanges, {MemoryLimit.Format(world.BytesReceived)} received by rank 0, which spent {world.Waited.TotalSeconds:F2} s in them.");
            RunManifest manifest = request.Manifest;
            if (!mode.Simulation)
            {
                // Only now is it known whether the theory needed one, and which it found.
                if (request.Lapack.IsLoaded)
                {
                    Announce(request.Lapack);
                }

                manifest = manifest with { LapackProvider = Provider(request.Lapack, needed: false) };
                result = result with { Manifest = manifest with { Timing = result.Manifest.Timing } };
            }

            Write(result, directory.FullPath);
            clock.End("writing");
            manifest = manifest with { Timing = clock.Timings };
            directory.WriteManifest(manifest);
            return new FinishedRun(result with { Manifest = manifest }, directory, signals.Received);
        }
        catch (Exception exception)
        {
            FailureReport.Keep(exception, directory.FullPath);
            throw;
        }
    }

    /// <summary>After an interruption there is little time: JSON alone. Everything is written when the run is complete.</summary>
    private void Write(RunResult result, string directory)
    {
        if (result.Outcome == Outcome.Interrupted)
        {
            ResultFormats.All[0].Write(result, directory);
        }
        else
        {
            ResultFormats.WriteAll(result, directory, sentence => context.Error.WriteLine($"Warning: {sentence}"));
        }
    }

    /// <summary>How the provider is recorded: name, version and path; that there was none if nothing has loaded one, which <paramref name="needed"/> does.</summary>
    private static string Provider(Lapack lapack, bool needed) => !needed && !lapack.IsLoaded ? RunManifest.NoProvider
        : $"{lapack.Name} {lapack.Version}{(lapack.Path.Length == 0 ? "" : $" ({lapack.Path})")}";

    private void Announce(Lapack lapack)
    {
        string[] passed = [.. lapack.Attempts.Where(attempt => !attempt.Taken).Select(attempt => attempt.Name).Distinct()];
        Notice(passed.Length == 0
            ? null
            : $"LAPACK: {lapack.Name} {lapack.Version}; not usable here: {string.Join(", ", passed)} (reasons: numerics doctor).");
    }

    private void WarnOfChange(string what, string before, string now)
        => Notice(before == now ? null : $"The {what} was '{before}' and is '{now}': replicas may differ in the last bits.");

    private void Notice(string? sentence)
    {
        if (sentence is not null && !arguments.Quiet)
        {
            context.Error.WriteLine(sentence);
        }
    }
}
