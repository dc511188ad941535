using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Comparison;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Comparison;

public sealed class TheoryComparisonTests
{
    private const int Replicas = 6;

    private static readonly ObservableShape[] Shapes =
    [
        new("a", "1", "Test.", [Axis.Of("rank", [1, 2, 3])]),
        new("b", "1", "Test.", [Axis.Of("rank", [1, 2])]),
    ];

    [Theory]
    [InlineData(0.05, 20_000)]
    [InlineData(0.001, 20_000)]
    public void The_observed_false_alarm_rate_is_the_stated_one(double rate, int families)
    {
        int alarms = Alarms(rate, families, shift: 0, allowance: 0);
        double deviation = Math.Sqrt(families * rate * (1 - rate));
        Assert.InRange(alarms, (families * rate) - (4 * deviation), (families * rate) + (4 * deviation));
    }

    [Fact]
    public void A_shifted_mean_is_caught() => Assert.InRange(Alarms(1e-3, 300, shift: 40, allowance: 0), 285, 300);

    [Fact]
    public void A_shift_within_the_allowance_is_not() => Assert.InRange(Alarms(0.05, 2000, shift: 1, allowance: 1.0), 0, 110);

    [Fact]
    public void A_shift_beyond_the_allowance_is_caught() => Assert.InRange(Alarms(1e-3, 300, shift: 40, allowance: 1.0), 270, 300);

    [Fact]
    public void Scores_are_signed_and_count_the_error_of_the_theory()
    {
        Verdict verdict = Judge([3, 10], [0.3, null], [2.5, 10.0], [0.4, 0.0], new ComparisonRule(100, 5, 1));
        ObservableResult result = verdict.Observables[0];
        Assert.Equal((0.5 - 0.05) / 0.5, result.Comparison!.ZScore[0]!.Value, 1e-12);
        Assert.Null(result.Comparison!.ZScore[1]);
        Assert.Equal(1, verdict.JudgedEntries);
        Assert.Contains("not judged", Assert.Single(result.Comparison!.Findings), StringComparison.Ordinal);
        Assert.Equal("5 N^-1 = 0.05", result.Comparison!.Allowance);
        Assert.True(Judge([1.0], [0.1], [2.0], [0.0], new ComparisonRule(1, 0, 1)).Observables[0].Comparison!.ZScore[0] < 0);
    }

    [Fact]
    public void Without_scatter_only_rounding_is_forgiven()
    {
        Assert.True(Judge([1.0], [0.0], [1.0 + 1e-15], [0.0], new ComparisonRule(1, 0, 1)).WithinLimits);
        Assert.False(Judge([1.0], [0.0], [1.0 + 1e-9], [0.0], new ComparisonRule(1, 0, 1)).WithinLimits);
        Assert.False(Judge([1e-9], [0.0], [0.0], [0.0], new ComparisonRule(1, 0, 1)).WithinLimits);
    }

    /// <summary>Zero against zero tests nothing, and must neither count nor make the limit of the others wider; an error on either side, or a value, makes it a question again.</summary>
    [Fact]
    public void Exact_zeros_on_both_sides_are_counted_apart()
    {
        var rule = new ComparisonRule(1, 0, 1);
        Verdict verdict = Judge([0, 1, 0, 0], [0.0, 0.1, 0.0, 0.1], [0, 1, 0, 0], [0.0, 0.0, null, 0.0], rule);
        Assert.Equal((2, 2), (verdict.JudgedEntries, verdict.Observables[0].ZeroEntries));
        ObservableComparison comparison = verdict.Observables[0].Comparison!;
        Assert.Equal([false, true, false, true], comparison.ZScore.Select(score => score is not null));
        Assert.Equal(new FamilyLimit(0.001, 2).Student(9), comparison.EntryLimit[1]!.Value, 1e-12);
        Verdict nothing = Judge([0], [0.0], [0], [0.0], rule);
        Assert.Equal((0, 1, (Judgement?)null), (nothing.JudgedEntries, nothing.Observables[0].ZeroEntries, nothing.Overall));
        Assert.Null(nothing.Observables[0].Comparison);
        Assert.Equal(0, Judge([0], [0.0], [0], [0.1], rule).Observables[0].ZeroEntries);
        Assert.Equal(0, Judge([0], [0.0], [0], [0.0], rule with { ReplicaDeviation = 1 }).Observables[0].ZeroEntries);
        Assert.Equal(0, Judge([0], [0.0], [0], [0.0], rule with { IsShare = true, NaturalScale = 1 }).Observables[0].ZeroEntries);
        Assert.Equal(0, Judge([0], [0.0], [0], [0.0], rule: null).Observables[0].ZeroEntries);
    }

