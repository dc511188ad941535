using Numerics.Studies.Records;

namespace Numerics.Studies.Comparison;

/// <summary>
/// Compares simulation means with theory. For every judged entry
/// <c>statistic = max(0, |mean - theory| - allowance) / sqrt(se_simulation^2 + se_theory^2)</c> is held against Student's t with (replicas - 1) degrees
/// of freedom at the Sidak-corrected level <c>1 - (1 - rate)^(1/m)</c> for all m entries of the run together.
/// </summary>
/// <remarks>
/// The Sidak level is exact for independent entries and on the safe side for positively dependent ones. An entry is judged if its observable has a
/// rule that does not exclude it, both sides have a value, and its error is known: from two replicas or from the rule itself.
/// </remarks>
public static class TheoryComparison
{
    /// <summary>Probability that a correct program is declared to disagree, over all entries of a run.</summary>
    public const double DefaultFalseAlarmRate = 1e-3;

    // Equal values in all replicas have no scatter; what rounding alone may then do is taken for the standard error.
    private const double Rounding = 64 * 2.220446049250313e-16;

    /// <summary>Judges a run. Deterministic.</summary>
    /// <param name="shapes">All observables.</param>
    /// <param name="rule">How each is judged; null if it is only shown.</param>
    /// <param name="theory">Predictions by name, or null.</param>
    /// <param name="simulation">Averages by name, or null.</param>
    /// <param name="falseAlarmRate">Family-wise rate, 0 to 1.</param>
    /// <param name="records">The replicas themselves, which bands are bootstrapped over; without them distribution functions are not judged.</param>
    public static Verdict Judge(
        IReadOnlyList<ObservableShape> shapes,
        Func<string, ComparisonRule?> rule,
        IReadOnlyDictionary<string, ObservableEstimate>? theory,
        IReadOnlyDictionary<string, SimulationStatistics>? simulation,
        double falseAlarmRate = DefaultFalseAlarmRate,
        IReadOnlyList<ReplicaRecord>? records = null)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        ArgumentNullException.ThrowIfNull(rule);
        Scores[] scores = [.. shapes.Select(shape => Scores.Of(
            shape, rule(shape.Name), theory?.GetValueOrDefault(shape.Name), simulation?.GetValueOrDefault(shape.Name), records))];
        int judged = scores.Sum(score => score.Judged);
        int withoutError = scores.Sum(score => score.WithoutError);
        double entryRate = EntryLevel.Rate(falseAlarmRate, judged);
        ObservableResult[] results = [.. scores.Select(score => score.Result(entryRate))];
        string? notice = withoutError > 0
            ? $"{withoutError} entries were not judged: fewer than two replicas give no standard error."
            : null;
        bool? agrees = judged == 0 ? null : results.All(result => result.Agrees != false);
        return new Verdict(results, agrees, judged, falseAlarmRate, entryRate, notice);
    }

    /// <summary>The scores of one observable before the level is known.</summary>
    private sealed class Scores(
        ObservableShape shape, ComparisonRule? rule, ObservableEstimate? theory, SimulationStatistics? simulation)
    {
        private readonly double?[] zScore = new double?[shape.Length];

        public int Judged { get; private set; }

        public int WithoutError { get; private set; }

        public static Scores Of(
            ObservableShape shape,
            ComparisonRule? rule,
            ObservableEstimate? theory,
            SimulationStatistics? simulation,
            IReadOnlyList<ReplicaRecord>? records)
        {
            Scores scores = new(shape, rule, theory, simulation);
            if (rule?.BandAlong is not null)
            {
                if (theory is not null && simulation is not null && records is not null)
                {
                    (int judged, int withoutError) = BandScores.Write(shape, rule, theory, records, scores.zScore);
                    scores.Judged = judged;
                    scores.WithoutError = withoutError;
                }

                return scores;
            }

            for (int i = 0; i < shape.Length && rule is not null && theory is not null && simulation is not null; i++)
            {
                scores.Score(i, rule, theory, simulation);
            }

            return scores;
        }

        public ObservableResult Result(double entryRate)
        {
            string? allowance = rule is { HasAllowance: true } ? rule.Description : null;
            ObservableResult result = new(shape, theory, simulation, Judged > 0 ? zScore : null, null, allowance) { Rule = rule };
            bool agrees = Enumerable.Range(0, zScore.Length).All(i => EntryLevel.Agrees(result, i, entryRate) != false);
            return result with { Agrees = Judged > 0 ? agrees : null };
        }

        private void Score(int i, ComparisonRule rule, ObservableEstimate theory, SimulationStatistics simulation)
        {
            (ComparisonRule? own, int entry) = rule.At(i, shape.Length);
            if (own is null)
            {
                return;
            }

            if (theory.Value[i] is not { } predicted || simulation.Mean[i] is not { } mean)
            {
                return;
            }

            double? error = simulation.StandardError[i];
            if (error is null && own.ReplicaDeviation is { } deviation)
            {
                error = deviation * own.UnitAt(predicted) / Math.Sqrt(simulation.CountAt(i));
            }

            if (error is not { } known)
            {
                WithoutError++;
                return;
            }

            double theoryError = theory.StandardError[i] ?? 0;
            double floor = Math.Max(Rounding * Math.Max(Math.Abs(mean), Math.Abs(predicted)), 2.2250738585072014e-308);
            double scale = Math.Max(Math.Sqrt((known * known) + (theoryError * theoryError)), floor);
            double excess = Math.Max(0, Math.Abs(mean - predicted) - (own.AllowanceAt(entry) * own.UnitAt(predicted)));
            zScore[i] = Math.Min(excess / scale, 1e300) * Math.Sign(mean - predicted);
            Judged++;
        }
    }
}
