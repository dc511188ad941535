using System.CommandLine;
using System.Text.Json.Nodes;
using Numerics.Runner.Invocation;
using Numerics.Runner.Rendering;
using Numerics.Studies.Catalog;
using Numerics.Studies.Execution;

namespace Numerics.Runner.Verbs;

/// <summary><c>plan</c>: replicas, bytes and rough time of a run; writes nothing.</summary>
public sealed class PlanVerb : IVerb
{
    /// <inheritdoc/>
    public Command Command(StudyCatalog catalog)
        => new("plan", "Replicas, bytes and rough time of a run; writes nothing.") { VerbArguments.StudyArgument(catalog, optional: false) };

    /// <inheritdoc/>
    public ExitCode Run(RunnerContext context, VerbArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(arguments);
        StudyConfiguration configuration = context.Reader.Read(arguments.Text(VerbArguments.StudyOrFile)!, arguments.Overrides);
        if (arguments.PrintConfiguration)
        {
            context.Out.WriteLine(configuration.Print());
            return ExitCode.Ok;
        }

        IStudyRun run = configuration.Prepare();
        int replicas = arguments.Shard?.Replicas(run.Replicas).Count ?? run.Replicas;
        MemoryLimit limit = MemoryLimit.Detect();
        ExecutionPlan plan = MemoryPlan.Make(run.Memory, limit, arguments.Threads, replicas);
        int rounds = (replicas + plan.ParallelReplicas - 1) / plan.ParallelReplicas;
        double seconds = (run.Work.SecondsTheory / plan.Threads) + (rounds * run.Work.SecondsPerReplica / plan.ThreadsPerReplica);
        if (arguments.Json)
        {
            context.Out.WriteLine(Json(configuration, run, limit, plan, replicas, seconds).ToJsonString(ConfigurationJson.Options));
            return ExitCode.Ok;
        }

        context.Out.WriteLine($"study             {configuration.Study.Name}, seed {configuration.Seed}");
        context.Out.WriteLine($"replicas          {replicas}, {plan.ParallelReplicas} at a time with {(plan.ThreadsPerReplica == 1 ? "one thread" : $"{plan.ThreadsPerReplica} threads")} each");
        foreach ((string name, string note) in run.PlanNotes)
        {
            context.Out.WriteLine($"{name,-17} {note}");
        }

        context.Out.WriteLine($"bytes per replica {MemoryLimit.Format(run.Memory.PerReplica)}");
        context.Out.WriteLine($"bytes of theory   {MemoryLimit.Format(run.Memory.Theory)}");
        context.Out.WriteLine($"bytes at once     {MemoryLimit.Format(plan.Bytes)} of {MemoryLimit.Format(plan.AvailableBytes)} usable ({limit.Source})");
        context.Out.WriteLine($"rough time        {ProgressRenderer.Duration(TimeSpan.FromSeconds(Math.Min(seconds, 1e9)))}");
        if (plan.Notice is { } notice)
        {
            context.Out.WriteLine(notice);
        }

        return ExitCode.Ok;
    }

    private static JsonObject Json(
        StudyConfiguration configuration, IStudyRun run, MemoryLimit limit, ExecutionPlan plan, int replicas, double seconds) => new()
    {
        ["study"] = configuration.Study.Name,
        ["parameters"] = configuration.ResolvedParameters.DeepClone(),
        ["seed"] = configuration.Seed,
        ["fingerprint"] = configuration.Fingerprint,
        ["replicas"] = replicas,
        ["parallelReplicas"] = plan.ParallelReplicas,
        ["threadsPerReplica"] = plan.ThreadsPerReplica,
        ["bytesPerReplica"] = run.Memory.PerReplica,
        ["bytesTheory"] = run.Memory.Theory,
        ["bytesAtOnce"] = plan.Bytes,
        ["bytesUsable"] = plan.AvailableBytes,
        ["memoryLimitBytes"] = limit.Bytes,
        ["memoryLimitSource"] = limit.Source,
        ["roughSeconds"] = seconds,
        ["notice"] = plan.Notice,
        ["notes"] = new JsonObject([.. run.PlanNotes.Select(note => KeyValuePair.Create(note.Key, (JsonNode?)note.Value))]),
    };
}
