using System.Globalization;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Records;

namespace Numerics.Results.Contract;

/// <summary>The verdict on a run in sentences.</summary>
public static class VerdictSentence
{
    /// <summary>All that is to be said beside the verdict: interruption, failures, warnings, findings of the fits, rivals.</summary>
    /// <param name="result">The run.</param>
    /// <param name="directory">Its directory as the reader would name it.</param>
    /// <param name="signal">Signal that ended it early, or null.</param>
    public static IReadOnlyList<string> Of(RunResult result, string directory, string? signal = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        return
        [
            .. Endings(result, directory, signal),
            .. result.Facts.Where(fact => fact.Kind == FactKind.Warning).Select(fact => $"Warning: {fact.Text}"),
            .. result.Facts.Where(fact => fact.Kind == FactKind.Statistic).Select(fact => fact.Text),
            .. result.Observables.SelectMany(observable => observable.Comparison?.Findings ?? []),
            .. result.Observables.SelectMany(observable => observable.Comparison?.Rivals.Select(rival => Rival(observable, rival)) ?? []),
        ];
    }

    /// <summary>What did not come to its end: the run, replicas, the theory; empty if all did.</summary>
    /// <param name="result">The run.</param>
    /// <param name="directory">Its directory as the reader would name it.</param>
    /// <param name="signal">Signal that ended it early, or null.</param>
    public static IReadOnlyList<string> Endings(RunResult result, string directory, string? signal = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        List<string> sentences = [];
        if (result.Outcome == Outcome.Interrupted)
        {
            sentences.Add($"Interrupted{(signal is null ? "" : $" by {signal}")} after {Replicas(result) + result.Failures.Count} of "
                + $"{result.Manifest.ReplicasAsked} replicas; go on with: numerics resume {directory}");
        }

        if (result.Failures.Count > 0)
        {
            ReplicaRecord first = result.Failures[0];
            sentences.Add($"{result.Failures.Count} of {result.Manifest.ReplicasAsked} replicas diverged and are not averaged; "
                + $"the first is replica {first.Replica} (seed {first.Seed}): {first.Message}");
        }

        if (result.TheoryFailure is { } failure)
        {
            sentences.Add($"The theory failed: {failure}");
        }

        return sentences;
    }

    /// <summary>The verdict itself.</summary>
    public static string Verdict(RunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        (ObservableResult Observable, ObservableComparison Comparison)[] compared =
            [.. result.Observables.Where(observable => observable.Comparison is not null).Select(observable => (observable, observable.Comparison!))];
        int judged = compared.Sum(pair => pair.Comparison.Judged.Count());
        if (judged == 0)
        {
            return Nothing(result, compared.Length > 0);
        }

        (ObservableResult Observable, ObservableComparison Comparison) worst = compared.Where(pair => pair.Comparison.Worst is not null)
            .MaxBy(pair => Math.Abs(pair.Comparison.ZScore[pair.Comparison.Worst!.Value]!.Value) / pair.Comparison.Limit!.Value);
        int entry = worst.Comparison.Worst!.Value;
        string level = $"largest score {NumberText.Score(worst.Comparison.ZScore[entry])}, {At(worst.Observable, entry)}; limit {Short(worst.Comparison.Limit!.Value)} with {Replicas(result)} replicas; "
            + $"false-alarm rate of the whole run {result.FamilyWiseFalseAlarmRate:G3}";
        int different = compared.Sum(pair => pair.Comparison.Judged.Count(i => pair.Comparison.WithinLimit(i) == false));
        string granted = compared.Any(pair => pair.Comparison.Allowance is not null) && result.Ladder is null
            ? " A single size was simulated: the declared finite-size allowance is granted, not measured." : "";
        return result.Verdict switch
        {
            Judgement.Agrees => $"Theory and simulation agree in all {judged} judged entries ({level}). {Seen(compared)}{granted}",
            Judgement.Inconclusive => $"Inconclusive: no deviation beyond the limit in {judged} judged entries ({level}), but {Hidden(result, compared)}{granted}",
            _ when different > 0 => $"Theory and simulation DISAGREE in {different} of {judged} judged entries ({level}).{granted}",
            _ => $"Theory and simulation DISAGREE: the scores of {judged} judged entries stay within the limit ({level}), but the simulation does not approach its limit with the declared power of the size.",
        };
    }

    private static string Nothing(RunResult result, bool compared) => result.Observables.All(observable => observable.Theory is null) ? "Nothing was compared: there is no prediction."
        : result.Manifest.ReplicasAsked == 0 ? "Nothing was compared: there is no simulation."
        : compared || Replicas(result) < 2 ? $"Inconclusive: {(Replicas(result) == 0 ? "no replica" : Replicas(result) == 1 ? "one replica" : "one replica of each size")} finished, and a standard error needs two."
        : "Nothing was compared: no entry exists on both sides under a rule.";

    /// <summary>The weakest of what would have been seen.</summary>
    private static string Seen((ObservableResult Observable, ObservableComparison Comparison)[] compared)
    {
        (ObservableResult Observable, ObservableComparison Comparison) weakest = compared.MaxBy(pair => pair.Comparison.WorstDetectableRelative ?? 0);
        return $"A deviation of {NumberText.Percent(weakest.Comparison.WorstDetectableRelative)} anywhere would have been seen (least sharp: {weakest.Observable.Shape.Name}).";
    }

    private static string Hidden(RunResult result, (ObservableResult Observable, ObservableComparison Comparison)[] compared)
    {
        string[] weak =
        [
            .. compared.Where(pair => pair.Comparison.Verdict == Judgement.Inconclusive)
                .Select(pair => $"in {pair.Observable.Shape.Name} one of {NumberText.Percent(pair.Comparison.WorstDetectableRelative)} could have hidden (resolution {NumberText.Percent(result.Resolution.Of(pair.Observable.Shape.Name))})"),
        ];
        return $"{string.Join("; ", weak)}. More replicas or larger sizes make it sharper; the key resolution says what must be seen.";
    }

    private static string Rival(ObservableResult observable, RivalResult rival) =>
        $"Rival theory, {rival.Name}: off by {NumberText.Percent(rival.RelativeDeviation)} in {At(observable, rival.Entry)}, "
        + (rival.Refused ? $"refused at {Short(Math.Abs(rival.ZScore))} standard errors." : $"NOT refused ({Short(Math.Abs(rival.ZScore))} standard errors, limit {Short(rival.Limit)}): this run cannot tell it apart.");

    private static string At(ObservableResult observable, int entry)
    {
        string place = observable.Shape.Place(entry);
        return place.Length == 0 ? observable.Shape.Name : $"{observable.Shape.Name} at {place}";
    }

    private static int Replicas(RunResult result) => result.Observables.Max(observable => observable.Simulation?.Replicas) ?? 0;

    private static string Short(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
