namespace Numerics.Studies.Records;

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    /// <summary>All that was asked was done.</summary>
    Ok,

    /// <summary>At least one replica or the theory diverged or did not converge.</summary>
    NumericalFailure,

    /// <summary>Stopped on request before all replicas were done; resumable.</summary>
    Interrupted,
}
