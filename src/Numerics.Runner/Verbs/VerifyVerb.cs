using System.CommandLine;
using Numerics.Results.Hdf5;
using Numerics.Results.Json;
using Numerics.Runner.Execution;
using Numerics.Runner.Invocation;
using Numerics.Runner.Rendering;
using Numerics.Studies.Catalog;
using Numerics.Studies.Comparison;
using Numerics.Studies.Records;

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
        IStudyRun run = stored.Configuration.Prepare();
        Dictionary<string, ObservableEstimate> theory = written.Observables
            .Where(observable => observable.Theory is not null)
            .ToDictionary(observable => observable.Shape.Name, observable => observable.Theory!);
        (IReadOnlyDictionary<string, SimulationStatistics> simulation, IReadOnlyList<ReplicaRecord>? records) = Averages(stored, run, written, context.Error);
        Verdict verdict = TheoryComparison.Judge(run.Observables, run.Rule, theory, simulation, written.FamilyWiseFalseAlarmRate, records);
        RunResult result = written with { Observables = verdict.Observables, Agrees = verdict.Agrees };
        if (verdict.Agrees != written.Agrees)
        {
            context.Error.WriteLine("The verdict differs from the one in the result file.");
        }

        return RunSummary.Write(context, arguments, result, stored.Directory);
    }

    /// <summary>From the replica files if all that the result counts are there, otherwise from the result file.</summary>
    private static (IReadOnlyDictionary<string, SimulationStatistics> Averages, IReadOnlyList<ReplicaRecord>? Records) Averages(
        StoredRun stored, IStudyRun run, RunResult written, TextWriter log)
    {
        Dictionary<string, SimulationStatistics> stated = written.Observables
            .Where(observable => observable.Simulation is not null)
            .ToDictionary(observable => observable.Shape.Name, observable => observable.Simulation!);
        int counted = stated.Values.Select(statistics => statistics.Replicas).DefaultIfEmpty().Max();
        Hdf5ReplicaStore store = stored.Directory.OpenReplicas(stored.Manifest);
        ReplicaRecord[] records =
        [
            .. Enumerable.Range(0, counted == 0 ? 0 : run.Replicas)
                .Select(replica => store.TryRead(replica, run.Observables, out _))
                .OfType<ReplicaRecord>(),
        ];
        if (counted == 0 || records.Count(record => record.Outcome == ReplicaOutcome.Finished) != counted)
        {
            log.WriteLine(counted == 0 ? "There are no replicas." : "Not all replica files can be read; the averages of the result file are used.");
            return (stated, null);
        }

        IReadOnlyDictionary<string, SimulationStatistics> averages = ReplicaAverages.Of(run.Observables, records);
        if (averages.Any(pair => !stated.TryGetValue(pair.Key, out SimulationStatistics? other) || !other.Mean.SequenceEqual(pair.Value.Mean)))
        {
            log.WriteLine("The averages in the result file are not those of the replica files; the replica files count.");
        }

        return (averages, records);
    }
}
