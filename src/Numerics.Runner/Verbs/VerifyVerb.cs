using System.CommandLine;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Results.Json;
using Numerics.Runner.Execution;
using Numerics.Runner.Invocation;
using Numerics.Runner.Rendering;
using Numerics.Studies.Comparison;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Results.Hdf5;

namespace Numerics.Runner.Verbs;

/// <summary>
/// <c>verify DIR</c>: averages the replica files again, compares them with the theory of the result file again, and gives the verdict as exit code.
/// </summary>
public sealed class VerifyVerb : IVerb
{
    /// <inheritdoc/>
    public Command Command(StudyCatalog catalog)
        => new("verify", "Verdict on a finished run again from its files; exit code 0 or 2.") { VerbArguments.DirectoryArgument() };

    /// <inheritdoc/>
    public ExitCode Run(RunnerContext context, VerbArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(arguments);
        StoredRun stored = StoredRun.Open(context.Reader, arguments.Text(VerbArguments.Directory)!, []);
        RunResult written = RunResultReader.Read(stored.Directory.FullPath);
        (IReadOnlyList<ObservableShape> shapes, Func<string, ComparisonRule?> rule) = Rules(stored, written);
        Dictionary<string, ObservableEstimate> theory = written.Observables
            .Where(observable => observable.Theory is not null)
            .ToDictionary(observable => observable.Shape.Name, observable => observable.Theory!);
        (IReadOnlyDictionary<string, SimulationStatistics> simulation, IReadOnlyList<ReplicaRecord>? records) = Averages(stored, shapes, written, context.Error);
        Distortion.Check(arguments.Distortions, [.. shapes.Where(shape => rule(shape.Name) is not null).Select(shape => shape.Name)]);
        Verdict verdict = TheoryComparison.Judge(new ComparisonQuestion(shapes, rule, Distortion.Apply(theory, arguments.Distortions), simulation)
        {
            Records = records,
            Ladder = written.Ladder,
            FalseAlarmRate = written.FamilyWiseFalseAlarmRate,
            Resolution = written.Resolution,
        });
        IReadOnlyDictionary<string, double> distortions = Distortion.Combine(written.Distortions, arguments.Distortions);
        RunResult result = written with
        {
            Observables = verdict.Observables,
            Verdict = verdict.Overall,
            Facts = verdict.Replace(written.Facts, written.Distortions, distortions),
            Distortions = distortions,
        };
        if (arguments.Distortions.Count == 0 && verdict.Overall != written.Verdict)
        {
            context.Error.WriteLine("The verdict differs from the one in the result file.");
        }

        return RunSummary.Write(context, arguments, result, stored.Directory);
    }

    /// <summary>Rules are stored with the result; those of results before schema 2 are the study's, which must still have the same observables.</summary>
    private static (IReadOnlyList<ObservableShape> Shapes, Func<string, ComparisonRule?> Rule) Rules(StoredRun stored, RunResult written)
    {
        ObservableShape[] shapes = [.. written.Observables.Select(observable => observable.Shape)];
        if (written.Manifest.SchemaVersion >= 2)
        {
            return (shapes, name => written.Observables.First(observable => observable.Shape.Name == name).Rule);
        }

        Experiment experiment = stored.Configuration.Prepare();
        if (!experiment.Shapes.Select(shape => (shape.Name, shape.Length)).SequenceEqual(shapes.Select(shape => (shape.Name, shape.Length))))
        {
            throw new ConfigurationException(
                stored.Directory.FullPath, "", $"The result is of schema {written.Manifest.SchemaVersion} with observables that this version has no rules for; show prints its verdict, run it again for a new one.");
        }

        return (shapes, name => experiment.Observables.First(observable => observable.Name == name).Rule);
    }

    /// <summary>From the replica files if all that the result counts are there, otherwise from the result file.</summary>
    private static (IReadOnlyDictionary<string, SimulationStatistics> Averages, IReadOnlyList<ReplicaRecord>? Records) Averages(
        StoredRun stored, IReadOnlyList<ObservableShape> shapes, RunResult written, TextWriter log)
    {
        Dictionary<string, SimulationStatistics> stated = written.Observables
            .Where(observable => observable.Simulation is not null)
            .ToDictionary(observable => observable.Shape.Name, observable => observable.Simulation!);
        int counted = stated.Values.Select(statistics => statistics.Replicas).DefaultIfEmpty().Max();
        Hdf5ReplicaStore store = stored.Directory.OpenReplicas(stored.Manifest);
        List<ReplicaRecord> records = [];
        List<string> unread = [];
        for (int replica = 0; counted > 0 && replica < stored.Manifest.ReplicasAsked; replica++)
        {
            if (store.TryRead(replica, shapes, out string? rejected) is { } record)
            {
                records.Add(record);
            }
            else if (rejected is not null)
            {
                unread.Add(rejected);
            }
        }

        if (unread.Count > 0)
        {
            log.WriteLine(unread.Count == 1 ? unread[0] : $"{unread[0]} The same holds for {unread.Count - 1} more.");
        }

        if (counted == 0 || records.Count(record => record.Outcome == Outcome.Ok) != counted)
        {
            log.WriteLine(counted == 0 ? "There are no replicas."
                : $"{records.Count(record => record.Outcome == Outcome.Ok)} of {counted} replicas can be read from '{stored.Directory.ReplicaPath}'; the averages of the result file are used.");
            return (stated, null);
        }

        IReadOnlyDictionary<string, SimulationStatistics> averages = ReplicaAverages.Of(shapes, records);
        if (averages.Any(pair => !stated.TryGetValue(pair.Key, out SimulationStatistics? other) || !other.Mean.SequenceEqual(pair.Value.Mean)))
        {
            log.WriteLine("The averages in the result file are not those of the replica files; the replica files count.");
        }

        return (averages, records);
    }
}
