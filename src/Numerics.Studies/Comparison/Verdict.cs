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
    IReadOnlyList<Fact> Facts)
{
    /// <summary>Name of the fact that says how the limit of the largest score was found; there is none where Student's law gives it.</summary>
    public const string LimitFact = "limit of the scores";

    /// <summary>The facts of a run that is judged again: those of this judgement and these distortions in place of the ones of the earlier.</summary>
    /// <param name="earlier">All facts of the earlier result.</param>
    /// <param name="earlierDistortions">What its theory was multiplied by.</param>
    /// <param name="distortions">What it is multiplied by in all.</param>
    public IReadOnlyList<Fact> Replace(IReadOnlyList<Fact> earlier, IReadOnlyDictionary<string, double> earlierDistortions, IReadOnlyDictionary<string, double> distortions)
    {
        HashSet<string> outdated = [LimitFact, .. Facts.Concat(Distortion.Facts(earlierDistortions)).Concat(Distortion.Facts(distortions)).Select(fact => fact.Name)];
        return [.. earlier.Where(fact => !outdated.Contains(fact.Name)), .. Facts, .. Distortion.Facts(distortions)];
    }
}
