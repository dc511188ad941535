using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Contract;
using Numerics.Studies.Execution;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Sweeps;

/// <summary>What goes wrong at a point: divergence is a data point, everything else ends the replica, the theory or the run.</summary>
public sealed class SweptDivergenceTests
{
    [Fact]
    public void A_point_that_diverges_is_a_data_point_with_the_values_before()
    {
        var swept = SweepCase.Along(SweepCase.Numbers("rate", 1, 2, 3), point => SweepCase.Loss(point, divergesAt: point == 1 ? 2 : 99, theoryDivergesAt: point == 2 ? 1 : 99));
        RunResult result = Runs.Of(swept, Providers.Any);
        Assert.Equal((Outcome.Ok, null), (result.Outcome, result.TheoryFailure));
        Assert.Empty(result.Failures);
        ObservableResult diverged = result.Named("diverged");
        Assert.Equal(["rate"], diverged.Shape.Axes.Select(axis => axis.Name));
        Assert.Equal([0, 0, 1], diverged.Theory!.Value);
        Assert.Equal([0, 1, 0], diverged.Simulation!.Mean);
        Assert.Null(diverged.Rule);

        ObservableResult loss = result.Named("loss");
        Assert.Equal([0, 1, 2, 3, 1, 2, 3, 4, 2, null, null, null], loss.Theory!.Value);
        Assert.Equal([4, 4, 4, 4, 4, 4, 0, 0, 4, 4, 4, 4], Enumerable.Range(0, 12).Select(loss.Simulation!.CountAt));

        // What was seen before it diverged is what a run that does not diverge sees there.
        ObservableResult whole = Runs.Of(SweepCase.Loss(1), Providers.Any).Named("loss");
        Assert.Equal(whole.Simulation!.Mean.Take(2), loss.Simulation!.Mean.Block(1, 3).Take(2));
        Assert.Equal(whole.Comparison!.ZScore.Take(2), loss.Comparison!.ZScore.Block(1, 3).Take(2));
    }

    [Fact]
    public void The_mean_of_diverged_is_the_fraction_of_replicas()
    {
        static Experiment Point(int point)
        {
            Probe probe = SweepCase.Loss(1);
            Action<ReplicaContext, Recorder> replica = probe.Replica;
            probe.Replica = (context, r) =>
            {
                replica(context, r);
                if (point == 1 && context.Replica == 2)
                {
                    throw new DivergedException("Training", "step 4", "", "rate", 1);
                }
            };
            return probe;
        }

        RunResult result = Runs.Of(SweepCase.Along(SweepCase.Numbers("rate", 1, 2), Point), Providers.Any);
        Assert.Equal([0, 0.25], result.Named("diverged").Simulation!.Mean);
        Assert.Equal(4, result.Named("loss").Simulation!.Replicas);
    }

