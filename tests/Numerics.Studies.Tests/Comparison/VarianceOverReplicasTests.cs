using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Comparison;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Sweeps;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Sweeps;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Comparison;

/// <summary>N Var over replicas: the jackknife, its error, and what runs, ladders and sweeps make of it.</summary>
public sealed class VarianceOverReplicasTests
{
    private static readonly ObservableShape[] Shapes = [new("x", "1", "X.", [Axis.Of("step", [0, 1])]), new("xVariance", "1", "N Var.", [Axis.Of("step", [0, 1])])];

    [Fact]
    public void Values_are_those_of_leaving_one_replica_out()
    {
        double?[] x = [1.5, -0.25, 3, 0.5, 2];
        IReadOnlyList<ReplicaRecord> completed = Complete([.. x.Select(value => new double?[] { value, null })], size: 7);
        double Variance(IEnumerable<double?> of) => of.Sum(value => Math.Pow(value!.Value - of.Average()!.Value, 2)) / (of.Count() - 1);
        double whole = Variance(x);
        double[] expected = [.. x.Select((_, r) => 7 * ((5 * whole) - (4 * Variance(x.Where((_, k) => k != r)))))];
        Assert.Equal(expected, completed.Select(record => record.Values["xVariance"][0]!.Value), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(7 * whole, completed.Average(record => record.Values["xVariance"][0]!.Value), 1e-12);
        Assert.All(completed, record => Assert.Null(record.Values["xVariance"][1]));
        Assert.All(completed, record => Assert.NotNull(record.Values["x"][0]));
    }

    [Fact]
    public void Two_replicas_have_no_variance_with_an_error() =>
        Assert.All(Complete([[1.0, 2.0], [2.0, 3.0]], size: 7), record => Assert.Null(record.Values["xVariance"][0]));

    // The error of a variance of Gaussian numbers is sqrt(2/R) of it; scores of 200 replicas are to be Gaussian on both sides.
    [Fact]
    public void Scores_of_Gaussian_replicas_are_those_of_a_Gaussian()
    {
        const int Replicas = 200;
        const int Runs = 4000;
        var numbers = new double[Replicas];
        (int below, int above, int naive) = (0, 0, 0);
        double relative = 0;
        for (int run = 0; run < Runs; run++)
        {
            GaussianFill.Fill(StreamKey.Derive(3, 5, (uint)run, 0), 0, 0, 1, numbers);
            double[] values = [.. Complete([.. numbers.Select(number => new double?[] { number, null })], size: 1).Select(record => record.Values["xVariance"][0]!.Value)];
            double mean = values.Average();
            double error = Math.Sqrt(values.Sum(value => Math.Pow(value - mean, 2)) / (Replicas - 1.0) / Replicas);
            double score = (mean - 1) / (error * VarianceOverReplicas.ErrorFactor(mean, 1));
            below += score < -2.5 ? 1 : 0;
            above += score > 2.5 ? 1 : 0;
            naive += (mean - 1) / error < -2.5 ? 1 : 0;
            relative += error / Runs;
        }

        // 0.62 % of 4000 are 25 on each side.
        Assert.InRange(below, 8, 45);
        Assert.InRange(above, 8, 45);
        Assert.InRange(naive, 50, 1000);
        Assert.Equal(Math.Sqrt(2.0 / Replicas), relative, 0.03 * Math.Sqrt(2.0 / Replicas));
    }

    [Fact]
    public void A_ladder_extrapolates_the_variance_and_finds_a_wrong_one()
    {
        RunResult Run(double factor) => Runs.Of(Ladder(factor), Providers.Any);
        RunResult right = Run(1);
        ObservableResult variance = right.Named("xVariance");
        // Six thousand replicas do not see one per cent.
        Assert.Equal(Judgement.Inconclusive, variance.Comparison!.Verdict);
        Assert.Equal(6000, right.Ladder!.Replicas[^1]);
        Assert.Equal(3 * (1 + (4.0 / 16)), variance.Simulation!.Mean[0]!.Value, 5 * variance.Simulation.StandardError[0]!.Value);
        Assert.Equal(Judgement.Disagrees, Run(1.5).Named("xVariance").Comparison!.Verdict);
    }

    [Fact]
    public void Points_of_a_sweep_have_their_own_sizes()
    {
        SweptExperiment swept = SweepCase.Along(SweepCase.Numbers("width", 10, 40), point => Sample(point == 0 ? 10 : 40, 1));
        ObservableResult variance = Runs.Of(swept, Providers.Any).Named("xVariance");
        Assert.Equal([3 * 1.4, 3 * 1.1], variance.Simulation!.Mean.Select(value => value!.Value), (a, b) => Math.Abs(a - b) < 5 * variance.Simulation.StandardError.Max()!.Value);
    }

    private static IReadOnlyList<ReplicaRecord> Complete(IReadOnlyList<double?[]> x, double size) => VarianceOverReplicas.Complete(
        Shapes,
        name => name == "x" ? null : new ComparisonRule(size, 0, 1) { VarianceOf = "x" },
        [.. x.Select((values, r) => new ReplicaRecord(r, 1, Outcome.Ok, null, new Dictionary<string, IReadOnlyList<double?>> { ["x"] = values, ["xVariance"] = new double?[2] }, 0))]);

    private static LadderExperiment Ladder(double factor) =>
        new("width", [16, 32, 64], [Sample(16, factor), Sample(32, factor), Sample(64, factor)], [6000, 6000, 6000]);

    /// <summary>x has the variance 3 (1 + 4/N)/N; theory says 3 times a factor.</summary>
    private static Probe Sample(int width, double factor)
    {
        Observable? x = null;
        Observable? variance = null;
        return new Probe(e =>
        {
            x = e.Observe("x", "X.").Judged(new ComparisonRule(width, 0, 1));
            variance = e.Observe("xVariance", "N Var.").Judged(new ComparisonRule(width, 0, 1) { VarianceOf = "x", VariancePower = 0 });
        })
        {
            Number = 3000,
            Theory = (_, r) =>
            {
                r[x!] = 0.0;
                r[variance!] = 3 * factor;
            },
            Replica = (context, r) => r[x!] = Math.Sqrt(3 * (1 + (4.0 / width)) / width) * GaussianFill.GaussianAt(context.Streams.Matrix(0), 0, 0),
        };
    }
}
