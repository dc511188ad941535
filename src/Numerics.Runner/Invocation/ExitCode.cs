using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Records;

namespace Numerics.Runner.Invocation;

/// <summary>How the program ended. Printed by <c>--help</c>.</summary>
internal enum ExitCode
{
    /// <summary>Done, all checks passed.</summary>
    Ok = 0,

    /// <summary>Command line, configuration or files of a run refused.</summary>
    Usage = 1,

    /// <summary>Ran; theory and simulation disagree.</summary>
    Disagreement = 2,

    /// <summary>Something was not finite or did not converge.</summary>
    NumericalFailure = 3,

    /// <summary>Provider missing, memory limit, files or folders not writable.</summary>
    Environment = 4,

    /// <summary>Stopped by a signal; can be resumed.</summary>
    Interrupted = 5,

    /// <summary>A mistake in this program.</summary>
    InternalError = 70,
}

/// <summary>Words for exit codes, and which one a result or an exception asks for.</summary>
internal static class ExitCodes
{
    /// <summary>One line per code.</summary>
    public static string Table { get; } = string.Join(
        System.Environment.NewLine, Enum.GetValues<ExitCode>().Select(code => $"  {(int)code,-4}{Describe(code)}"));

    /// <summary>What a code means.</summary>
    public static string Describe(ExitCode code) => code switch
    {
        ExitCode.Ok => "done, all checks passed",
        ExitCode.Usage => "command line, configuration or files of a run refused",
        ExitCode.Disagreement => "ran, and theory and simulation disagree (with --strict also: inconclusive, or nothing to judge)",
        ExitCode.NumericalFailure => "numerical failure: not finite or not converged",
        ExitCode.Environment => "environment: provider missing, memory limit, files or folders not writable",
        ExitCode.Interrupted => "stopped by a signal, can be resumed",
        _ => "internal error",
    };

    /// <summary>The code of a result: an interruption counts before a numerical failure, and that before a disagreement.</summary>
    /// <param name="result">The run.</param>
    /// <param name="strict">Whether an inconclusive verdict, or none at all, counts as disagreement.</param>
    public static ExitCode Of(RunResult result, bool strict = false)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result switch
        {
            { Outcome: Outcome.Interrupted } => ExitCode.Interrupted,
            { Outcome: Outcome.NumericalFailure } => ExitCode.NumericalFailure,
            { Verdict: Judgement.Disagrees } => ExitCode.Disagreement,
            { Verdict: Judgement.Inconclusive } when strict => ExitCode.Disagreement,
            _ when strict && LacksVerdict(result) => ExitCode.Disagreement,
            _ => ExitCode.Ok,
        };
    }

    /// <summary>Whether theory and replicas are both there and none of their numbers were held together, although the study would. A shard is judged when it is merged.</summary>
    public static bool LacksVerdict(RunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Verdict is null && !result.Answers.Any() && result.Manifest.Shard is null && result.Manifest.ReplicasAsked > 0 && result.Observables.Any(observable => observable.Theory is not null);
    }
}
