using System.CommandLine;
using System.Text.Json.Nodes;
using Numerics.Results.Json;
using Numerics.Runner.Execution;
using Numerics.Runner.Invocation;
using Numerics.Runner.Rendering;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;

namespace Numerics.Runner.Verbs;

/// <summary><c>run</c>, <c>theory</c> and <c>simulate</c>; <c>run</c> alone runs the demonstration.</summary>
/// <param name="name">Which of them.</param>
internal sealed class RunVerb(string name) : IVerb
{
    private readonly RunMode mode = RunMode.Of(name);

    /// <inheritdoc/>
    public Command Command(StudyCatalog catalog) => new(name, name switch
    {
        "theory" => "Prediction only.",
        "simulate" => "Monte Carlo only.",
        _ => "Theory, simulation and their comparison; without a study, the demonstration.",
    })
    {
        VerbArguments.StudyArgument(catalog, optional: name == "run"),
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> Options => [.. RunnerOptions.OfRuns.Where(option => option switch
    {
        "--distort" => mode.Theory && mode.Simulation,
        "--shard" => mode.Simulation,
        _ => true,
    })];

    /// <inheritdoc/>
    public ExitCode Run(RunnerContext context, VerbArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.Text(VerbArguments.StudyOrFile) is not { } study)
        {
            return RunDemonstration(context, arguments);
        }

        StudyConfiguration configuration = context.Reader.Read(study, arguments.Overrides);
        if (arguments.PrintConfiguration)
        {
            context.Out.WriteLine(configuration.Print());
            return ExitCode.Ok;
        }

        string suffix = arguments.Shard is { } shard ? $"-shard-{shard.Number}-of-{shard.Count}" : "";
        FinishedRun? run = new RunSession(context, arguments, configuration, mode, arguments.Shard).Start(() => arguments.Out ?? OutputPath.Default(configuration.Study.Card.Name + suffix), []);
        return run is null ? ExitCode.Ok : RunSummary.Write(context, arguments, run.Result, run.Directory, run.Signal);
    }

    private ExitCode RunDemonstration(RunnerContext context, VerbArguments arguments)
    {
        if (context.Demonstration.Runs.Count == 0)
        {
            throw new ConfigurationException(
                "command line", "run", $"There is no demonstration: name a study. Known: {string.Join(", ", context.Catalog.Names)}.");
        }

        if (context.Launch.Shared)
        {
            throw new ConfigurationException("command line", "run", "The demonstration is for one process: name a study.");
        }

        // All are read before the first is run, so that a mistake in an override costs nothing.
        (string Name, StudyConfiguration Configuration)[] runs =
        [
            .. context.Demonstration.Runs.Select(run => (run.Name, context.Reader.Read(run.File, arguments.Overrides))),
        ];
        if (!arguments.PrintConfiguration)
        {
            return RunAll(runs, context, arguments);
        }

        foreach ((_, StudyConfiguration configuration) in runs)
        {
            context.Out.WriteLine(configuration.Print());
        }

        return ExitCode.Ok;
    }

    /// <summary>One after the other until one is interrupted; the largest exit code.</summary>
    private ExitCode RunAll((string Name, StudyConfiguration Configuration)[] runs, RunnerContext context, VerbArguments arguments)
    {
        string folder = arguments.Out ?? OutputPath.Default("demonstration");
        ExitCode worst = ExitCode.Ok;
        JsonArray results = [];
        foreach ((string run, StudyConfiguration configuration) in runs)
        {
            FinishedRun finished = new RunSession(context, arguments, configuration, mode, arguments.Shard).Start(() => Path.Combine(folder, run), [])!;
            RunnerContext target = arguments.Json ? context with { Out = TextWriter.Null } : context;
            ExitCode code = RunSummary.Write(target, arguments, finished.Result, finished.Directory, finished.Signal);
            results.Add(JsonNode.Parse(RunResultJson.ToText(finished.Result)));
            worst = Worse(worst, code);
            if (code == ExitCode.Interrupted)
            {
                break;
            }
        }

        if (arguments.Json)
        {
            context.Out.WriteLine(new JsonObject { ["runs"] = results }.ToJsonString(ConfigurationJson.Options));
        }

        return worst;
    }

    private static ExitCode Worse(ExitCode a, ExitCode b) => (ExitCode)Math.Max((int)a, (int)b);
}
