using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Sweeps;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Sweeps;

/// <summary>Axes of observables whose points differ.</summary>
public sealed class SweptAxesTests
{
    [Fact]
    public void An_axis_whose_length_depends_on_the_point_is_the_union_with_missing_values()
    {
        int[] counts = [2, 4, 1];
        Experiment Point(int point)
        {
            Observable? x = null;
            return new Probe(e => x = e.Observe("x", "X.", Axis.Of("layer", [0, 1]), Axis.Of("rank", Enumerable.Range(1, counts[point]))))
            {
                Theory = (_, r) => Fill(r, (layer, rank) => (100 * point) + (10 * layer) + rank),
                Replica = (_, r) => Fill(r, (layer, rank) => 1000 + (100 * point) + (10 * layer) + rank),
            };

            void Fill(Recorder r, Func<int, int, double> value)
            {
                for (int layer = 0; layer < 2; layer++)
                {
                    r.Row(x!, [.. Enumerable.Range(1, counts[point]).Select(rank => value(layer, rank))], layer);
                }
            }
        }

        var swept = SweepCase.Along(SweepCase.Numbers("count", 5, 6, 7), Point);
        ObservableResult joined = Runs.Of(swept, Providers.Any).Named("x");
        Assert.Equal([3, 2, 4], joined.Shape.Axes.Select(axis => axis.Count));
        Assert.Equal([1, 2, 3, 4], joined.Shape.Axes[2].Values);
        Assert.Equal("X. (missing where a point of the sweep has no such rank)", joined.Shape.Definition);
        Assert.Contains(swept.Plan, fact => fact.Name == "axis rank");
        int index = 0;
        for (int point = 0; point < 3; point++)
        {
            for (int layer = 0; layer < 2; layer++)
            {
                for (int rank = 1; rank <= 4; rank++, index++)
                {
                    double? expected = rank <= counts[point] ? (100 * point) + (10 * layer) + rank : null;
                    Assert.Equal(expected, joined.Theory!.Value[index]);
                    Assert.Equal(expected + 1000, joined.Simulation!.Mean[index]);
                }
            }
        }

        // Equal axes are not padded, and nothing is said.
        Assert.Equal("Loss.", SweepCase.Along(SweepCase.Numbers("rate", 1, 2), _ => SweepCase.Loss(1)).Shapes[0].Definition);
    }

    [Fact]
    public void Numbers_and_words_of_an_axis_are_joined_in_their_order()
    {
        double[][] numbers = [[1, 5], [3], [0.5, 5]];
        string[][] words = [["b", "a"], ["a", "b"], ["c", "b"]];
        Experiment Point(int point)
        {
            Observable[] made = [];
            return new Probe(e => made = [e.Observe("x", "X.", new Axis("size", numbers[point])), e.Observe("y", "Y.", Axis.OfLabels("kind", words[point]))])
            {
                Theory = (_, r) =>
                {
                    r.Row(made[0], numbers[point]);
                    r.Row(made[1], [.. words[point].Select(word => word[0] + (0.01 * point))]);
                },
            };
        }

        RunResult result = Runs.Theory(SweepCase.Along(SweepCase.Words("which", "u", "v", "w"), Point), Providers.Any);
        Assert.Equal([0.5, 1, 3, 5], result.Named("x").Shape.Axes[1].Values);
        Assert.Equal([null, 1, null, 5, null, null, 3, null, 0.5, null, null, 5], result.Named("x").Theory!.Value);
        Assert.Equal(["b", "a", "c"], result.Named("y").Shape.Axes[1].Labels);
        Assert.Equal([98, 97, null, 98.01, 97.01, null, 98.02, null, 99.02], result.Named("y").Theory!.Value.Select(value => value is { } v ? Math.Round(v, 10) : (double?)null));
    }

    [Fact]
    public void An_observable_that_some_points_lack_is_missing_there()
    {
        static Experiment Point(int point)
        {
            Observable? only = null;
            return new Probe(e =>
            {
                e.Observe("always", "A.");
                only = point == 1 ? e.Observe("sometimes", "S.", Axis.Of("step", [0, 1])).Judged(new ComparisonRule(1, 0, 1)) : null;
            })
            {
                Theory = (_, r) => Write(r),
                Replica = (_, r) => Write(r),
            };

            void Write(Recorder r)
            {
                if (only is not null)
                {
                    r.Row(only, [3, 4]);
                }
            }
        }

        RunResult result = Runs.Of(SweepCase.Along(SweepCase.Numbers("rate", 1, 2, 3), Point), Providers.Any);
        Assert.Equal(["always", "sometimes", "diverged"], result.Observables.Select(observable => observable.Shape.Name));
        Assert.Equal([null, null, 3, 4, null, null], result.Named("sometimes").Theory!.Value);
        Assert.Equal([null, null, 0, 0, null, null], result.Named("sometimes").Comparison!.ZScore);
    }

    [Fact]
    public void Axes_that_have_nothing_in_common_are_refused()
    {
        static Experiment Of(params Axis[] axes) => new Probe(e => e.Observe("x", "X.", axes));
        Axis step = Axis.Of("step", [0]);
        Assert.Contains("has other axes at some points", Refused([Of(step), Of()]), StringComparison.Ordinal);
        Assert.Contains("runs along 'step' at one point and along 'rank' at another", Refused([Of(step), Of(Axis.Of("rank", [0]))]), StringComparison.Ordinal);
        Assert.Contains("sweep them in runs of their own", Refused([Of(step), Of(Axis.OfLabels("step", ["a"]))]), StringComparison.Ordinal);

        static string Refused(Experiment[] points) =>
            Assert.Throws<ConfigurationException>(() => SweepCase.Along(SweepCase.Numbers("rate", 1, 2), point => points[point])).Message;
    }

    [Fact]
    public void A_swept_parameter_named_like_an_own_axis_keeps_apart()
    {
        RunResult result = Runs.Theory(SweepCase.Along(SweepCase.Numbers("step", 7, 8), _ => SweepCase.Loss(1)), Providers.Any);
        Assert.Equal(["swept_step", "step"], result.Named("loss").Shape.Axes.Select(axis => axis.Name));
        Assert.Equal([7, 8], result.Named("loss").Shape.Axes[0].Values);
        Assert.Equal(["step"], result.Named("diverged").Shape.Axes.Select(axis => axis.Name));
    }

    [Fact]
    public void An_observable_with_more_values_than_an_array_has_is_refused_with_their_number()
    {
        static Experiment Point(int point) => new Probe(e => e.Observe("x", "X.", Axis.Of("step", Enumerable.Range(0, 50_000))));
        Axis many = Axis.Of("rank", Enumerable.Range(0, 100_000));
        ConfigurationException refused = Assert.Throws<ConfigurationException>(() => new Probe(e => e.Observe("x", "X.", many, many)));
        Assert.Contains("Observable 'x' would have 10000000000 values (100000 rank x 100000 rank), at most 2147483591 are possible", refused.Message, StringComparison.Ordinal);

        // Each point fits, all together do not: 300 x 300 x 50000, which 32 bits would take for 205032704.
        double[] values = [.. Enumerable.Range(0, 300).Select(i => (double)i)];
        refused = Assert.Throws<ConfigurationException>(() => new SweptObservable([new Axis("a", values), new Axis("b", values)], [Point(0)], "x"));
        Assert.Contains("4500000000 values (300 a x 300 b x 50000 step)", refused.Message, StringComparison.Ordinal);
    }
}
