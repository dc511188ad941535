using Numerics.Studies.Records;

namespace Numerics.Studies.Comparison;

/// <summary>What the comparison of theory and simulation says.</summary>
/// <param name="Observables">All observables with their comparisons.</param>
/// <param name="Overall">The worst of all; null if nothing could be compared.</param>
/// <param name="JudgedEntries">Number m of entries judged together.</param>
/// <param name="FalseAlarmRate">Probability, over the whole run, that a correct program is declared to disagree.</param>
/// <param name="Facts">How the limit was found.</param>
public sealed record Verdict(
    IReadOnlyList<ObservableResult> Observables,
    Judgement? Overall,
    int JudgedEntries,
    double FalseAlarmRate,
    IReadOnlyList<Fact> Facts);
