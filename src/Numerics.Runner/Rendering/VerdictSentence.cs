using System.Globalization;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Comparison;
using Numerics.Studies.Records;

namespace Numerics.Runner.Rendering;

/// <summary>The verdict on a run in sentences.</summary>
public static class VerdictSentence
{
    /// <summary>All that is to be said: interruption, failures, agreement.</summary>
    public static IReadOnlyList<string> Of(RunResult result, string directory, string? signal = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        List<string> sentences = [];
        int replicas = result.Observables.Max(observable => observable.Simulation?.Replicas) ?? 0;
        if (result.Outcome == Outcome.Interrupted)
        {
            sentences.Add($"Interrupted{(signal is null ? "" : $" by {signal}")} after {replicas + result.Failures.Count} of "
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

        sentences.AddRange(result.Facts.Where(fact => fact.Kind == FactKind.Warning).Select(fact => $"Warning: {fact.Text}"));
        sentences.AddRange(result.Facts.Where(fact => fact.Kind == FactKind.Statistic).Select(fact => fact.Text));
        sentences.Add(Agreement(result, replicas));
        return sentences;
    }

    private static string Agreement(RunResult result, int replicas)
    {
        int judged = EntryLevel.Judged(result.Observables);
        if (judged == 0)
        {
            bool theory = result.Observables.Any(observable => observable.Theory is not null);
            return !theory ? "Nothing was compared: there is no prediction."
                : result.Manifest.ReplicasAsked == 0 ? "Nothing was compared: there is no simulation."
                : replicas < 2 ? $"Nothing was compared: {(replicas == 0 ? "no replica" : "one replica")} finished, and a standard error needs two."
                : "Nothing was compared: no entry exists on both sides under a rule.";
        }

        double rate = EntryLevel.Rate(result.FamilyWiseFalseAlarmRate, judged);
        (ObservableResult Observable, int Index)[] entries =
        [
            .. result.Observables.SelectMany(observable => Enumerable.Range(0, observable.Shape.Length)
                .Where(index => observable.ZScore?[index] is not null)
                .Select(index => (observable, index))),
        ];
        (ObservableResult Observable, int Index) worst = entries.MaxBy(entry => Math.Abs(entry.Observable.ZScore![entry.Index]!.Value));
        int different = entries.Count(entry => EntryLevel.Agrees(entry.Observable, entry.Index, rate) == false);
        string at = ResultTable.Coordinates(worst.Observable.Shape, worst.Index);
        string place = $"{worst.Observable.Shape.Name}{(at.Length == 0 ? "" : $" at {at}")}";
        string score = NumberText.Score(worst.Observable.ZScore![worst.Index]);
        // The limit tells how sharp the verdict is: two replicas let hundreds of standard errors pass.
        double limit = StudentT.CriticalValue(rate, EntryLevel.DegreesOfFreedom(worst.Observable.Simulation!, worst.Index));
        string level = $"limit {limit.ToString("G3", CultureInfo.InvariantCulture)} with {replicas} replicas; false-alarm rate of the whole run {result.FamilyWiseFalseAlarmRate:G3}";
        return different == 0
            ? $"Theory and simulation agree in all {judged} judged entries (largest score {score}, {place}; {level})."
            : $"Theory and simulation DISAGREE in {different} of {judged} judged entries (largest score {score}, {place}; {level}).";
    }
}
