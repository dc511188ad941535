using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.Studies.Catalog.NonlinearMup;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Support;

namespace Numerics.Physics.Tests.Support;

/// <summary>Runs replicas and the theory of the study <c>nonlinear-mup</c> as the program does, without the program.</summary>
internal static class Replicas
{
    private static readonly uint Stream = new NonlinearMupStudy().Card.StreamId;

    public static NonlinearMupExperiment Prepare(NonlinearMupParameters parameters) =>
        new(parameters, parameters.TrainingSet(Environment.CurrentDirectory));

    /// <summary>One replica on so many threads.</summary>
    public static ReplicaRecord Record(Lapack lapack, Experiment experiment, ulong seed, int replica, int threads = 1) =>
        Runs.Simulate(experiment, lapack, [replica], seed, Stream, threads, sideBySide: false).Single();

    /// <summary>Some replicas, two at a time.</summary>
    public static IReadOnlyList<ReplicaRecord> Records(Lapack lapack, Experiment experiment, ulong seed, int count) =>
        Runs.Simulate(experiment, lapack, [.. Enumerable.Range(0, count)], seed, Stream);

    /// <summary>Values of observables, one array per replica.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<double?>>[] Simulate(
        Lapack lapack, NonlinearMupParameters parameters, int count, ulong seed)
    {
        IReadOnlyList<ReplicaRecord> records = Records(lapack, Prepare(parameters), seed, count);
        Assert.All(records, record => Assert.Equal(Outcome.Ok, record.Outcome));
        return [.. records.Select(record => record.Values)];
    }

    public static IReadOnlyDictionary<string, ObservableEstimate> Predict(Lapack lapack, NonlinearMupParameters parameters, ulong seed) =>
        Predict(lapack, Prepare(parameters), seed, Stream);

    /// <summary>The theory of any experiment.</summary>
    public static IReadOnlyDictionary<string, ObservableEstimate> Predict(Lapack lapack, Experiment experiment, ulong seed, uint stream)
    {
        RunResult result = Runs.Theory(experiment, lapack, seed, stream);
        Assert.Null(result.TheoryFailure);
        return result.Observables.Where(observable => observable.Theory is not null).ToDictionary(observable => observable.Shape.Name, observable => observable.Theory!);
    }

    /// <summary>How an observable is judged.</summary>
    public static ComparisonRule? Rule(this Experiment experiment, string name) => experiment.Observables.Single(observable => observable.Name == name).Rule;

    /// <summary>Shape of an observable.</summary>
    public static ObservableShape Shape(this Experiment experiment, string name) => experiment.Shapes.Single(shape => shape.Name == name);

    /// <summary>Where a step lies on the axis of the spectra, which has more steps than the simulation records.</summary>
    public static int StepIndex(this Experiment experiment, int step) => experiment.Shape("outlier").Axes.Single(axis => axis.Name == "step").Values.ToList().IndexOf(step);

    /// <summary>One entry of one observable over replicas, counted among those that the simulation records.</summary>
    public static double[] Entry(IReadOnlyDictionary<string, IReadOnlyList<double?>>[] values, string observable, int index)
    {
        int at = Enumerable.Range(0, values[0][observable].Count).Where(i => values[0][observable][i] is not null).ElementAt(index);
        return [.. values.Select(replica => replica[observable][at]!.Value)];
    }
}
