using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Comparison;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.BulkSpectra;

/// <summary>Distribution functions judged as whole curves in bands over replicas.</summary>
public sealed class BandScoreTests
{
    private const int Count = 400;
    private static readonly ObservableShape Shape = new(
        "cdf", "1", "test", [Axis.Of("step", [0, 1]), new Axis("x", [.. Enumerable.Range(1, 40).Select(k => k / 40.0)])]);

    [Theory]
    [InlineData(4)]
    [InlineData(12)]
    public void Rigid_values_about_the_law_agree_and_a_shift_of_a_few_steps_is_refused(int replicas)
    {
        ReplicaRecord[] records = Rigid(replicas, seed: 1);
        Verdict right = Judge(records, shift: 0);
        Assert.True(right.WithinLimits);
        Assert.Equal(2, right.JudgedEntries); // one score for each curve
        // 14/n = 0.035 is a third of the 1 % limit 1.63/sqrt(n) = 0.08 of a test for independent values.
        Assert.False(Judge(records, shift: 14.0 / Count).WithinLimits);
    }

    [Fact]
    public void False_alarms_stay_below_their_rate()
    {
        // 400 runs at a rate of 1e-3: more than three alarms have probability 1e-3.
        int alarms = Enumerable.Range(0, 400).Count(seed => Judge(Rigid(5, (ulong)seed), 0).WithinLimits == false);
        Assert.InRange(alarms, 0, 3);
    }

    [Fact]
    public void Without_replicas_or_with_one_nothing_is_judged()
    {
        ReplicaRecord[] records = Rigid(3, 1);
        Assert.Null(TheoryComparison.Judge(new([Shape], _ => Rule, Theory(0), ReplicaAverages.Of([Shape], records))).WithinLimits);
        Verdict single = Judge(records[..1], 0);
        Assert.Null(single.WithinLimits);
        Assert.Equal(Judgement.Inconclusive, single.Overall);
        Assert.Contains("2 entries of cdf were not judged", Assert.Single(single.Observables[0].Comparison!.Findings), StringComparison.Ordinal);
    }

    /// <summary>A curve that 17 of 20 replicas hold is that of those in which it exists; 18 are nine in ten.</summary>
    [Theory]
    [InlineData(17, 1)]
    [InlineData(18, 2)]
    public void A_curve_that_too_few_replicas_hold_is_not_judged(int holding, int judged)
    {
        ReplicaRecord[] records = [.. Rigid(20, 1).Select((record, replica) => replica < holding ? record : record with
        {
            Values = record.Values.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<double?>)[.. pair.Value.Select((value, i) => i < 40 ? null : value)]),
        })];
        Verdict verdict = Judge(records, 0);
        Assert.Equal(judged, verdict.JudgedEntries);
        Assert.Equal(2 - judged, verdict.Observables[0].Comparison!.Findings.Count(finding => finding.Contains("nine in ten", StringComparison.Ordinal)));
    }

    private static ComparisonRule Rule => new(Count, 0, 1) { BandAlong = "x" };

    private static Verdict Judge(ReplicaRecord[] records, double shift) =>
        TheoryComparison.Judge(new([Shape], _ => Rule, Theory(shift), ReplicaAverages.Of([Shape], records)) { Records = records });

    private static Dictionary<string, ObservableEstimate> Theory(double shift)
    {
        double?[] law = [.. Enumerable.Range(0, Shape.Length).Select(i => (double?)Math.Min(1, Shape.Axes[1].Values[i % 40] + (i % 40 == 19 ? shift : 0)))];
        return new() { ["cdf"] = new ObservableEstimate(law, new double?[law.Length]) };
    }

    /// <summary>Values (k + 1/2 + noise)/n: the distance of one sample from the law is of order 1/n, as for eigenvalues.</summary>
    private static ReplicaRecord[] Rigid(int replicas, ulong seed) => [.. Enumerable.Range(0, replicas).Select(replica =>
    {
        var values = new double?[Shape.Length];
        for (int step = 0; step < 2; step++)
        {
            var noise = new double[Count];
            GaussianFill.Fill(StreamKey.Derive(seed, 99, (uint)replica, (uint)step), 0, 0, 1, noise);
            double[] sample = [.. noise.Select((g, k) => (k + 0.5 + g) / Count)];
            for (int i = 0; i < 40; i++)
            {
                values[(40 * step) + i] = sample.Count(x => x <= Shape.Axes[1].Values[i]) / (double)Count;
            }
        }

        return new ReplicaRecord(replica, seed, Outcome.Ok, null, new Dictionary<string, IReadOnlyList<double?>> { ["cdf"] = values }, 0);
    })];
}
