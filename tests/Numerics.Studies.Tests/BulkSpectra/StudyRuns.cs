using System.Text.Json.Nodes;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.Studies.Catalog;
using Numerics.Studies.Comparison;
using Numerics.Studies.Execution;
using Numerics.Studies.Records;

namespace Numerics.Studies.Tests.BulkSpectra;

/// <summary>Theory, replicas and verdict of a configuration, without the runner.</summary>
internal sealed class StudyRuns : IDisposable
{
    private readonly Lapack lapack = Lapack.Load();

    public StudyRuns(string configuration) =>
        Run = new ConfigurationReader(AllStudies.Catalog).FromJson(JsonNode.Parse(configuration)!.AsObject(), [], "test", Directory.GetCurrentDirectory()).Prepare();

    public IStudyRun Run { get; }

    public IReadOnlyDictionary<string, ObservableEstimate> Predict()
    {
        PredictionOutcome outcome = FiniteGate.Check(Run.Predict(Context(0)), Run.Observables);
        Assert.Null(outcome.Failure);
        return outcome.Values;
    }

    public ReplicaRecord[] Simulate(int replicas)
    {
        var records = new ReplicaRecord[replicas];
        Parallel.For(0, replicas, new ParallelOptions { MaxDegreeOfParallelism = 2 }, r => records[r] = FiniteGate.Check(Run.SimulateReplica(Context(r)), Run.Observables));
        Assert.All(records, record => Assert.Equal(Outcome.Ok, record.Outcome));
        return records;
    }

    public Verdict Judge(IReadOnlyDictionary<string, ObservableEstimate> theory, ReplicaRecord[] records) =>
        TheoryComparison.Judge(Run.Observables, Run.Rule, theory, ReplicaAverages.Of(Run.Observables, records), records: records);

    public static string Worst(Verdict verdict) => string.Join("; ", verdict.Observables.Where(o => o.Agrees == false)
        .Select(o => $"{o.Shape.Name}: {string.Join(", ", o.ZScore!.Where(z => z is not null).Select(z => $"{z:G3}"))}"));

    public void Dispose() => lapack.Dispose();

    private ReplicaContext Context(int replica) => new(lapack, ShardExecutor.Sequential, 11, replica, _ => { }, CancellationToken.None);
}