    [Fact]
    public void One_replica_is_judged_only_if_the_rule_states_its_deviation()
    {
        Assert.Null(Judge([9], [null], [1.0], [0.0], new ComparisonRule(1, 0, 1), replicas: 1).WithinLimits);
        Assert.False(Judge([9], [null], [1.0], [0.0], new ComparisonRule(1, 0, 1) { ReplicaDeviation = 1 }, replicas: 1).WithinLimits);
        Assert.True(Judge([9], [null], [1.0], [0.0], new ComparisonRule(1, 0, 1) { ReplicaDeviation = 10 }, replicas: 1).WithinLimits);
    }

    /// <summary>
    /// The error of a predicted share of 1 of R replicas is that of R/(R + 1): sqrt(R/(R + 1)^2/R) = 1/(R + 1), whatever share is measured. What is found in 95 % of runs lies 1.645 of its own binomial
    /// errors beyond the limit.
    /// </summary>
    [Fact]
    public void A_share_on_which_all_replicas_agree_is_not_known_without_error()
    {
        var share = new ComparisonRule(1, 0, 1) { IsShare = true, NaturalScale = 1 };
        Verdict all = Judge([1, 0], [0.0, 0.0], [1, 0], [0.0, 0.0], share, replicas: 31);
        Assert.True(all.WithinLimits);
        double limit = new FamilyLimit(0.001, 2).Student(double.PositiveInfinity);
        Assert.All(all.Observables[0].Comparison!.RelativeDetectable, seen => Assert.Equal(limit / 32, seen!.Value - (1.6449 * Math.Sqrt(seen.Value * (1 - seen.Value) / 31)), 1e-4));
        Assert.False(Judge([25.0 / 31], [0.07], [1.0], [0.0], share, replicas: 31).WithinLimits);
        Assert.Equal(((26.0 / 31) - 1) * 32, Judge([26.0 / 31], [0.06], [1.0], [0.0], share, replicas: 31).Observables[0].Comparison!.ZScore[0]!.Value, 1e-9);
        Assert.False(Judge([0.0], [0.0], [1.0], [0.0], share, replicas: 31).WithinLimits);
        Assert.False(Judge([0.4], [0.09], [1.0], [0.0], share, replicas: 31).WithinLimits);
        Assert.True(Judge([30.0 / 31], [1.0 / 31], [1.0], [0.0], share, replicas: 31).WithinLimits);
        Assert.True(Judge([0.0], [0.0], [1.0], [0.0], share, replicas: 2).WithinLimits);
    }

    /// <summary>A root mean square over R networks is judged on the scale where it is nearly Gaussian: a theory twice too large is as far as its mean square, ((1/4)^(1/3) - 1)/sqrt(2/(9 R)).</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(0.5)]
    public void A_scatter_twice_or_half_as_large_as_predicted_is_refused(double factor)
    {
        const int Count = 32;
        var rule = new ComparisonRule(1, 0, 1) { ReplicaDeviation = Math.Sqrt(0.5), Relative = true };
        // Gaussian deviations: the error of a root mean square m is m/sqrt(2 R).
        Verdict verdict = Judge([1], [1 / Math.Sqrt(2 * Count)], [factor], [0.0], rule, Count, isRootMeanSquare: true);
        double score = verdict.Observables[0].Comparison!.ZScore[0]!.Value;
        double u = Math.Cbrt(1 / (factor * factor)), error = Math.Sqrt(2.0 / (9 * Count));
        Assert.Equal((u - 1) / error * (factor < 1 ? 1 / u : 1), score, 1e-9);
        Assert.False(verdict.WithinLimits);
    }

