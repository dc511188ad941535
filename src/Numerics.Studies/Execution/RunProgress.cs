namespace Numerics.Studies.Execution;

/// <summary>Where a run stands.</summary>
/// <param name="Phase">"theory" or "simulation".</param>
/// <param name="Done">Replicas done, those read back included.</param>
/// <param name="Total">Replicas asked.</param>
/// <param name="Fraction">Part of the phase done, 0 to 1, unfinished replicas counted by their own fraction.</param>
/// <param name="ReplicasPerSecond">Rate of this run; zero until something is done.</param>
/// <param name="Remaining">Estimated time to the end of the phase; null until something is done.</param>
/// <param name="Message">Something to be told once, on a line of its own; null as a rule.</param>
public sealed record RunProgress(
    string Phase,
    int Done,
    int Total,
    double Fraction,
    double ReplicasPerSecond,
    TimeSpan? Remaining,
    string? Message = null);
