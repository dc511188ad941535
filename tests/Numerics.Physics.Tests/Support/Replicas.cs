using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.Studies.Catalog.NonlinearMup;
using Numerics.Studies.Execution;
using Numerics.Studies.Records;

namespace Numerics.Physics.Tests.Support;

/// <summary>Runs replicas and the theory of the study as the runner does, without the runner.</summary>
internal static class Replicas
{
    private const int Threads = 2;

    public static NonlinearMupRun Prepare(NonlinearMupParameters parameters) =>
        (NonlinearMupRun)new NonlinearMupStudy().Prepare(parameters, Environment.CurrentDirectory);

    public static ReplicaContext Context(Lapack lapack, ulong seed, int replica, int threads = 1) =>
        new(lapack, new ShardExecutor(threads), seed, replica, _ => { }, CancellationToken.None);

    /// <summary>Values of observables, one array per replica.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<double?>>[] Simulate(
        Lapack lapack, NonlinearMupParameters parameters, int count, ulong seed)
    {
        NonlinearMupRun run = Prepare(parameters);
        var values = new IReadOnlyDictionary<string, IReadOnlyList<double?>>[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Threads }, replica =>
        {
            ReplicaRecord record = run.SimulateReplica(Context(lapack, seed, replica));
            Assert.Equal(Outcome.Ok, record.Outcome);
            values[replica] = record.Values;
        });
        return values;
    }

    public static IReadOnlyDictionary<string, ObservableEstimate> Predict(Lapack lapack, NonlinearMupParameters parameters, ulong seed)
    {
        Studies.Catalog.PredictionOutcome outcome = Prepare(parameters).Predict(Context(lapack, seed, 0, Threads));
        Assert.Null(outcome.Failure);
        return outcome.Values;
    }

    /// <summary>One entry of one observable over replicas.</summary>
    public static double[] Entry(IReadOnlyDictionary<string, IReadOnlyList<double?>>[] values, string observable, int index) =>
        [.. values.Select(replica => replica[observable][index]!.Value)];
}
