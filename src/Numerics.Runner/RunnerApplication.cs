using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Numerics.Studies.Catalog;

namespace Numerics.Runner;

/// <summary>The program as a function: arguments in, exit code out, all text through the given writers.</summary>
public static class RunnerApplication
{
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
        TextWriter log = ReferenceEquals(error, Console.Error) ? error : TextWriter.Synchronized(error);
        RunnerContext context = new(output, log, catalog, demonstration, args);
        RunnerOptions options = new();
        ParseResult parsed = CommandTree.Build(context, options).Parse(args);
        string[] unknown = UnknownOptions(parsed);
        if (parsed.Action is ParseErrorAction || unknown.Length > 0)
        {
            return ReportParseErrors(parsed, unknown, log);
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = output,
                Error = log,
            });
        }
#pragma warning disable CA1031 // The outermost frame: every failure becomes a sentence and an exit code.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return (int)FailureReport.Write(exception, log);
        }
    }

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
            bool told = unmatched.Any(token => problem.Message.Contains($"'{token}'", StringComparison.Ordinal));
            if (!told && (unmatched.Count == 0 || !problem.Message.StartsWith("Required command", StringComparison.Ordinal)))
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
