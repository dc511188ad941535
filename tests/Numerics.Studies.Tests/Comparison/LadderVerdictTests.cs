using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Comparison;
using Numerics.Studies.Records;

namespace Numerics.Studies.Tests.Comparison;

/// <summary>
/// Synthetic runs at several sizes with known limit, correction and scatter: false alarms at their rate, shifts of the stated size found as often as stated, wrong powers noticed.
/// The measured rates are in docs/verdict.md.
/// </summary>
public sealed class LadderVerdictTests(ITestOutputHelper output)
{
    private const int Entries = 8;
    private const int Runs = 2000;
    private const double Rate = 0.05;

    private static readonly double[] Sizes = [125, 250, 500, 1000];
    private static readonly int[] Replicas = [64, 32, 16, 8];

    public enum Noise
    {
        Independent,
        Common,
        Skew,
    }

    /// <summary>The count of 300 runs at 5 % has a standard deviation of 3.8: four of them.</summary>
    [Fact]
    public void False_alarms_come_at_the_rate_stated_in_few_runs() =>
        Assert.InRange(Enumerable.Range(0, 300).Count(run => Judge(new(), run).Overall == Judgement.Disagrees), 1, 30);

    /// <summary>
    /// A count at 5 % has a standard deviation of 0.5 %: four of them where the test is exact, more where it is not (skew replicas; scatter with another power, where the pooled variance is
    /// wrong until it is noticed).
    /// </summary>
    [Theory]
    [Trait("speed", "slow")]
    [InlineData(Noise.Independent, 1, 0.03, 0.07)]
    [InlineData(Noise.Skew, 1, 0.03, 0.075)]
    [InlineData(Noise.Common, 1, 0.03, 0.07)]
    [InlineData(Noise.Independent, 2, 0.02, 0.075)]
    public void False_alarms_come_at_the_rate_stated(Noise noise, double truePower, double least, double most)
    {
        int alarms = Count(new() { Noise = noise, VariancePower = truePower });
        output.WriteLine($"{noise}, scatter N^-{truePower}: {alarms} false alarms in {Runs} runs at a rate of {Rate}");
        Assert.InRange(alarms, least * Runs, most * Runs);
    }

