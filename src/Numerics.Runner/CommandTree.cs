using System.CommandLine;
using Numerics.Runner.Invocation;
using Numerics.Runner.Verbs;

namespace Numerics.Runner;

/// <summary>The verbs with their arguments, as the parser knows them.</summary>
internal static class CommandTree
{
    /// <summary>Builds the tree.</summary>
    /// <param name="context">Streams and studies.</param>
    /// <param name="options">Shared options; they may stand before or after the verb.</param>
    public static RootCommand Build(RunnerContext context, RunnerOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        RootCommand root = new(
            "Large random systems: theory of the infinite limit against simulation, with error bars."
            + $"{Environment.NewLine}{Environment.NewLine}Exit codes:{Environment.NewLine}{ExitCodes.Table}"
            + $"{Environment.NewLine}{Environment.NewLine}Shell completion: '[suggest:POSITION]' before the command line prints the completions at that position.");
        foreach (Option option in options.All)
        {
            option.Recursive = true;
            root.Options.Add(option);
        }

        IVerb[] verbs =
        [
            new ListVerb(), new RunVerb("run"), new RunVerb("theory"), new RunVerb("simulate"), new PlanVerb(), new ResumeVerb(), new MergeVerb(),
            new ShowVerb(), new OverviewVerb(), new VerifyVerb(), new DoctorVerb(), new SchemaVerb(), new CiteVerb(),
        ];
        foreach (IVerb verb in verbs)
        {
            Command command = verb.Command(context.Catalog);
            command.SetAction(parsed =>
            {
                options.RefuseUnused(parsed, command.Name, verb.Options);
                return (int)verb.Run(context, new VerbArguments(parsed, options));
            });
            root.Subcommands.Add(command);
        }

        return root;
    }
}
