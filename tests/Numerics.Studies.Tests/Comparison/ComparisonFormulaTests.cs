using Normal = MathNet.Numerics.Distributions.Normal;
using Student = MathNet.Numerics.Distributions.StudentT;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Comparison;
using Numerics.Studies.Records;

namespace Numerics.Studies.Tests.Comparison;

/// <summary>Every number that a result says of a comparison, against its formula evaluated here from the replicas.</summary>
public sealed class ComparisonFormulaTests
{
    private const double Rate = 0.02;
    private const double Found = 1.6448536269514722;
    private static readonly double[] Values = [3.1, 2.7, 3.4, 2.9, 3.0];

    /// <summary>Values below a tenth of the largest of their observable are resolved relative to that tenth.</summary>
    [Fact]
    public void A_small_value_is_resolved_relative_to_a_tenth_of_the_largest()
    {
        ObservableComparison comparison = Single([20, 0.01, 3], [0, 0, 0]);
        double seen = SmallestSeen(entries: 3, error: StandardError(Values), freedom: 4);
        Assert.Equal(new double?[] { seen, seen, seen }, comparison.DetectableDeviation, Near(1e-9));
        Assert.Equal(new double?[] { seen / 20, seen / 2, seen / 3 }, comparison.RelativeDetectable, Near(1e-9));
    }

    [Fact]
    public void A_rival_is_refused_at_its_distance_over_the_error_of_both()
    {
        RivalResult rival = Assert.Single(Single([20, 0.01, 3], [0, 0, 0], rival: [26, 0.02, 3.5], rivalError: 0.3).Rivals);
        double error = Math.Sqrt(Math.Pow(StandardError(Values), 2) + (0.3 * 0.3));
        Assert.Equal((0, 0.3), (rival.Entry, rival.RelativeDeviation));
        Assert.Equal((Values.Average() + 17 - 26) / error, rival.ZScore, 1e-9);
        Assert.Equal(Limit(3, 4), rival.Limit, 1e-9);
    }

    /// <summary>Errors of one solution at several sizes are the same error: they are extrapolated like the values.</summary>
    [Theory]
    [InlineData(new[] { 0.0, 0, 0.05 })]
    [InlineData(new[] { 0.4, 0.2, 0.1 })]
    [InlineData(new[] { 0.1, 0.1, 0.1 })]
    public void The_error_of_the_theory_is_carried_through_the_fit(double[] theoryErrors)
    {
        double[] sizes = [100, 200, 400];
        int[] counts = [20, 10, 5];
        var shape = new ObservableShape("x", "1", "Test.", [new Axis("width", sizes)]);
        ReplicaRecord[] records = [.. Enumerable.Range(0, 35).Select(r =>
        {
            int rung = r < 20 ? 0 : r < 30 ? 1 : 2;
            var values = new double?[3];
            values[rung] = 3 + ((r % 5 - 2) / Math.Sqrt(sizes[rung]));
            return new ReplicaRecord(r, 0, Outcome.Ok, null, new Dictionary<string, IReadOnlyList<double?>> { ["x"] = values }, 0);
        })];
        ComparisonRule?[] rules = [.. sizes.Select(size => new ComparisonRule(size, 0, 1))];
        ObservableComparison comparison = TheoryComparison.Judge(new(
            [shape],
            _ => ComparisonRule.OfBlocks(rules),
            new Dictionary<string, ObservableEstimate> { ["x"] = new([3, 3, 3], [.. theoryErrors.Select(error => (double?)error)]) },
            ReplicaAverages.Of([shape], records))
        {
            Records = records,
            Ladder = new Ladder("width", sizes, counts),
            FalseAlarmRate = Rate,
        }).Observables[0].Comparison!;

        // Weights R N of least squares on (1, 1/N), all equal here; the variance is that of the residuals times N over all sizes: 2 R, pooled with R - 1 each.
        double[] x = [.. sizes.Select(size => 1 / size)];
        double weight = 2000;
        double variance = counts.Sum(count => 2.0 * count) / counts.Sum(count => count - 1);
        double determinant = (3 * x.Sum(value => value * value)) - (x.Sum() * x.Sum());
        double[] coefficients = [.. x.Select(value => (x.Sum(other => other * other) - (x.Sum() * value)) / determinant)];
        double error = Math.Sqrt(variance / weight * coefficients.Sum(c => c * c));
        double tau = Math.Max(theoryErrors[2], Math.Abs(coefficients.Zip(theoryErrors, (c, t) => c * t).Sum()));
        Assert.Equal(error, comparison.Fit!.StandardError[2]!.Value, 1e-12);
        Assert.Equal(Math.Sqrt((error * error) + (tau * tau)), comparison.DetectableDeviation[2]!.Value / (comparison.EntryLimit[2]!.Value + Found), 1e-12);
    }

