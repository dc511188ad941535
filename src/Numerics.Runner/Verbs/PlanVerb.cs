using System.CommandLine;
using System.Text.Json.Nodes;
using Numerics.Runner.Invocation;
using Numerics.Runner.Rendering;
using Numerics.Studies.Comparison;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Numerics.Studies.Execution;
using Numerics.Studies.Records;

namespace Numerics.Runner.Verbs;

/// <summary><c>plan</c>: replicas, bytes and rough time of a run; writes nothing.</summary>
internal sealed class PlanVerb : IVerb
{
    /// <inheritdoc/>
    public Command Command(StudyCatalog catalog)
        => new("plan", "Replicas, bytes and rough time of a run; writes nothing.") { VerbArguments.StudyArgument(catalog, optional: false) };

    /// <inheritdoc/>
    /// <remarks>All those of a run, so that a command line is planned by changing one word.</remarks>
    public IReadOnlyList<string> Options => RunnerOptions.OfRuns;

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

        Experiment experiment = configuration.Prepare();
        Distortion.Check(arguments.Distortions, [.. experiment.Observables.Where(observable => observable.Rule is not null).Select(observable => observable.Name)]);
        Cost cost = experiment.TotalCost;
        int replicas = arguments.Shard?.Replicas(experiment.Replicas).Count ?? experiment.Replicas;
        MemoryLimit limit = MemoryLimit.Detect();
        ExecutionPlan plan = MemoryPlan.Make(cost, limit, arguments.Threads, replicas);
        int rounds = (replicas + plan.ParallelReplicas - 1) / plan.ParallelReplicas;
        double seconds = (cost.TheorySeconds / plan.Threads) + (rounds * cost.ReplicaSeconds / plan.ThreadsPerReplica);
        if (arguments.Json)
        {
            context.Out.WriteLine(Json(configuration, experiment, cost, limit, plan, replicas, seconds).ToJsonString(ConfigurationJson.Options));
            return ExitCode.Ok;
        }

        context.Out.WriteLine($"study             {configuration.Study.Card.Name}, seed {configuration.Seed}");
        context.Out.WriteLine($"replicas          {replicas}, {plan.ParallelReplicas} at a time with {(plan.ThreadsPerReplica == 1 ? "one thread" : $"{plan.ThreadsPerReplica} threads")} each");
        foreach (Fact fact in experiment.Plan)
        {
            context.Out.WriteLine($"{fact.Name,-17} {fact.Text}");
        }

        context.Out.WriteLine($"bytes per replica {MemoryLimit.Format(cost.ReplicaBytes)}");
        context.Out.WriteLine($"bytes of theory   {MemoryLimit.Format(cost.TheoryBytesOn(plan.Threads))}");
        context.Out.WriteLine($"bytes of values   {MemoryLimit.Format(cost.RecordBytes)} per replica, kept to the end");
        context.Out.WriteLine($"bytes at once     {MemoryLimit.Format(plan.Bytes)} of {MemoryLimit.Format(plan.AvailableBytes)} usable ({limit.Source})");
        context.Out.WriteLine($"rough time        {ProgressRenderer.Duration(TimeSpan.FromSeconds(Math.Min(seconds, 1e9)))}");
        if (plan.Notice is { } notice)
        {
            context.Out.WriteLine(notice);
        }

        return ExitCode.Ok;
    }

    private static JsonObject Json(
        StudyConfiguration configuration, Experiment experiment, Cost cost, MemoryLimit limit, ExecutionPlan plan, int replicas, double seconds) => new()
    {
        ["study"] = configuration.Study.Card.Name,
        ["parameters"] = configuration.ResolvedParameters.DeepClone(),
        ["seed"] = configuration.Seed,
        ["fingerprint"] = configuration.Fingerprint,
        ["replicas"] = replicas,
        ["parallelReplicas"] = plan.ParallelReplicas,
        ["threadsPerReplica"] = plan.ThreadsPerReplica,
        ["bytesPerReplica"] = cost.ReplicaBytes,
        ["bytesTheory"] = cost.TheoryBytesOn(plan.Threads),
        ["bytesValues"] = cost.RecordBytes,
        ["bytesAtOnce"] = plan.Bytes,
        ["bytesUsable"] = plan.AvailableBytes,
        ["memoryLimitBytes"] = limit.Bytes,
        ["memoryLimitSource"] = limit.Source,
        ["roughSeconds"] = seconds,
        ["notice"] = plan.Notice,
        ["notes"] = new JsonObject([.. experiment.Plan.DistinctBy(fact => fact.Name).Select(fact => KeyValuePair.Create(fact.Name, (JsonNode?)fact.Text))]),
    };
}
