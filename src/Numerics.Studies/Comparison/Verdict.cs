using Numerics.Studies.Records;

namespace Numerics.Studies.Comparison;

/// <summary>What the comparison of theory and simulation says.</summary>
/// <param name="Observables">All observables with their scores and verdicts.</param>
/// <param name="Agrees">Whether all judged entries agree; null if none was judged.</param>
/// <param name="JudgedEntries">Number m of entries judged.</param>
/// <param name="FalseAlarmRate">Probability, over the whole run, that a correct program is declared to disagree.</param>
/// <param name="EntryFalseAlarmRate">The same for one entry: 1 - (1 - family rate)^(1/m).</param>
/// <param name="Notice">Why nothing, or not everything, was judged; null if all was.</param>
public sealed record Verdict(
    IReadOnlyList<ObservableResult> Observables,
    bool? Agrees,
    int JudgedEntries,
    double FalseAlarmRate,
    double EntryFalseAlarmRate,
    string? Notice);
