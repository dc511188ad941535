using System.CommandLine;
using Numerics.Runner.Execution;
using Numerics.Runner.Invocation;
using Numerics.Runner.Rendering;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Results.Hdf5;

namespace Numerics.Runner.Verbs;

/// <summary><c>merge DIR...</c>: the shards of one run into one result, the same bits as if it had been run whole.</summary>
internal sealed class MergeVerb : IVerb
{
    /// <inheritdoc/>
    public Command Command(StudyCatalog catalog) => new("merge", "Join the shards of one run into one result.")
    {
        new Argument<string[]>(VerbArguments.Directory) { Description = "Directories of all shards.", Arity = ArgumentArity.OneOrMore },
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> Options => ["--out", "--threads", "--json", "--quiet", "--entries", "--strict", "--distort", "--lapack"];

    /// <inheritdoc/>
    public ExitCode Run(RunnerContext context, VerbArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(arguments);
        StoredRun[] shards = [.. arguments.Texts(VerbArguments.Directory).Select(path => StoredRun.Open(context.Reader, path, []))];
        StoredRun first = shards[0];
        first.RequireSame(first.Configuration);
        foreach (StoredRun other in shards)
        {
            first.RequireShard(other);
            other.RequireSame(other.Configuration);
        }

        Experiment experiment = first.Configuration.Prepare();
        SortedDictionary<int, ReplicaRecord> found = Collect(shards, experiment, context.Error);
        int[] missing = [.. Enumerable.Range(0, experiment.Replicas).Where(replica => !found.ContainsKey(replica))];
        if (missing.Length > 0)
        {
            string some = string.Join(", ", missing.Take(10)) + (missing.Length > 10 ? ", ..." : "");
            throw new ConfigurationException(
                "merge", "", $"{missing.Length} of {experiment.Replicas} replicas are in none of the directories ({some}): resume or run the missing shards.");
        }

        RunMode mode = RunMode.OfShards(shards.Select(shard => shard.Manifest));
        FinishedRun? merged = new RunSession(context, arguments, first.Configuration, mode, shard: null).Start(() => arguments.Out ?? OutputPath.Default($"{first.Manifest.Study}-merged"), [.. found.Values]);
        return merged is null ? ExitCode.Ok : RunSummary.Write(context, arguments, merged.Result, merged.Directory, merged.Signal);
    }

    private static SortedDictionary<int, ReplicaRecord> Collect(StoredRun[] shards, Experiment experiment, TextWriter log)
    {
        SortedDictionary<int, ReplicaRecord> found = [];
        foreach (StoredRun shard in shards)
        {
            Hdf5ReplicaStore store = shard.Directory.OpenReplicas(shard.Manifest);
            for (int replica = 0; replica < experiment.Replicas; replica++)
            {
                ReplicaRecord? record = store.TryRead(replica, experiment.Shapes, out string? rejected);
                if (rejected is not null)
                {
                    log.WriteLine(rejected);
                }

                if (record is not null)
                {
                    found.TryAdd(replica, record);
                }
            }
        }

        return found;
    }
}
