using Numerics.Results;
using Numerics.Results.Contract;
using Numerics.Results.Json;
using Numerics.Runner.Invocation;
using Numerics.Studies.Comparison;
using Numerics.Studies.Records;
using Spectre.Console;

namespace Numerics.Runner.Rendering;

/// <summary>What standard output says of a run: table, verdict, where the files are; or one JSON object.</summary>
internal static class RunSummary
{
    /// <summary>Writes it.</summary>
    /// <param name="context">Streams.</param>
    /// <param name="arguments">JSON or text, quiet or not.</param>
    /// <param name="result">The run.</param>
    /// <param name="directory">Its directory.</param>
    /// <param name="signal">Signal that ended it early, or null.</param>
    /// <param name="caveats">Those of its warnings that say what the verdict is about; they stand beside it and are not left out by <c>--quiet</c>.</param>
    public static ExitCode Write(
        RunnerContext context, VerbArguments arguments, RunResult result, ResultDirectory directory, string? signal = null, IReadOnlyList<Fact>? caveats = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(directory);
        ExitCode code = ExitCodes.Of(result, arguments.Strict);
        if (arguments.Json)
        {
            context.Out.WriteLine(RunResultJson.ToText(result));
            TextWriter remarks = code == ExitCode.Ok ? TextWriter.Null : context.Error;
            WriteSentences(remarks, arguments, result, directory, signal, caveats ?? []);
            WriteRefusal(remarks, code, result);
            return code;
        }

        if (!arguments.Quiet)
        {
            context.Out.WriteLine($"{result.Manifest.Study}, seed {result.Manifest.Seed}");
            if (result.Verdict == Judgement.Inconclusive)
            {
                context.Out.WriteLine(VerdictSentence.Verdict(result));
            }

            WriteTable(context.OutConsole, arguments.Entries, result);
        }

        WriteSentences(context.Out, arguments, result, directory, signal, caveats ?? []);
        WriteRefusal(context.Out, code, result);
        if (!arguments.Quiet)
        {
            context.Out.WriteLine($"Files: {Relative(directory.FullPath)}");
        }

        return code;
    }

    /// <summary>A path below the current directory as seen from there, any other in full.</summary>
    public static string Relative(string path)
    {
        string relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    /// <summary>One line for each observable that was judged; if nothing was, the tables of the study where it has some; entries if asked, or else.</summary>
    private static void WriteTable(IAnsiConsole console, bool entries, RunResult result)
    {
        if (!entries && result.Tables.Count > 0 && result.Verdict is null && result.Observables.Any(observable => observable.Simulation is not null))
        {
            StudyTableText.Write(console, result);
        }
        else if (entries || result.Observables.All(observable => observable.Comparison is null))
        {
            EntryTable.Write(console, result);
        }
        else
        {
            ObservableTable.Write(console, result);
        }
    }

    /// <summary>Why a run without a verdict is no success under <c>--strict</c>.</summary>
    private static void WriteRefusal(TextWriter writer, ExitCode code, RunResult result)
    {
        if (code == ExitCode.Disagreement && ExitCodes.LacksVerdict(result))
        {
            writer.WriteLine("Nothing was judged, although theory and simulation were asked for, and --strict asks for a verdict: take parameters at which an observable with a rule exists on both sides.");
        }
    }

    /// <summary>All remarks, or with <c>--quiet</c> only what did not come to its end and distortions; then the caveats and the verdict.</summary>
    private static void WriteSentences(
        TextWriter writer, VerbArguments arguments, RunResult result, ResultDirectory directory, string? signal, IReadOnlyList<Fact> caveats)
    {
        string place = Relative(directory.FullPath);
        IEnumerable<string> remarks = arguments.Quiet
            ? VerdictSentence.Endings(result, place, signal)
                .Concat(Distortion.Facts(result.Distortions.Count > 0 ? result.Distortions : arguments.Distortions).Select(fact => $"Warning: {fact.Text}"))
            : VerdictSentence.Of(result with { Facts = [.. result.Facts.Except(caveats)] }, place, signal);
        foreach (string sentence in remarks.Concat(caveats.Select(fact => $"Warning: {fact.Text}")))
        {
            writer.WriteLine(sentence);
        }

        writer.WriteLine(VerdictSentence.Verdict(result));
    }
}