    [Fact]
    public void A_plain_run_that_diverges_is_a_failure()
    {
        RunResult result = Runs.Of(SweepCase.Loss(7, divergesAt: 2), Providers.Any);
        Assert.Equal(Outcome.NumericalFailure, result.Outcome);
        Assert.Equal(4, result.Failures.Count);
        Assert.Equal("Training diverged at step 2; lower rate (7).", result.Failures[0].Message);
        Assert.DoesNotContain(result.Observables, observable => observable.Shape.Name == "diverged");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Another_numerical_failure_leaves_the_point_missing_and_keeps_the_replica(bool notFinite)
    {
        List<int> visited = [];
        Experiment Point(int point)
        {
            Probe probe = SweepCase.Loss(1);
            Action<ReplicaContext, Recorder> replica = probe.Replica;
            probe.Replica = (context, r) =>
            {
                lock (visited)
                {
                    visited.Add(context.Replica == 2 ? point : -1);
                }

                replica(context, r);
                if (point == 1 && context.Replica == 2)
                {
                    r[probe.Observables[0], 3] = notFinite ? double.NaN : throw new ArithmeticException("The solver did not converge.");
                }
            };
            return probe;
        }

        RunResult result = Runs.Of(SweepCase.Along(SweepCase.Words("kind", "a", "b", "c"), Point), Providers.Any);
        Assert.Empty(result.Failures);
        Assert.Equal([0, 1, 2], visited.Where(point => point >= 0));
        Assert.Equal([4, 4, 4, 4, 3, 3, 3, 3, 4, 4, 4, 4], Enumerable.Range(0, 12).Select(result.Named("loss").Simulation!.CountAt));
        Assert.Equal([0, 0, 0], result.Named("diverged").Simulation!.Mean);
        Assert.Equal([4, 3, 4], Enumerable.Range(0, 3).Select(result.Named("diverged").Simulation!.CountAt));
        string sentence = notFinite ? "Observable 'loss' is not finite at step 3." : "The solver did not converge.";
        Assert.Contains(Fact.Warning("missing at kind = b", "At kind = b: 1 of 4 replicas failed there and have no values."), result.Facts);
        Assert.Contains(Fact.Evidence("replicas", $"In 1 of 4 replicas, the first replica 2: No values at 1 of 3 points, the first kind = b: {sentence}"), result.Facts);
    }

    [Fact]
    public void A_replica_that_fails_at_every_point_has_failed()
    {
        static Experiment Point(int point) => new Probe(e => e.Observe("x", "X."))
        {
            Replica = (context, r) => r[r.Observables[0]] = context.Replica == 1 ? throw new ArithmeticException($"No convergence at point {point}.") : 1,
        };

        RunResult result = Runs.Of(SweepCase.Along(SweepCase.Words("kind", "a", "b"), Point), Providers.Any);
        ReplicaRecord failure = Assert.Single(result.Failures);
        Assert.Equal((1, "At kind = a: No convergence at point 0."), (failure.Replica, failure.Message));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void A_theory_that_fails_at_some_points_says_which_and_keeps_the_others(int threads)
    {
        var swept = Failing(point => point >= 3 ? new ArithmeticException($"No convergence at point {point}.") : null);
        RunResult result = Runs.Of(swept, Providers.Any, threads: threads);
        Assert.Equal((Outcome.Ok, null), (result.Outcome, result.TheoryFailure));
        Assert.Equal([0, 0, 0, null, null], result.Named("diverged").Theory!.Value);
        Assert.Equal([4, 4, 4, 0, 0], Enumerable.Range(0, 5).Select(point => result.Named("loss").Theory!.Value.Block(point, 5).Count(value => value is not null)));
        Assert.Equal([4, 4, 4, 0, 0], Enumerable.Range(0, 5).Select(point => result.Named("loss").Comparison!.ZScore.Block(point, 5).Count(value => value is not null)));
        Assert.Equal(
            [("theory at rate = 4", "At rate = 4: No convergence at point 3."), ("theory at rate = 5", "At rate = 5: No convergence at point 4.")],
            result.Facts.Where(fact => fact.Kind == FactKind.Warning).Select(fact => (fact.Name, fact.Text)));
    }

    [Fact]
    public void A_prediction_that_is_not_finite_is_one_that_failed()
    {
        Experiment Point(int point)
        {
            Observable? x = null;
            return new Probe(e => x = e.Observe("x", "X."))
            {
                Theory = (_, r) => r[x!] = point == 1 ? double.PositiveInfinity : 1,
            };
        }

        RunResult result = Runs.Theory(SweepCase.Along(SweepCase.Numbers("rate", 1, 2), Point), Providers.Any);
        Assert.Null(result.TheoryFailure);
        Assert.Equal([1, null], result.Named("x").Theory!.Value);
        Assert.Contains(Fact.Warning("theory at rate = 2", "At rate = 2: Observable 'x' is not finite."), result.Facts);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_theory_that_fails_everywhere_has_failed(int threads)
    {
        RunResult result = Runs.Theory(Failing(point => new ArithmeticException($"No convergence at point {point}.")), Providers.Any, threads: threads);
        Assert.Equal((Outcome.NumericalFailure, "At rate = 1: No convergence at point 0."), (result.Outcome, result.TheoryFailure));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_mistake_in_a_study_is_thrown_as_it_is(int threads)
    {
        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(
            () => Runs.Theory(Failing(point => point is 1 or 3 ? new InvalidOperationException($"A mistake at point {point}.") : null), Providers.Any, threads: threads));
        Assert.Equal("A mistake at point 1.", thrown.Message);
        ConfigurationException refused = Assert.Throws<ConfigurationException>(
            () => Runs.Theory(Failing(point => point == 1 ? new ConfigurationException("test", "rate", "No such law.") : null), Providers.Any, threads: threads));
        Assert.Equal(new ConfigurationError("rate", "at the point rate = 2: No such law."), Assert.Single(refused.Errors));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_cancelled_theory_is_an_interruption(int threads)
    {
        using CancellationTokenSource stop = new();
        int solved = 0;
        Experiment Point(int point) => new Probe(e => e.Observe("x", "X."))
        {
            Theory = (context, _) =>
            {
                Interlocked.Increment(ref solved);
                stop.Cancel();
                context.Cancellation.ThrowIfCancellationRequested();
            },
        };

        RunRequest request = Runs.Request(SweepCase.Along(SweepCase.Numbers("rate", [.. Enumerable.Range(1, 50).Select(i => (double)i)]), Point), Providers.Any, threads: threads);
        RunResult result = Runs.Execute(request, new MemoryReplicaStore(), stop.Token);
        Assert.Equal((Outcome.Interrupted, null), (result.Outcome, result.TheoryFailure));
        Assert.InRange(solved, 1, 2 * threads);
    }

    [Fact]
    public void A_cancelled_replica_stops_between_points_and_is_dropped()
    {
        using CancellationTokenSource stop = new();
        List<int> visited = [];
        Experiment Point(int point) => new Probe(e => e.Observe("x", "X."))
        {
            Replica = (context, r) =>
            {
                visited.Add(point);
                if (context.Replica == 1 && point == 1)
                {
                    stop.Cancel();
                }
            },
        };

        RunRequest request = Runs.Request(SweepCase.Along(SweepCase.Numbers("rate", 1, 2, 3), Point), Providers.Any, threads: 1);
        RunResult result = Runs.Execute(request, new MemoryReplicaStore(), stop.Token);
        Assert.Equal(Outcome.Interrupted, result.Outcome);
        Assert.Equal([0, 1, 2, 0, 1], visited);
        Assert.Equal(1, result.Named("x").Simulation!.Replicas);
    }

    [Fact]
    public void Points_are_solved_side_by_side_and_a_single_one_has_all_threads()
    {
        List<int> threads = [];
        Experiment Point(int point) => new Probe(e => e.Observe("x", "X."))
        {
            Theory = (context, _) =>
            {
                lock (threads)
                {
                    threads.Add(context.Executor.Threads);
                }
            },
        };

        Runs.Theory(SweepCase.Along(SweepCase.Numbers("rate", 1, 2, 3), Point), Providers.Any, threads: 4);
        Runs.Theory(SweepCase.Along(SweepCase.Numbers("rate", 1), Point), Providers.Any, threads: 4);
        Assert.Equal([1, 1, 1, 4], threads);
    }

    private static Studies.Sweeps.SweptExperiment Failing(Func<int, Exception?> failure)
    {
        var later = new ManualResetEventSlim();
        return SweepCase.Along(SweepCase.Numbers("rate", 1, 2, 3, 4, 5), point =>
        {
            Probe probe = SweepCase.Loss(1);
            Action<TheoryContext, Recorder> theory = probe.Theory;
            probe.Theory = (context, r) =>
            {
                theory(context, r);
                if (failure(point) is { } exception)
                {
                    // A later point fails first, as far as threads let it.
                    bool _ = point < 3 ? later.Wait(TimeSpan.FromMilliseconds(50), CancellationToken.None) : true;
                    later.Set();
                    throw exception;
                }
            };
            return probe;
        });
    }
}
