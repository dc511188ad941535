using System.Text.Json;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Sweeps;

/// <summary>Each point of a sweep is judged by its own rule: the scores are those of its own plain run.</summary>
public sealed class SweptRuleTests
{
    private const int Points = 3;

    [Fact]
    public void Sizes_that_differ_between_points_give_each_its_allowance()
    {
        double[] sizes = [1, 100, 1000];
        RunResult swept = Runs.Of(SweepCase.Along(SweepCase.Numbers("size", sizes), point => SweepCase.Loss(point, size: sizes[point])), Providers.Any);
        ObservableResult loss = swept.Named("loss");
        Assert.Equal("1 N^-1 = 1 ... 1 N^-1 = 0.001", loss.Comparison!.Allowance);
        for (int point = 0; point < Points; point++)
        {
            RunResult plain = Runs.Of(SweepCase.Loss(point, size: sizes[point]), Providers.Any);
            Assert.Equal(plain.Named("loss").Comparison!.ZScore, loss.Comparison!.ZScore.Block(point, Points));
            (ComparisonRule? rule, int entry) = loss.Rule!.At((4 * point) + 2, 12);
            Assert.Equal((2, sizes[point]), (entry, rule!.Size));
            Assert.Equal(1 / sizes[point], rule.AllowanceAt(entry), 1e-15);
        }

        // Noise of 0.1/sqrt(4) is inside an allowance of 1 and outside one of 0.001.
        Assert.All(loss.Comparison!.ZScore.Block(0, Points), score => Assert.Equal(0, score));
        Assert.Contains(loss.Comparison!.ZScore.Block(2, Points), score => score != 0);
    }

    [Fact]
    public void Equal_rules_stay_one_rule()
    {
        RunResult swept = Runs.Of(SweepCase.Along(SweepCase.Numbers("rate", 1, 2, 3), point => SweepCase.Loss(point)), Providers.Any);
        Assert.Null(swept.Named("loss").Rule!.Blocks);
        Assert.Equal("1 N^-1 = 0.01", swept.Named("loss").Comparison!.Allowance);
    }

    [Fact]
    public void Entries_sizes_and_masks_follow_an_axis_that_is_padded()
    {
        double[][] widths = [[10, 40], [20], [5, 10, 20]];
        Experiment Point(int point)
        {
            Observable? x = null;
            return new Probe(e => x = e.Observe("x", "X.", new Axis("width", widths[point])).Judged(
                new ComparisonRule(widths[point][0], 1, 1, [.. widths[point].Select(width => width > 5)]) { EntrySizes = widths[point] }))
            {
                Theory = (_, r) => r.Row(x!, widths[point]),
                Replica = (context, r) => r.Row(x!, [.. widths[point].Select((width, i) => width + SweepCase.Gaussian(context, i))]),
            };
        }

        ObservableResult joined = Runs.Of(SweepCase.Along(SweepCase.Numbers("rate", 1, 2, 3), Point), Providers.Any).Named("x");
        double[] union = [5, 10, 20, 40];
        Assert.Equal(union, joined.Shape.Axes[1].Values);
        for (int point = 0; point < Points; point++)
        {
            ObservableResult plain = Runs.Of(Point(point), Providers.Any).Named("x");
            for (int i = 0; i < union.Length; i++)
            {
                int own = Array.IndexOf(widths[point], union[i]);
                Assert.Equal(own < 0 ? null : plain.Comparison!.ZScore[own], joined.Comparison!.ZScore[(4 * point) + i]);
                if (joined.Rule!.At((4 * point) + i, 12) is { Rule: { } rule, Entry: var entry })
                {
                    Assert.Equal(1 / union[i], rule.AllowanceAt(entry), 1e-15);
                }
            }
        }

        Assert.Equal(5, joined.Comparison!.ZScore.Count(score => score is not null)); // 5 is shown only
    }

    [Fact]
    public void Masks_follow_words_in_another_order()
    {
        string[][] words = [["a", "b"], ["b", "a"]];
        Experiment Point(int point)
        {
            Observable? x = null;
            return new Probe(e => x = e.Observe("x", "X.", Axis.OfLabels("kind", words[point])).Judged(
                new ComparisonRule(1, 0, 1, [.. words[point].Select(word => word == "a")]) { EntrySizes = [.. words[point].Select(word => word == "a" ? 7.0 : 9)] }))
            {
                Theory = (_, r) => r.Row(x!, [1, 1]),
                Replica = (context, r) => r.Row(x!, [1 + SweepCase.Gaussian(context, 0), 1 + SweepCase.Gaussian(context, 1)]),
            };
        }

        ObservableResult joined = Runs.Of(SweepCase.Along(SweepCase.Numbers("rate", 1, 2), Point), Providers.Any).Named("x");
        Assert.Equal([true, false, true, false], joined.Comparison!.ZScore.Select(score => score is not null));
        Assert.All(Enumerable.Range(0, 2), point => Assert.Equal(7, joined.Rule!.At(2 * point, 4).Rule!.EntrySizes![0]));
    }

    [Fact]
    public void Points_without_a_rule_are_shown_only()
    {
        RunResult swept = Runs.Of(SweepCase.Along(SweepCase.Numbers("rate", 1, 2, 3), point =>
        {
            Probe probe = SweepCase.Loss(point);
            probe.Observables[0].Judged(point == 1 ? null : probe.Observables[0].Rule);
            return probe;
        }), Providers.Any);
        Assert.Equal([true, false, true], Enumerable.Range(0, 3).Select(point => swept.Named("loss").Comparison!.ZScore.Block(point, 3).All(score => score is not null)));
        Assert.All(swept.Named("loss").Comparison!.ZScore.Block(1, 3), score => Assert.Null(score));
    }

