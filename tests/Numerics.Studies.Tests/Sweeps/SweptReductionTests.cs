using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Sweeps;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Sweeps;

/// <summary>What is read off along a swept axis, in theory and in every replica, and what follows for the verdict.</summary>
public sealed class SweptReductionTests
{
    private static readonly double[] Rates = [.. Enumerable.Range(0, 9).Select(i => 0.1 * Math.Pow(1.3, i))];

    private static readonly double[] Best = [0.2, 0.3];

    /// <summary>Loss exp((log(rate/best))^2) at the last of three steps, diverging from the last two rates on; replicas shift the best rate by some percent.</summary>
    private static Probe Point(double rate, double best, int? at = null, double? share = null, double stable = double.PositiveInfinity)
    {
        Observable? loss = null;
        return new Probe(e =>
        {
            loss = e.Observe("loss", "Loss.", Axis.Of("step", [0, 1, 2])).Judged(new ComparisonRule(1, 0, 1) { ReplicaDeviation = 1 });
            Observable first = e.Reduce(new Reduction("best", "Best rate.", "rate", loss, SweepMinimum.Best) { At = at is { } step ? [step] : null });
            e.Reduce(new Reduction("unstable", "First unstable rate.", "rate", loss, SweepMinimum.FirstUnstable) { JudgedShare = share });
            e.Reduce(new Reduction("shift", "Shift of the best rate with the width.", "width", first, RateTransfer.Shift));
        })
        {
            Number = 3,
            Theory = (_, r) => Fill(r, best),
            Replica = (context, r) => Fill(r, best * (1 + (0.05 * context.Replica))),
        };

        void Fill(Recorder r, double place)
        {
            r[loss!, 0] = 100 + rate;
            r[loss!, 1] = Math.Exp(Math.Pow(Math.Log(rate / (2 * place)), 2));
            if (rate > stable)
            {
                throw new DivergedException("Training", "step 2", "", "rate", rate);
            }

            r[loss!, 2] = Math.Exp(Math.Pow(Math.Log(rate / place), 2));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_reduction_runs_along_its_axis_for_every_combination_of_the_others(bool rateFirst)
    {
        SweepAxis rate = SweepCase.Numbers("rate", Rates);
        SweepAxis kind = SweepCase.Words("kind", "narrow", "wide");
        int Place(int point, bool first) => first ? point / (rateFirst ? Best.Length : Rates.Length) : point % (rateFirst ? Best.Length : Rates.Length);
        SweptExperiment swept = SweepCase.Of(
            rateFirst ? [rate, kind] : [kind, rate], point => Point(Rates[Place(point, rateFirst)], Best[Place(point, !rateFirst)]));
        RunResult result = Runs.Of(swept, Providers.Any);
        ObservableResult best = result.Named("best");
        Assert.Equal(["kind"], best.Shape.Axes.Select(axis => axis.Name));
        Assert.Equal(["narrow", "wide"], best.Shape.Axes[0].Labels);
        for (int kinds = 0; kinds < 2; kinds++)
        {
            // The minimum of a parabola in the logarithms is found between the points of the grid.
            Assert.Equal(Best[kinds], best.Theory!.Value[kinds]!.Value, 1e-12);
            Assert.Equal(1.05 * Best[kinds], best.Simulation!.Mean[kinds]!.Value, 1e-12);
            Assert.Equal(0.05 * Best[kinds] / Math.Sqrt(3), best.Simulation.StandardError[kinds]!.Value, 1e-12);

            int nearest = Enumerable.Range(0, Rates.Length).MinBy(i => Math.Abs(Math.Log(Rates[i] / Best[kinds])));
            Assert.Equal((Rates[nearest + 1] - Rates[nearest - 1]) / Math.Sqrt(12), best.Theory.StandardError[kinds]!.Value, 1e-15);
        }

        Assert.Null(best.Rule);
        Assert.Equal([null, null], result.Named("unstable").Theory!.Value);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_reduction_of_a_reduction_runs_along_another_axis(bool rateFirst)
    {
        double[] widths = [1, 2, 4];
        SweepAxis rate = SweepCase.Numbers("rate", Rates);
        SweepAxis width = SweepCase.Numbers("width", widths);
        int Place(int point, bool first) => first ? point / (rateFirst ? widths.Length : Rates.Length) : point % (rateFirst ? widths.Length : Rates.Length);
        SweptExperiment swept = SweepCase.Of(
            rateFirst ? [rate, width] : [width, rate], point => Point(Rates[Place(point, rateFirst)], 0.3 * Math.Pow(widths[Place(point, !rateFirst)], -0.4)));
        RunResult result = Runs.Of(swept, Providers.Any);
        Assert.Equal(["width"], result.Named("best").Shape.Axes.Select(axis => axis.Name));
        ObservableResult shift = result.Named("shift");
        Assert.Empty(shift.Shape.Axes);
        Assert.Equal(-0.4, shift.Theory!.Value[0]!.Value, 1e-12);
        // Every replica multiplies all of its best rates by one factor.
        Assert.Equal(-0.4, shift.Simulation!.Mean[0]!.Value, 1e-12);
        var without = SweepCase.Along(rate, point => Point(Rates[point], 0.2));
        Assert.DoesNotContain(without.Shapes, shape => shape.Name == "shift");
    }

    [Fact]
    public void A_reduction_reads_the_entry_it_names()
    {
        RunResult result = Runs.Theory(SweepCase.Along(SweepCase.Numbers("rate", Rates), point => Point(Rates[point], 0.2, at: 1)), Providers.Any);
        Assert.Equal([0.4], result.Named("best").Theory!.Value.Select(value => Math.Round(value!.Value, 12)));
        Assert.Empty(result.Named("best").Shape.Axes);
    }

    [Fact]
    public void Without_a_sweep_along_it_there_is_no_reduction()
    {
        Assert.DoesNotContain(Runs.Theory(Point(0.1, 0.2), Providers.Any).Observables, observable => observable.Shape.Name == "best");
        var other = SweepCase.Along(SweepCase.Numbers("width", 1, 2), point => Point(0.1 * (1 + point), 0.2));
        Assert.DoesNotContain(other.Shapes, shape => shape.Name == "best");
    }

    [Fact]
    public void A_rate_at_which_training_diverges_ends_the_curve_with_the_error_of_the_grid()
    {
        double stable = Rates[5] + 1e-9;
        RunResult result = Runs.Of(SweepCase.Along(SweepCase.Numbers("rate", Rates), point => Point(Rates[point], 0.2, stable: stable)), Providers.Any);
        ObservableResult unstable = result.Named("unstable");
        Assert.Equal(Rates[6], unstable.Theory!.Value[0]);
        Assert.Equal((Rates[6] - Rates[5]) / Math.Sqrt(12), unstable.Theory.StandardError[0]!.Value, 1e-15);
        Assert.Equal(Rates[6], unstable.Simulation!.Mean[0]!.Value, 1e-15);
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 1, 1], result.Named("diverged").Theory!.Value);
        Assert.Equal(0.2, result.Named("best").Theory!.Value[0]!.Value, 1e-12);
        Assert.Equal(Outcome.Ok, result.Outcome);
    }

    [Fact]
    public void Points_beyond_a_share_of_the_limit_are_shown_and_not_judged()
    {
        // Two curves: one becomes unstable at Rates[6], the other nowhere.
        double[] stable = [Rates[5] + 1e-9, double.PositiveInfinity];
        SweptExperiment Swept(double? share) => SweepCase.Of(
            [SweepCase.Words("kind", "a", "b"), SweepCase.Numbers("rate", Rates)],
            point => Point(Rates[point % 9], 0.2, share: share, stable: stable[point / 9]));
        ObservableResult all = Runs.Of(Swept(null), Providers.Any).Named("loss");
        ObservableResult loss = Runs.Of(Swept(0.45), Providers.Any).Named("loss");
        for (int point = 0; point < 18; point++)
        {
            bool judged = point >= 9 || Rates[point] <= 0.45 * Rates[6];
            Assert.Equal(judged ? all.Comparison!.ZScore.Block(point, 18) : new double?[3], loss.Comparison!.ZScore.Block(point, 18));
            Assert.NotNull(all.Comparison!.ZScore[3 * point]);
        }

        Assert.InRange(Rates.Count(rate => rate <= 0.45 * Rates[6]), 1, 5);
        Assert.Equal(all.Theory!.Value, loss.Theory!.Value);
    }

    [Fact]
    public void The_last_entry_is_the_points_own_where_lengths_differ()
    {
        Experiment Own(int point)
        {
            Observable? loss = null;
            int steps = 2 + (point % 3);
            return new Probe(e =>
            {
                loss = e.Observe("loss", "Loss.", Axis.Of("step", Enumerable.Range(0, steps)));
                e.Reduce(new Reduction("last", "Sum of the ends of the curves.", "rate", loss, (rates, values) => new Estimate(values.Sum() + rates.Sum(), 0.5)));
            })
            {
                Theory = (_, r) => r[loss!, steps - 1] = Math.Pow(10, point),
            };
        }

        ObservableResult last = Runs.Theory(SweepCase.Along(SweepCase.Numbers("rate", 1, 2, 3), Own), Providers.Any).Named("last");
        Assert.Equal([117], last.Theory!.Value);
        Assert.Equal([0.5], last.Theory.StandardError);
    }

    /// <summary>The loss falls up to 0.3; a solver that fails at the third rate says nothing of stability, which ends behind 0.5.</summary>
    [Fact]
    public void A_point_that_fails_is_not_one_that_diverges()
    {
        SweptExperiment swept = SweepCase.Of([SweepCase.Numbers("rate", Rates)], point =>
        {
            Probe probe = Point(Rates[point], 0.3, share: 0.8, stable: 0.5);
            Action<TheoryContext, Recorder> theory = probe.Theory;
            probe.Theory = (context, r) =>
            {
                if (point == 2)
                {
                    throw new ArithmeticException("The solver did not converge.");
                }

                theory(context, r);
            };
            return probe;
        });
        RunResult result = Runs.Of(swept, Providers.Any);
        double unstable = Rates.First(rate => rate > 0.5);
        Assert.Equal(unstable, result.Named("unstable").Theory!.Value[0]);
        Assert.InRange(result.Named("best").Theory!.Value[0]!.Value, 0.27, 0.33);
        Assert.Equal([.. Rates.Select((rate, point) => point == 2 ? (double?)null : rate > 0.5 ? 1 : 0)], result.Named("diverged").Theory!.Value);
    }
}
