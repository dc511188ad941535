using Numerics.LinearAlgebra.Evidence;

namespace Numerics.Studies.Records;

/// <summary>A finished (or stopped) run: what is printed, drawn and written.</summary>
/// <param name="Manifest">How it was made.</param>
/// <param name="Observables">The numbers.</param>
/// <param name="Agrees">Verdict over all compared observables; null if nothing was compared.</param>
/// <param name="FamilyWiseFalseAlarmRate">Probability that a correct program is declared to disagree.</param>
/// <param name="Outcome">How the run ended.</param>
/// <param name="Failures">Replicas that did not finish.</param>
/// <param name="Figures">Figures the study asks for.</param>
public sealed record RunResult(
    RunManifest Manifest,
    IReadOnlyList<ObservableResult> Observables,
    bool? Agrees,
    double FamilyWiseFalseAlarmRate,
    Outcome Outcome,
    IReadOnlyList<ReplicaRecord> Failures,
    IReadOnlyList<FigureSpecification> Figures)
{
    /// <summary>Why the theory failed, one sentence; null if it did not or was not asked.</summary>
    public string? TheoryFailure { get; init; }

    /// <summary>How the theory was found, warnings, and what theory and replicas say together.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];
}
