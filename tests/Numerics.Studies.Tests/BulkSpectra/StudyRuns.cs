using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.Studies.Catalog;
using Numerics.Studies.Comparison;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.BulkSpectra;

/// <summary>Theory, replicas and verdict of a configuration, without the runner.</summary>
internal sealed class StudyRuns : IDisposable
{
    private const ulong Seed = 11;

    private readonly Lapack lapack = Lapack.Load();
    private readonly uint stream;

    public StudyRuns(string configuration)
    {
        StudyConfiguration read = Runs.Read(AllStudies.Catalog, configuration);
        stream = read.Study.Card.StreamId;
        Run = read.Prepare();
    }

    public Experiment Run { get; }

    public ObservableShape Shape(string name) => Run.Shapes.Single(shape => shape.Name == name);

    public IReadOnlyDictionary<string, ObservableEstimate> Predict()
    {
        RunResult result = Runs.Theory(Run, lapack, Seed, stream);
        Assert.Null(result.TheoryFailure);
        return result.Observables.ToDictionary(observable => observable.Shape.Name, observable => observable.Theory!);
    }

    public ReplicaRecord[] Simulate(int replicas)
    {
        ReplicaRecord[] records = [.. Runs.Simulate(Run, lapack, [.. Enumerable.Range(0, replicas)], Seed, stream)];
        Assert.All(records, record => Assert.Equal(Outcome.Ok, record.Outcome));
        return records;
    }

    public Verdict Judge(IReadOnlyDictionary<string, ObservableEstimate> theory, ReplicaRecord[] records) => TheoryComparison.Judge(
        new(Run.Shapes, name => Run.Observables.Single(observable => observable.Name == name).Rule, theory, ReplicaAverages.Of(Run.Shapes, records)) { Records = records, Ladder = Run.Ladder });

    public static string Worst(Verdict verdict) => string.Join("; ", verdict.Observables.Where(o => o.WithinLimits == false)
        .Select(o => $"{o.Shape.Name}: {string.Join(", ", o.Comparison!.ZScore.Where(z => z is not null).Select(z => $"{z:G3}"))}"));

    public void Dispose() => lapack.Dispose();
}
