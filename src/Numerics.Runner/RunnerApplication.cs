using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using Numerics.Runner.Invocation;
using Numerics.Studies.Contract;
using Numerics.Studies.Execution;

namespace Numerics.Runner;

/// <summary>The program as a function: arguments in, exit code out, all text through the given writers.</summary>
internal static class RunnerApplication
{
    private const string Suggest = "[suggest:";

    /// <summary>Runs the program.</summary>
    /// <param name="args">Arguments.</param>
    /// <param name="output">Results for the user.</param>
    /// <param name="error">Progress, notices, errors.</param>
    /// <param name="catalog">Studies that can be named.</param>
    /// <param name="demonstration">What <c>run</c> without a study runs.</param>
    /// <returns>An <see cref="ExitCode"/> as number.</returns>
    public static int Run(
        IReadOnlyList<string> args, TextWriter output, TextWriter error, StudyCatalog catalog, DefaultDemonstration demonstration)
    {
        bool isProgram = ReferenceEquals(error, Console.Error);
        using GuardedWriter spoken = new(output, mayBeLost: false);
        using GuardedWriter told = new(isProgram ? error : TextWriter.Synchronized(error), mayBeLost: true);
        using MpiLaunch launch = isProgram ? MpiLaunch.Detect(Environment.GetEnvironmentVariable) : MpiLaunch.None;
        RunnerContext context = new(spoken, told, catalog, demonstration, args) { Launch = launch };
        return launch.Shared ? RunShared(context) : Run(context, context.Error);
    }

    /// <summary>Rank 0 alone speaks. One thread joins, exchanges and leaves, as MPI's level FUNNELED asks; its stack is that of LAPACK workers.</summary>
    private static int RunShared(RunnerContext context)
    {
        RunnerContext heard = context.Launch.Rank == 0 ? context : context with { Out = TextWriter.Null, Error = TextWriter.Null };
        int code = 0;
        Thread thread = new(
            () =>
            {
                code = Run(heard, context.Error);
                context.Launch.Dispose();
            },
            ReplicaScheduler.StackBytes) { Name = "run" };
        thread.Start();
        thread.Join();
        return code;
    }

    /// <summary>Parses and runs.</summary>
    /// <param name="context">Streams and studies.</param>
    /// <param name="alarm">Where failures are told; of several processes only the failing one tells.</param>
    private static int Run(RunnerContext context, TextWriter alarm)
    {
        if (context.CommandLine.FirstOrDefault(IsBadDirective) is { } directive)
        {
            context.Error.WriteLine($"numerics: '{directive}' is no position in a command line; write [suggest:12].");
            return (int)ExitCode.Usage;
        }

        RunnerOptions options = new();

        // Names of files that begin with @ are not expanded.
        ParseResult parsed = CommandTree.Build(context, options).Parse(context.CommandLine, new ParserConfiguration { ResponseFileTokenReplacer = null });
        string[] unknown = UnknownOptions(parsed);
        if (parsed.Action is ParseErrorAction || unknown.Length > 0)
        {
            return ReportParseErrors(parsed, unknown, context.Error);
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = context.Out,
                Error = context.Error,
            });
        }
#pragma warning disable CA1031 // The outermost frame: every failure becomes a sentence and an exit code.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return context.Launch.Fail(() => (int)FailureReport.Write(exception, alarm, context.Launch.Name));
        }
    }

    /// <summary>A request for completions whose position is no number; the parser would throw.</summary>
    private static bool IsBadDirective(string argument) => argument.StartsWith(Suggest, StringComparison.Ordinal) && argument.EndsWith(']')
        && !int.TryParse(argument.AsSpan(Suggest.Length, argument.Length - Suggest.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>What looks like an option and was taken for an argument, because the verb has one: "list --jsom".</summary>
    private static string[] UnknownOptions(ParseResult parsed)
        => [.. parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .Select(token => token.Value)
            .Where(value => value.StartsWith("--", StringComparison.Ordinal))];

    private static int ReportParseErrors(ParseResult parsed, string[] unknown, TextWriter log)
    {
        Command command = parsed.CommandResult.Command;
        string[] known = [.. command.Subcommands.Select(verb => verb.Name), .. OptionNames(parsed.CommandResult)];
        HashSet<string> unmatched = [.. unknown, .. parsed.UnmatchedTokens];
        foreach (string token in unmatched)
        {
            string? nearest = NearestName.Find(token, known);
            string kind = token.StartsWith('-') ? "option" : command.Subcommands.Count > 0 ? "verb" : "argument";
            log.WriteLine($"numerics: unknown {kind} '{token}'.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}");
        }

        foreach (ParseError problem in parsed.Errors)
        {
            // What is wrong with the command itself (a token that matches nothing, a missing verb) is said above.
            if (unmatched.Count == 0 || problem.SymbolResult is not CommandResult)
            {
                log.WriteLine($"numerics: {problem.Message}");
            }
        }

        string verb = command is RootCommand ? "" : $"{command.Name} ";
        log.WriteLine($"Help: numerics {verb}--help");
        return (int)ExitCode.Usage;
    }

    private static IEnumerable<string> OptionNames(CommandResult result)
    {
        for (SymbolResult? level = result; level is not null; level = level.Parent)
        {
            foreach (Option option in (level as CommandResult)?.Command.Options ?? [])
            {
                yield return option.Name;
            }
        }
    }
}