    [Fact]
    public void Masked_missing_and_unruled_entries_are_not_judged()
    {
        Verdict verdict = Judge([5, null, 5], [0.1, null, 0.1], [5, 5, 99], [0.0, 0.0, 0.0], new ComparisonRule(1, 0, 1, [true, true, false]));
        Assert.Equal(1, verdict.JudgedEntries);
        Assert.True(verdict.WithinLimits);
        Verdict without = Judge([5], [0.1], [99], [0.0], rule: null);
        Assert.Null(without.WithinLimits);
        Assert.Null(without.Observables[0].Comparison);
    }

    [Fact]
    public void The_level_of_an_entry_is_Sidak_over_the_whole_run()
    {
        Verdict verdict = Judge([1, 1, 1], [1.0, 1.0, 1.0], [1, 1, 1], [0.0, 0.0, 0.0], new ComparisonRule(1, 0, 1));
        // Nine tenths of the rate are for scores; ten replicas give nine degrees of freedom.
        double each = StudentT.TwoSidedTail(verdict.Observables[0].Comparison!.EntryLimit[0]!.Value, 9);
        Assert.Equal(0.9e-3, 1 - Math.Pow(1 - each, 3), 1e-12);
    }

    private static Verdict Judge(
        double?[] mean, double?[] error, double?[] theory, double?[] theoryError, ComparisonRule? rule, int replicas = 10, bool isRootMeanSquare = false)
    {
        ObservableShape shape = new("x", "1", "Test.", [Axis.Of("rank", Enumerable.Range(1, mean.Length))]) { IsRootMeanSquare = isRootMeanSquare };
        return TheoryComparison.Judge(new(
            [shape],
            _ => rule,
            new Dictionary<string, ObservableEstimate> { ["x"] = new(theory, theoryError) },
            new Dictionary<string, SimulationStatistics> { ["x"] = new(mean, error, replicas) }));
    }

    /// <summary>Families of five independent Gaussian entries; one of them has its theory shifted by so many standard errors.</summary>
    private static int Alarms(double rate, int families, double shift, double allowance)
    {
        double standardError = 1 / Math.Sqrt(Replicas);
        ComparisonRule rule = new(1, allowance * standardError, 0);
        Dictionary<string, ObservableEstimate> theory = new()
        {
            ["a"] = new([7.0, 7.0, 7.0 + (shift * standardError)], [0.0, 0.0, 0.0]),
            ["b"] = new([7.0, 7.0], [0.0, 0.0]),
        };
        int alarms = 0;
        for (int family = 0; family < families; family++)
        {
            ReplicaRecord[] records = [.. Enumerable.Range(0, Replicas).Select(replica => Record(family, replica))];
            Verdict verdict = TheoryComparison.Judge(new(Shapes, _ => rule, theory, ReplicaAverages.Of(Shapes, records)) { FalseAlarmRate = rate });
            alarms += verdict.WithinLimits == false ? 1 : 0;
        }

        return alarms;
    }

    private static ReplicaRecord Record(int family, int replica)
    {
        double? Draw(int index) => 7 + FakeNoise.Gaussian((ulong)family, replica, index);
        Dictionary<string, IReadOnlyList<double?>> values = new()
        {
            ["a"] = [Draw(0), Draw(1), Draw(2)],
            ["b"] = [Draw(3), Draw(4)],
        };
        return new ReplicaRecord(replica, (ulong)family, Outcome.Ok, null, values, 0);
    }
}
