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
        Compared[] compared = [.. result.Observables.Where(observable => observable.Comparison is not null).Select(observable => new Compared(observable, observable.Comparison!))];
        int judged = compared.Sum(pair => pair.Comparison.Judged.Count());
        if (judged == 0)
        {
            return Nothing(result, compared.Length > 0);
        }

        bool limitsKnown = compared.All(pair => pair.Comparison is { Worst: null } or { Limit: not null });
        if (!limitsKnown)
        {
            return WithoutLimits(result, compared, judged);
        }

        Compared worst = Worst(compared);
        string level = $"{Largest(worst)}; limit {Short(worst.Comparison.Limit!.Value)} with {Replicas(result)} replicas; false-alarm rate of the whole run {result.FamilyWiseFalseAlarmRate:G3}";
        int different = compared.Sum(pair => pair.Comparison.Judged.Count(i => pair.Comparison.WithinLimit(i) == false));
        string granted = Granted(result, compared) + Untested(result);
        return result.Verdict switch
        {
            Judgement.Agrees => $"Theory and simulation agree in all {judged} judged entries ({level}). {Seen(compared)}{granted}",
            Judgement.Inconclusive => $"Inconclusive: no deviation beyond the limit in {judged} judged entries ({level}), but {Hidden(result, compared)}{granted}",
            _ when different > 0 => $"Theory and simulation DISAGREE in {different} of {judged} judged entries ({level}).{granted}",
            _ => $"Theory and simulation DISAGREE: the scores of {judged} judged entries stay within the limit ({level}), but the simulation does not approach its limit with the declared power of the size.{Untested(result)}",
        };
    }

    private static string Nothing(RunResult result, bool compared) => result.Answers.Any() ? string.Join(" ", result.Answers.Select(fact => fact.Text))
        : result.Observables.All(observable => observable.Theory is null) ? "Nothing was compared: there is no prediction."
        : result.Manifest.ReplicasAsked == 0 ? "Nothing was compared: there is no simulation."
        : !compared && (Zeros(result) is > 0 and var zeros) ? $"Nothing was compared: {(zeros == 1 ? "the one entry under a rule is" : $"all {zeros} entries under a rule are")} exactly zero in theory and in all replicas."
        : !compared && Replicas(result) >= 2 ? "Nothing was compared: no entry exists on both sides under a rule."
        : Replicas(result) >= 2 && result.Ladder is null ? "Inconclusive: no entry was found in two replicas, and a standard error needs two."
        : $"Inconclusive: {(Replicas(result) == 0 ? "no replica" : Replicas(result) == 1 ? "one replica" : "one replica of each size")} finished, and a standard error needs two.";

    /// <summary>Entries of which nothing is known to be right because nothing could have been wrong.</summary>
    private static string Untested(RunResult result) => Zeros(result) switch
    {
        0 => "",
        1 => " One more entry is exactly zero in theory and in all replicas: nothing is tested there.",
        var zeros => $" {zeros} more entries are exactly zero in theory and in all replicas: nothing is tested there.",
    };

    private static int Zeros(RunResult result) => result.Observables.Sum(observable => observable.ZeroEntries);

    /// <summary>Results before schema 3: each observable has its verdict, but not the limits that it was found with.</summary>
    private static string WithoutLimits(RunResult result, Compared[] compared, int judged)
    {
        Compared[] different = [.. compared.Where(pair => pair.Comparison.Verdict == Judgement.Disagrees)];
        string level = $"{Largest(Worst(different.Length > 0 ? different : compared))}; the version that judged did not store the limits";
        return different.Length == 0
            ? $"Theory and simulation agree in all {judged} judged entries ({level})."
            : $"Theory and simulation DISAGREE in {Named(different)}, of {judged} judged entries in all ({level}).";
    }

    private static Compared Worst(Compared[] compared) =>
        compared.Where(pair => pair.Comparison.Worst is not null).MaxBy(pair => pair.Comparison.Excess(pair.Comparison.Worst!.Value))!;

    private static string Largest(Compared worst)
    {
        int entry = worst.Comparison.Worst!.Value;
        return $"largest score {NumberText.Score(worst.Comparison.ZScore[entry])}, {At(worst.Observable, entry)}";
    }

    /// <summary>In a ladder the allowance is measured by the sizes, except where there is no fit in them.</summary>
    private static string Granted(RunResult result, Compared[] compared)
    {
        Compared[] granted = [.. compared.Where(pair => pair.Comparison.Allowance is not null)];
        return granted.Length == 0 ? ""
            : result.Ladder is null ? $" {(granted.Any(pair => pair.Observable.Rule is { IsOverSizes: true }) ? "Several sizes enter an observable together" : "A single size was simulated")}: the declared finite-size allowance is granted, not measured."
            : $" Without a fit in the size, entries of {Named(granted)} are judged at the largest size: there the declared finite-size allowance is granted, not measured.";
    }

    /// <summary>The weakest of what would have been seen.</summary>
    private static string Seen(Compared[] compared)
    {
        Compared weakest = compared.MaxBy(pair => pair.Comparison.WorstDetectableRelative ?? 0)!;
        return $"A deviation of {NumberText.Percent(weakest.Comparison.WorstDetectableRelative)} anywhere would have been seen (least sharp: {weakest.Observable.Shape.Name}).";
    }

    /// <summary>Why nothing may be concluded: deviations beyond the resolution that could have hidden, the furthest beyond named; or entries without a standard error.</summary>
    private static string Hidden(RunResult result, Compared[] compared)
    {
        double Beyond(Compared pair) => (pair.Comparison.WorstDetectableRelative ?? 0) / result.Resolution.Of(pair.Observable.Shape.Name);
        Compared[] open = [.. compared.Where(pair => pair.Comparison.Verdict == Judgement.Inconclusive).OrderByDescending(Beyond)];
        Compared[] blunt = [.. open.Where(pair => Beyond(pair) > 1)];
        Compared[] unjudged = [.. open.Where(pair => Beyond(pair) <= 1)];
        List<string> reasons = [];
        if (blunt.Length > 0)
        {
            string name = blunt[0].Observable.Shape.Name;
            reasons.Add($"in {name} one of {NumberText.Percent(blunt[0].Comparison.WorstDetectableRelative)} could have hidden (resolution {NumberText.Percent(result.Resolution.Of(name))})"
                + (blunt.Length == 1 ? "" : $", and one beyond the resolution in {Others(blunt.Length - 1)}"));
        }

        if (unjudged.Length > 0)
        {
            reasons.Add($"entries of {Named(unjudged)} have no known standard error: it takes two replicas{(result.Ladder is null ? "" : " of each size")} that can be read");
        }

        string remedy = blunt.Length > 0 ? " More replicas or larger sizes make it sharper; the key resolution says what must be seen." : "";
        return $"{string.Join("; ", reasons)}.{remedy}";
    }

    private static string Named(Compared[] compared) => compared.Length == 1 ? compared[0].Observable.Shape.Name : $"{compared[0].Observable.Shape.Name} and {Others(compared.Length - 1)}";

    private static string Others(int count) => count == 1 ? "1 other observable" : $"{count} other observables";

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

    private sealed record Compared(ObservableResult Observable, ObservableComparison Comparison);
}