    [Fact]
    public void What_a_point_wants_shown_only_is_not_judged_and_the_rest_is()
    {
        Experiment Point(int point, bool shown)
        {
            Probe probe = SweepCase.Loss(point);
            Action<TheoryContext, Recorder> theory = probe.Theory;
            probe.Theory = (context, r) =>
            {
                theory(context, r);
                if (shown && point == 1)
                {
                    r.ShowOnly();
                }
            };
            return probe;
        }

        RunResult judged = Runs.Of(SweepCase.Along(SweepCase.Numbers("rate", 1, 2, 3), point => Point(point, shown: false)), Providers.Any);
        RunResult swept = Runs.Of(SweepCase.Along(SweepCase.Numbers("rate", 1, 2, 3), point => Point(point, shown: true)), Providers.Any);
        Assert.Equal(judged.Named("loss").Theory!.Value, swept.Named("loss").Theory!.Value);
        Assert.Equal(judged.Named("loss").Comparison!.ZScore.Block(0, 3), swept.Named("loss").Comparison!.ZScore.Block(0, 3));
        Assert.Equal(judged.Named("loss").Comparison!.ZScore.Block(2, 3), swept.Named("loss").Comparison!.ZScore.Block(2, 3));
        Assert.All(swept.Named("loss").Comparison!.ZScore.Block(1, 3), score => Assert.Null(score));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => i is < 4 or > 7), swept.Named("loss").Rule!.Compared!);
    }

    [Fact]
    public void A_distribution_is_judged_as_a_whole_at_every_point()
    {
        int[] counts = [40, 200, 1000];
        double[] at = [0.2, 0.4, 0.5, 0.6, 0.8];
        Experiment Point(int point)
        {
            Observable? f = null;
            return new Probe(e => f = e.Observe("cumulative", "Fraction below x.", Axis.Of("layer", [1, 2]), new Axis("x", at)).Judged(new ComparisonRule(counts[point], 0, 1) { BandAlong = "x" }))
            {
                Number = 6,
                Theory = (_, r) =>
                {
                    r.Row(f!, at, 0);
                    r.Row(f!, [.. at.Select(x => point == 1 ? x * x : x)], 1); // wrong at one point in one layer
                },
                Replica = (context, r) =>
                {
                    for (int layer = 0; layer < 2; layer++)
                    {
                        double[] sample = [.. Enumerable.Range(0, counts[point]).Select(i => Uniform(SweepCase.Gaussian(context, i + (2000 * layer))))];
                        r.Row(f!, [.. at.Select(x => sample.Count(value => value <= x) / (double)sample.Length)], layer);
                    }
                },
            };

            // The distribution function of the normal law maps a normal number to a uniform one.
            static double Uniform(double normal) => 0.5 * MathNet.Numerics.SpecialFunctions.Erfc(-normal / Math.Sqrt(2));
        }

        RunResult swept = Runs.Of(SweepCase.Along(SweepCase.Numbers("rate", 1, 2, 3), Point), Providers.Any);
        ObservableResult joined = swept.Named("cumulative");
        for (int point = 0; point < Points; point++)
        {
            ObservableResult plain = Runs.Of(Point(point), Providers.Any).Named("cumulative");
            Assert.Equal(plain.Comparison!.ZScore, joined.Comparison!.ZScore.Block(point, Points));
            Assert.Equal(2, joined.Comparison!.ZScore.Block(point, Points).Count(score => score is not null));
            Assert.Equal(point != 1, plain.WithinLimits);
        }

        Assert.False(joined.WithinLimits);
        Assert.Equal(["1000", "200", "40"], Enumerable.Range(0, Points).Select(point => $"{joined.Rule!.At(10 * point, 30).Rule!.Size}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_rule_reads_back_from_text_as_the_same_rule()
    {
        ComparisonRule one = new(10, 2, 0.5, [true, false]) { ReplicaDeviation = 0.25, Relative = true, EntrySizes = [10, 20] };
        ComparisonRule blocks = ComparisonRule.OfBlocks([one, null, one with { Size = 20 }])!;
        ComparisonRule back = JsonSerializer.Deserialize<ComparisonRule>(JsonSerializer.Serialize(blocks))!;
        for (int entry = 0; entry < 6; entry++)
        {
            (ComparisonRule? expected, int place) = blocks.At(entry, 6);
            (ComparisonRule? read, int at) = back.At(entry, 6);
            Assert.Equal((expected is null, place), (read is null, at));
            Assert.Equal(expected?.AllowanceAt(place), read?.AllowanceAt(at));
            Assert.Equal((expected?.ReplicaDeviation, expected?.Relative), (read?.ReplicaDeviation, read?.Relative));
        }

        Assert.Equal([true, false, false, false, true, false], Enumerable.Range(0, 6).Select(entry => blocks.At(entry, 6).Rule is not null));
        Assert.Equal([false, false, false, false, true, false], Enumerable.Range(0, 6).Select(entry => blocks.Without([true, true, false, false, false, false]).At(entry, 6).Rule is not null));
        Assert.Null(ComparisonRule.OfBlocks([null, null]));
    }

    [Fact]
    public void The_verdict_of_a_sweep_counts_all_its_entries()
    {
        RunResult swept = Runs.Of(SweepCase.Along(SweepCase.Numbers("rate", 1, 2, 3), point => SweepCase.Loss(point)), Providers.Any);
        Assert.Equal(12, swept.JudgedEntries());
        Assert.True(swept.WithinLimits);
    }
}
