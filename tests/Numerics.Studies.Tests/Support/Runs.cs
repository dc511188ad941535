using System.Text.Json.Nodes;
using Numerics.LinearAlgebra.Interop;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Numerics.Studies.Execution;
using Numerics.Studies.Records;

namespace Numerics.Studies.Tests.Support;

/// <summary>Runs experiments as the program does, without files and without a configuration.</summary>
internal static class Runs
{
    public const uint StreamId = 999_999;

    public static MemoryLimit Memory { get; } = new(1L << 60, "test");

    /// <summary>Theory, replicas and verdict.</summary>
    public static RunResult Of(Experiment experiment, Lapack lapack, ulong seed = 1, uint stream = StreamId, int threads = 2) =>
        Execute(Request(experiment, lapack, seed, stream, threads), new MemoryReplicaStore(), CancellationToken.None);

    /// <summary>The theory alone.</summary>
    public static RunResult Theory(Experiment experiment, Lapack lapack, ulong seed = 1, uint stream = StreamId, int threads = 2) =>
        Execute(Request(experiment, lapack, seed, stream, threads) with { Replicas = [] }, new MemoryReplicaStore(), CancellationToken.None);

    /// <summary>Some replicas, finished or not, <paramref name="threads"/> side by side or all threads in one.</summary>
    public static IReadOnlyList<ReplicaRecord> Simulate(
        Experiment experiment, Lapack lapack, IReadOnlyList<int> replicas, ulong seed = 1, uint stream = StreamId, int threads = 2, bool sideBySide = true)
    {
        var plan = new ExecutionPlan(threads, sideBySide ? threads : 1, sideBySide ? 1 : threads, 0, 0, null);
        return new ReplicaScheduler(experiment, stream, lapack, seed, plan, new MemoryReplicaStore(), _ => { }, LinearAlgebra.Shards.Communicator.Alone)
            .Run(replicas, CancellationToken.None);
    }

    public static RunResult Execute(RunRequest request, IReplicaStore store, CancellationToken cancellation) =>
        RunExecutor.Execute(request, store, new PhaseClock(), _ => { }, cancellation);

    public static RunRequest Request(Experiment experiment, Lapack lapack, ulong seed = 1, uint stream = StreamId, int threads = 2) => new()
    {
        Experiment = experiment,
        StreamId = stream,
        Manifest = Manifest(seed, threads, experiment.Replicas),
        Lapack = lapack,
        Plan = MemoryPlan.Make(experiment.Cost, Memory, threads, experiment.Replicas),
        Replicas = [.. Enumerable.Range(0, experiment.Replicas)],
    };

    /// <summary>An observable of a result.</summary>
    public static ObservableResult Named(this RunResult result, string name) => result.Observables.Single(observable => observable.Shape.Name == name);

    /// <summary>The configuration of a text with overrides.</summary>
    public static StudyConfiguration Read(StudyCatalog catalog, string text, params IReadOnlyList<string> overrides) => new ConfigurationReader(catalog).FromJson(
        ConfigurationJson.Parse(text, "test.json"), [.. overrides.Select(ConfigurationOverride.Parse)], "test.json", Directory.GetCurrentDirectory());

    private static RunManifest Manifest(ulong seed, int threads, int replicas) => new()
    {
        Study = "test",
        Parameters = new JsonObject(),
        Seed = seed,
        RandomScheme = ManifestBuilder.RandomScheme,
        Fingerprint = "",
        ProgramVersion = "test",
        RuntimeVersion = "test",
        OperatingSystem = "test",
        Processor = "test",
        SimdTier = "test",
        LapackProvider = "test",
        Threads = threads,
        MemoryLimitBytes = Memory.Bytes,
        Started = DateTimeOffset.UnixEpoch,
        ReplicasAsked = replicas,
    };
}