    [Fact]
    public void A_scatter_that_falls_with_another_power_is_noticed()
    {
        Verdict verdict = Judge(new() { VariancePower = 3 }, run: 1);
        Assert.Contains(verdict.Observables[0].Comparison!.Findings, finding => finding.Contains("scatter", StringComparison.Ordinal));
        Assert.DoesNotContain(Judge(new(), run: 1).Observables[0].Comparison!.Findings, finding => finding.Contains("scatter", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("speed", "slow")]
    public void A_shift_of_the_detectable_size_is_found_in_95_per_cent_of_runs()
    {
        int found = 0;
        for (int run = 0; run < Runs; run++)
        {
            // The same replicas against a theory that is off by what the run says it would have seen, in one entry.
            ObservableComparison right = Judge(new(), run).Observables[0].Comparison!;
            int entry = Last(0);
            double shift = right.DetectableDeviation[entry]!.Value;
            ObservableComparison wrong = Judge(new() { Shift = shift }, run).Observables[0].Comparison!;
            found += wrong.WithinLimit(entry) == false ? 1 : 0;
        }

        output.WriteLine($"a shift of the detectable size was found in {found} of {Runs} runs");
        Assert.InRange(found, 0.93 * Runs, 0.97 * Runs);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    public void Another_power_of_the_approach_is_noticed(double power)
    {
        // A correction of nine standard deviations of one replica at the smallest size, where means have an error of 0.006.
        int noticed = Enumerable.Range(0, 100).Count(run => Judge(new() { Correction = 0.8 * Math.Pow(125, power), ApproachPower = power, Replicas = 24 }, run).Overall == Judgement.Disagrees);
        output.WriteLine($"power {power} in place of 1: noticed in {noticed} of 100 runs");
        Assert.InRange(noticed, 99, 100);
        Assert.InRange(Enumerable.Range(0, 100).Count(run => Judge(new() { Correction = 100, Replicas = 24 }, run).Overall == Judgement.Disagrees), 0, 12);
    }

    [Fact]
    public void A_known_correction_of_the_wrong_sign_is_noticed()
    {
        // Theory at finite size is part of the prediction: right it leaves nothing, with the other sign twice as much of a power that is not the next one.
        Setting right = new() { Correction = -30, ApproachPower = 2.0 / 3, Known = -30, Replicas = 24 };
        Assert.InRange(Enumerable.Range(0, 100).Count(run => Judge(right, run).Overall == Judgement.Disagrees), 0, 12);
        Assert.InRange(Enumerable.Range(0, 100).Count(run => Judge(right with { Known = 30 }, run).Overall == Judgement.Disagrees), 99, 100);
    }

    [Fact]
    public void A_large_correction_of_the_declared_power_is_measured_and_not_counted_against_the_theory()
    {
        ObservableComparison comparison = Judge(new() { Correction = 1000 }, run: 3).Observables[0].Comparison!;
        for (int entry = 0; entry < Entries; entry++)
        {
            int at = Last(entry);
            Assert.InRange(Math.Abs(comparison.Fit!.Slope[at]!.Value - 1000), 0, 60);
            Assert.InRange(Math.Abs(comparison.Fit.Limit[at]!.Value - 7), 0, 5 * comparison.Fit.StandardError[at]!.Value);
            Assert.InRange(Math.Abs(comparison.RawScore[at]!.Value), 20, double.MaxValue); // at the largest size alone: 1 off with an error of 0.011
        }
    }

    [Fact]
    public void The_error_of_the_limit_is_that_of_least_squares()
    {
        // Equal cost: the stated 0.86 of the standard error of the largest size, with the exact sums beside it.
        RungMean[] rungs = [.. Sizes.Select((size, j) => new RungMean(size, 0, 1 / size, Replicas[j]))];
        var fit = SizeExtrapolation.Fit(rungs, 1, 1, 1e-6);
        double sum = 0, first = 0, second = 0;
        for (int j = 0; j < 4; j++)
        {
            double weight = Replicas[j] * Sizes[j];
            (sum, first, second) = (sum + weight, first + (weight / Sizes[j]), second + (weight / Sizes[j] / Sizes[j]));
        }

        Assert.Equal(Math.Sqrt(second / ((sum * second) - (first * first))), fit.StandardError, 1e-12);
        Assert.InRange(fit.StandardError / Math.Sqrt(1.0 / (1000 * 8)), 0.85, 0.87);
        Assert.Equal(Replicas.Sum() - 4, fit.DegreesOfFreedom, 1e-9);
    }

    [Fact]
    public void One_replica_of_each_size_is_inconclusive()
    {
        Verdict verdict = Judge(new() { Counts = [1, 1, 1, 1] }, run: 1);
        Assert.Equal((Judgement.Inconclusive, 0), (verdict.Overall, verdict.JudgedEntries));
    }

    [Fact]
    public void What_could_have_hidden_decides_between_agreement_and_no_conclusion()
    {
        Assert.Equal(Judgement.Agrees, Judge(new() { Resolution = 0.05 }, run: 1).Overall);
        Assert.Equal(Judgement.Inconclusive, Judge(new() { Resolution = 0.001 }, run: 1).Overall);
    }

    /// <summary>The limit that the replicas show is below Sidak's where entries go together, and near it where they do not.</summary>
    [Fact]
    public void The_limit_follows_the_dependence_of_the_entries()
    {
        double together = Judge(new() { Noise = Noise.Common, Replicas = 24 }, run: 1).Observables[0].Comparison!.Limit!.Value;
        double apart = Judge(new() { Replicas = 24 }, run: 1).Observables[0].Comparison!.Limit!.Value;
        double one = StudentT.CriticalValue(0.9 * Rate, 356);
        double sidak = StudentT.CriticalValue(1 - Math.Pow(1 - (0.9 * Rate), 1.0 / Entries), 356);
        Assert.InRange(together, one - 0.1, one + 0.1);
        Assert.InRange(apart, sidak - 0.12, sidak + 0.12);
        Assert.True(sidak > one + 0.5);
    }

    /// <summary>A tangent kernel grows as N and deviates by O(1): relative deviations vanish, absolute ones do not.</summary>
    [Fact]
    public void An_observable_that_grows_with_the_size_is_extrapolated_in_units_of_its_growth()
    {
        Assert.Equal(Judgement.Agrees, Judge(new() { GrowthPower = 1 }, run: 1).Overall);
        Assert.Equal(Judgement.Disagrees, Judge(new() { GrowthPower = 1, Shift = 0.5 }, run: 1).Overall);
        Assert.Equal(Judgement.Disagrees, Judge(new() { GrowthPower = 1, DeclaredGrowthPower = 0, Correction = 200 }, run: 1).Overall);
        IReadOnlyList<double?> flat = Judge(new(), run: 1).Observables[0].Comparison!.ZScore;
        IReadOnlyList<double?> grown = Judge(new() { GrowthPower = 1 }, run: 1).Observables[0].Comparison!.ZScore;
        Assert.All(flat.Zip(grown), pair => Assert.Equal(pair.First is null, pair.Second is null));
        Assert.All(flat.Zip(grown).Where(pair => pair.First is not null), pair => Assert.Equal(pair.First!.Value, pair.Second!.Value, 1e-6));
    }

    private static int Last(int entry) => (3 * Entries) + entry;

    private static int Count(Setting setting) => Enumerable.Range(0, Runs).Count(run => Judge(setting, run).Overall == Judgement.Disagrees);

    private static Verdict Judge(Setting setting, int run)
    {
        ObservableShape shape = new("x", "1", "Test.", [new Axis("width", Sizes), Axis.Of("rank", Enumerable.Range(1, Entries))]);
        int[] counts = setting.Counts ?? [.. Replicas.Select(count => count * setting.Replicas / 8)];
        ReplicaRecord[] records = [.. Records(setting, counts, (ulong)run)];
        var rule = ComparisonRule.OfBlocks([.. Sizes.Select(size => new ComparisonRule(size, 0, 1) { GrowthPower = setting.DeclaredGrowthPower ?? setting.GrowthPower })]);
        double?[] theory = [.. Enumerable.Range(0, shape.Length).Select(i => 
            (double?)(setting.Growth(Sizes[i / Entries]) * (7 + (setting.Known * Math.Pow(Sizes[i / Entries], -setting.ApproachPower)) + (i % Entries == 0 ? setting.Shift : 0))))];
        return TheoryComparison.Judge(new(
            [shape],
            _ => rule,
            new Dictionary<string, ObservableEstimate> { ["x"] = new(theory, new double?[theory.Length]) },
            ReplicaAverages.Of([shape], records))
        {
            Records = records,
            Ladder = new Ladder("width", Sizes, counts),
            FalseAlarmRate = Rate,
            Resolution = new Resolution(setting.Resolution, new Dictionary<string, double>()),
        });
    }

    private static IEnumerable<ReplicaRecord> Records(Setting setting, int[] counts, ulong run)
    {
        int replica = 0;
        for (int rung = 0; rung < Sizes.Length; rung++)
        {
            double scale = Math.Pow(1000, (setting.VariancePower - 1) / 2) * Math.Pow(Sizes[rung], -setting.VariancePower / 2);
            for (int r = 0; r < counts[rung]; r++, replica++)
            {
                var values = new double?[Sizes.Length * Entries];
                var noise = new double[3 * Entries];
                GaussianFill.Fill(StreamKey.Derive(run, 98, (uint)replica, 0), 0, 0, 1, noise);
                for (int entry = 0; entry < Entries; entry++)
                {
                    double unit = setting.Noise switch
                    {
                        Noise.Common => noise[0],
                        Noise.Skew => ((noise[entry] * noise[entry]) + (noise[entry + Entries] * noise[entry + Entries]) + (noise[entry + (2 * Entries)] * noise[entry + (2 * Entries)]) - 3) / Math.Sqrt(6),
                        _ => noise[entry],
                    };
                    values[(rung * Entries) + entry] = setting.Growth(Sizes[rung]) * (7 + (setting.Correction * Math.Pow(Sizes[rung], -setting.ApproachPower)) + (scale * unit));
                }

                yield return new ReplicaRecord(replica, run, Outcome.Ok, null, new Dictionary<string, IReadOnlyList<double?>> { ["x"] = values }, 0);
            }
        }
    }

    /// <summary>A synthetic run: 7 + correction N^-p + noise of variance N^-q, against 7 + known N^-p + shift in the first entry.</summary>
    private sealed record Setting
    {
        public Noise Noise { get; init; }

        public double Correction { get; init; } = 5;

        public double ApproachPower { get; init; } = 1;

        public double VariancePower { get; init; } = 1;

        /// <summary>g: all of it times N^g.</summary>
        public double GrowthPower { get; init; }

        public double? DeclaredGrowthPower { get; init; }

        public double Known { get; init; }

        public double Shift { get; init; }

        public double Resolution { get; init; } = 0.05;

        /// <summary>Of the largest size; the others in proportion.</summary>
        public int Replicas { get; init; } = 24;

        public int[]? Counts { get; init; }

        public double Growth(double size) => Math.Pow(size, GrowthPower);
    }
}
