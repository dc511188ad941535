using Numerics.LinearAlgebra.Evidence;
using Numerics.Results.Files;
using Numerics.Results.Hdf5;
using Numerics.Studies.Comparison;
using Numerics.Studies.Records;

namespace Numerics.Runner.Execution;

/// <summary>What the replica files of a finished run hold, against what its result counts.</summary>
/// <param name="Averages">Averages of the files that are there; those of the result file if none is.</param>
/// <param name="Records">The replicas that are there; null if none is.</param>
/// <param name="Counted">Finished replicas that the result counts.</param>
/// <param name="Missing">How many of them have no file that counts.</param>
internal sealed record StoredReplicas(
    IReadOnlyDictionary<string, SimulationStatistics> Averages, IReadOnlyList<ReplicaRecord>? Records, int Counted, int Missing)
{
    /// <summary>Reads all replica files of a run and averages them.</summary>
    /// <param name="stored">The run.</param>
    /// <param name="shapes">Its observables.</param>
    /// <param name="written">Its result.</param>
    /// <param name="log">Gets a line on files that do not count and on averages that differ from those of the result.</param>
    public static StoredReplicas Read(StoredRun stored, IReadOnlyList<ObservableShape> shapes, RunResult written, TextWriter log)
    {
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(written);
        ArgumentNullException.ThrowIfNull(log);
        Dictionary<string, SimulationStatistics> stated = written.Observables
            .Where(observable => observable.Simulation is not null)
            .ToDictionary(observable => observable.Shape.Name, observable => observable.Simulation!);
        int counted = stated.Values.Select(statistics => statistics.Replicas).DefaultIfEmpty().Max();
        List<ReplicaRecord> records = counted == 0 ? [] : Files(stored, shapes, log);
        int finished = records.Count(record => record.Outcome == Outcome.Ok);
        if (finished == 0)
        {
            log.WriteLine(counted == 0 ? "There are no replicas." : $"No replica can be read from '{stored.Directory.ReplicaPath}'.");
            return new StoredReplicas(stated, null, counted, counted);
        }

        IReadOnlyList<ReplicaRecord> measured = VarianceOverReplicas.Complete(
            shapes, name => written.Observables.FirstOrDefault(observable => observable.Shape.Name == name)?.Rule, records);
        IReadOnlyDictionary<string, SimulationStatistics> averages = ReplicaAverages.Of(shapes, measured);
        if (finished >= counted && averages.Any(pair => !stated.TryGetValue(pair.Key, out SimulationStatistics? other) || !other.Mean.SequenceEqual(pair.Value.Mean)))
        {
            log.WriteLine("The averages in the result file are not those of the replica files; the replica files count.");
        }

        return new StoredReplicas(averages, measured, counted, Math.Max(0, counted - finished));
    }

    /// <summary>What a verdict on these replicas is not about; null if none is missing.</summary>
    /// <param name="directory">Directory of the run as the reader would name it.</param>
    public Fact? Caveat(string directory) => Missing == 0 ? null : Fact.Warning(
        "missing replicas",
        Records is null
            ? $"All {Counted} replica files are missing or damaged: this verdict believes the averages of {RunFiles.Json}, and what needs single replicas is not judged; numerics resume {directory} makes them again."
            : $"{Missing} of {Counted} replica files {(Missing == 1 ? "is" : "are")} missing or damaged: this verdict is on the {Counted - Missing} that are there, not on the whole run; numerics resume {directory} makes the others again.");

    private static List<ReplicaRecord> Files(StoredRun stored, IReadOnlyList<ObservableShape> shapes, TextWriter log)
    {
        Hdf5ReplicaStore store = stored.Directory.OpenReplicas(stored.Manifest);
        int asked = stored.Manifest.ReplicasAsked;
        List<ReplicaRecord> records = [];
        List<string> unread = [];
        foreach (int replica in stored.Shard is { } shard ? shard.First(asked) : Enumerable.Range(0, asked))
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

        return records;
    }
}
