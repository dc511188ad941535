namespace Numerics.Runner;

/// <summary>How the program ended. Printed by <c>--help</c>.</summary>
public enum ExitCode
{
    /// <summary>Done, all checks passed.</summary>
    Ok = 0,

    /// <summary>Command line or configuration refused.</summary>
    Usage = 1,

    /// <summary>Ran; theory and simulation disagree.</summary>
    Disagreement = 2,

    /// <summary>Something was not finite or did not converge.</summary>
    NumericalFailure = 3,

    /// <summary>Provider missing, memory limit, files not writable.</summary>
    Environment = 4,

    /// <summary>Stopped by a signal; can be resumed.</summary>
    Interrupted = 5,

    /// <summary>A mistake in this program.</summary>
    InternalError = 70,
}
