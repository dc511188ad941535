using System.CommandLine;
using Numerics.Runner.Execution;
using Numerics.Runner.Invocation;
using Numerics.Runner.Rendering;
using Numerics.Studies.Contract;

namespace Numerics.Runner.Verbs;

/// <summary><c>resume DIR</c>: goes on with an interrupted run; finished replicas are not run again.</summary>
internal sealed class ResumeVerb : IVerb
{
    private const string FileArgument = "FILE";

    /// <inheritdoc/>
    public Command Command(StudyCatalog catalog) => new("resume", "Go on with an interrupted run; finished replicas are not run again.")
    {
        VerbArguments.DirectoryArgument(),
        new Argument<string?>(FileArgument)
        {
            Description = "Configuration file to compare with that of the run; any difference is refused.",
            Arity = ArgumentArity.ZeroOrOne,
        },
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> Options => ["--set", "--replicas", "--seed", "--threads", "--json", "--quiet", "--entries", "--strict", "--distort", "--print-config", "--lapack"];

    /// <inheritdoc/>
    public ExitCode Run(RunnerContext context, VerbArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(arguments);
        StoredRun stored = StoredRun.Open(context.Reader, arguments.Text(VerbArguments.Directory)!, arguments.Overrides);
        stored.RequireSame(stored.Configuration);
        if (arguments.Text(FileArgument) is { } file)
        {
            stored.RequireSame(context.Reader.Read(file, arguments.Overrides));
        }

        if (arguments.PrintConfiguration)
        {
            context.Out.WriteLine(stored.Configuration.Print());
            return ExitCode.Ok;
        }

        RunMode mode = RunMode.Of(stored.Manifest);
        FinishedRun? run = new RunSession(context, arguments, stored.Configuration, mode, stored.Shard).Resume(stored.Directory.FullPath, stored.Manifest);
        return run is null ? ExitCode.Ok : RunSummary.Write(context, arguments, run.Result, run.Directory, run.Signal);
    }
}
