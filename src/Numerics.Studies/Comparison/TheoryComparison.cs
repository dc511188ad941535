using System.Globalization;
using Numerics.Studies.Records;

namespace Numerics.Studies.Comparison;

/// <summary>
/// Compares simulation with theory: extrapolates every entry to infinite size where there are several sizes, holds all scores together against one family-wise limit, and says
/// what deviation would have been seen. docs/verdict.md tells what the words mean.
/// </summary>
/// <remarks>
/// An entry is judged if its observable has a rule that does not exclude it, both sides have a value at the largest size, and its error is known: from two replicas of some size or from
/// the rule itself. Where no error is known nothing is judged, and the verdict is <see cref="Judgement.Inconclusive"/>. Entries that are exactly zero in theory and in all replicas are counted apart
/// (<see cref="ObservableResult.ZeroEntries"/>): nothing is tested there.
/// </remarks>
public static class TheoryComparison
{
    /// <summary>Probability that a correct program is declared to disagree, over all entries of a run.</summary>
    public const double DefaultFalseAlarmRate = 1e-3;

    /// <summary>Judges a run. Deterministic.</summary>
    /// <param name="question">What is compared.</param>
    public static Verdict Judge(ComparisonQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        IReadOnlyList<ReplicaRecord> records = EntrySource.Finished(question.Records);
        int[] replicas = question.ReplicasAtSizes();
        EntrySource?[] sources = [.. question.Shapes.Select((shape, index) => Source(question, shape, index, records, replicas))];
        BandScore[][] bands = new BandScore[question.Shapes.Count][];
        int[] withoutError = new int[question.Shapes.Count];
        int[] partlyHeld = new int[question.Shapes.Count];
        for (int k = 0; k < bands.Length; k++)
        {
            bands[k] = [.. Bands(question, question.Shapes[k], records, out withoutError[k], out partlyHeld[k])];
        }

        (int Observable, int Entry)[] existing = [.. sources.SelectMany((source, index) => source?.Candidates.Select(entry => (index, entry)) ?? [])];
        (int Observable, int Entry)[] candidates = [.. existing.Where(one => sources[one.Observable]!.IsInMostReplicas(one.Entry))];
        int[] partly = [.. question.Shapes.Select((_, index) => partlyHeld[index] + existing.Except(candidates).Count(one => one.Observable == index))];
        (int Observable, int Entry)[] known = [.. candidates.Where(candidate => sources[candidate.Observable]!.HasError(candidate.Entry))];
        foreach ((int observable, _) in candidates.Except(known))
        {
            withoutError[observable]++;
        }

        (int Observable, int Entry)[] judged = [.. known.Where(one => !sources[one.Observable]!.IsZeroOnBothSides(one.Entry))];
        int[] zeros = new int[question.Shapes.Count];
        foreach ((int observable, _) in known.Except(judged))
        {
            zeros[observable]++;
        }

        FamilyLimit limit = new(question.FalseAlarmRate, judged.Length + bands.Sum(curves => curves.Length));
        EntryComparison[] entries = [.. judged.Select(one => sources[one.Observable]!.Compare(one.Entry, limit.FitRate))];
        limit = WithMultipliers(limit, entries, records.Count, out Fact? fact);
        ObservableResult[] results = [.. question.Shapes.Select((shape, index) => new ObservableJudge(question, shape, limit).Judge(
            [.. entries.Where(entry => entry.Observable == index)], bands[index], withoutError[index], partly[index]) with { ZeroEntries = zeros[index] })];
        return new Verdict(
            results, Judgements.Combine(results.Select(result => result.Comparison?.Verdict)), limit.Entries, question.FalseAlarmRate, fact is null ? [] : [fact]);
    }

    private static EntrySource? Source(ComparisonQuestion question, ObservableShape shape, int index, IReadOnlyList<ReplicaRecord> records, int[] replicas) =>
        question.Rule(shape.Name) is { BandAlong: null } rule
        && question.Theory?.GetValueOrDefault(shape.Name) is { } theory
        && question.Simulation?.GetValueOrDefault(shape.Name) is { } simulation
            ? new EntrySource(index, shape, rule, theory, simulation, records, question.RungsOf(shape), replicas)
            : null;

    private static IReadOnlyList<BandScore> Bands(ComparisonQuestion question, ObservableShape shape, IReadOnlyList<ReplicaRecord> records, out int withoutError, out int partly)
    {
        withoutError = partly = 0;
        int rungs = question.RungsOf(shape);
        return question.Rule(shape.Name) is { BandAlong: not null } rule
            && question.Theory?.GetValueOrDefault(shape.Name) is { } theory
            && question.Simulation?.GetValueOrDefault(shape.Name) is { } simulation
            ? BandScore.Of(shape, rule, theory, simulation, [.. records.Where(question.IsOfLargest)], shape.Length / rungs * (rungs - 1), out withoutError, out partly)
            : [];
    }

    /// <summary>The limit of the largest score, where replicas are many and the work is bounded.</summary>
    private static FamilyLimit WithMultipliers(FamilyLimit limit, EntryComparison[] entries, int replicas, out Fact? fact)
    {
        EntryComparison[] many = [.. entries.Where(entry => entry.HasManyReplicas)];
        fact = null;
        if (many.Length == 0 || MultiplierBootstrap.Draws(many, limit.RateOf(many.Length)) is not { } draws)
        {
            return limit;
        }

        double drawn = MultiplierBootstrap.Limit(many, replicas, limit.RateOf(many.Length), draws);
        double student = limit.Student(many.Min(entry => entry.DegreesOfFreedom));
        fact = Fact.Evidence(Verdict.LimitFact, string.Create(
            CultureInfo.InvariantCulture, $"{drawn:F2} by {draws} random multiples of the residuals of {replicas} replicas over {many.Length} entries; Student's at the level of Sidak {student:F2}"));
        return limit with { OfMany = drawn };
    }
}