    /// <summary>A law off by what the run says it would have seen is found in 95 % of runs at least; one off by a third of it seldom.</summary>
    [Fact]
    public void A_distribution_function_off_by_the_detectable_size_is_found()
    {
        int found = 0, tooSmall = 0;
        for (uint run = 0; run < 200; run++)
        {
            double seen = Uniform(run, 0, out _);
            Uniform(run, seen, out bool refused);
            found += refused ? 1 : 0;
            Uniform(run, seen / 3, out refused);
            tooSmall += refused ? 1 : 0;
        }

        Assert.InRange(found, 187, 200); // 95 % less two standard deviations
        Assert.InRange(tooSmall, 0, 40);
    }

    /// <summary>20 replicas of 100 uniform numbers against x + shift sin(pi x); returns the smallest deviation that would have been seen.</summary>
    private static double Uniform(uint run, double shift, out bool refused)
    {
        double[] points = [.. Enumerable.Range(1, 19).Select(i => i / 20.0)];
        var shape = new ObservableShape("cdf", "1", "Test.", [new Axis("x", points)]);
        ReplicaRecord[] records = [.. Enumerable.Range(0, 20).Select(r =>
        {
            double[] normal = new double[100];
            GaussianFill.Fill(StreamKey.Derive(run, 99, (uint)r, 0), 0, 0, 1, normal);
            return new ReplicaRecord(r, 0, Outcome.Ok, null, new Dictionary<string, IReadOnlyList<double?>>
            {
                ["cdf"] = [.. points.Select(point => (double?)(normal.Count(value => Normal.CDF(0, 1, value) <= point) / 100.0))],
            }, 0);
        })];
        ObservableComparison comparison = TheoryComparison.Judge(new(
            [shape],
            _ => new ComparisonRule(100, 0, 1) { BandAlong = "x" },
            new Dictionary<string, ObservableEstimate> { ["cdf"] = new([.. points.Select(x => (double?)(x + (shift * Math.Sin(Math.PI * x))))], new double?[19]) },
            ReplicaAverages.Of([shape], records))
        {
            Records = records,
            FalseAlarmRate = Rate,
        }).Observables[0].Comparison!;
        refused = comparison.Verdict == Judgement.Disagrees;
        return comparison.DetectableDeviation.Single(value => value is not null)!.Value;
    }

    private static ObservableComparison Single(double[] theory, double[] errors, double[]? rival = null, double rivalError = 0)
    {
        var shape = new ObservableShape("x", "1", "Test.", [Axis.Of("rank", [1, 2, 3])]);
        var other = new ObservableShape("y", "1", "Test.", [Axis.Of("rank", [1, 2, 3])]);
        ReplicaRecord[] records = [.. Values.Select((value, r) => new ReplicaRecord(r, 0, Outcome.Ok, null, new Dictionary<string, IReadOnlyList<double?>>
        {
            ["x"] = [value + 17, value, value],
            ["y"] = new double?[3],
        }, 0))];
        ComparisonRule rule = new(100, 0, 1) { Rivals = rival is null ? [] : [new Rival("another", "y")] };
        return TheoryComparison.Judge(new(
            [shape, other],
            name => name == "x" ? rule : null,
            new Dictionary<string, ObservableEstimate>
            {
                ["x"] = new([.. theory.Select(value => (double?)value)], [.. errors.Select(error => (double?)error)]),
                ["y"] = new([.. (rival ?? theory).Select(value => (double?)value)], [rivalError, rivalError, rivalError]),
            },
            ReplicaAverages.Of([shape, other], records))
        {
            Records = records,
            FalseAlarmRate = Rate,
        }).Observables[0].Comparison!;
    }

    private static double StandardError(double[] values) => Math.Sqrt(values.Sum(value => Math.Pow(value - values.Average(), 2)) / 4 / 5);

    /// <summary>Two-sided Student's t at the level of Sidak; a tenth of the rate is kept for fits.</summary>
    private static double Limit(int entries, double freedom) => Student.InvCDF(0, 1, freedom, 1 - ((1 - Math.Pow(1 - (0.9 * Rate), 1.0 / entries)) / 2));

    private static double SmallestSeen(int entries, double error, double freedom) => (Limit(entries, freedom) + Found) * error;

    private static Func<double?, double?, bool> Near(double tolerance) => (a, b) => Math.Abs(a!.Value - b!.Value) <= tolerance * Math.Abs(a.Value);
}
