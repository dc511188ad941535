using System.Text.Json.Nodes;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Numerics.Studies.Execution;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Execution;

public sealed class RunExecutorTests
{
    [Fact]
    public void The_numbers_do_not_depend_on_threads()
    {
        RunResult one = Run(threads: 1);
        RunResult three = Run(threads: 3);
        RunResult many = Run(threads: 20);
        Assert.Equal(Bits(one), Bits(three));
        Assert.Equal(Bits(one), Bits(many));
        Assert.Equal(Outcome.Ok, one.Outcome);
        Assert.True(one.WithinLimits);
        Assert.Equal("closed form", Assert.Single(one.Facts).Text);
        Assert.Equal(4, one.Observables.Single(o => o.Shape.Name == "evenOnly").Simulation!.CountAt(0));
    }

    [Fact]
    public void A_wrong_theory_is_found() => Assert.False(Run("shift=3", "replicas=30").WithinLimits);

    [Theory]
    [InlineData("diverge", "Sampling diverged at step 2: the loss passed 1e6; lower width (50).")]
    [InlineData("notFinite", "Observable 'sampleMean' is not finite at step 0.")]
    [InlineData("arithmetic", "No convergence at step 1.")]
    public void A_diverged_replica_is_recorded_and_the_others_are_kept(string fault, string message)
    {
        RunResult result = Run($"fault={fault}", "faultAt=5");
        Assert.Equal(Outcome.NumericalFailure, result.Outcome);
        Assert.Equal([5, 6, 7], result.Failures.Select(failure => failure.Replica));
        Assert.All(result.Failures, failure => Assert.Equal(message, failure.Message));
        SimulationStatistics mean = result.Observables[0].Simulation!;
        Assert.Equal(5, mean.Replicas);
        Assert.All(mean.Mean, value => Assert.True(double.IsFinite(value!.Value)));
        Assert.Equal(mean.Mean, Run("replicas=5").Observables[0].Simulation!.Mean);
    }

    [Fact]
    public void A_prediction_that_is_not_finite_is_a_failure()
    {
        RunResult result = Run("fault=theory");
        Assert.Equal(Outcome.NumericalFailure, result.Outcome);
        Assert.Contains("'sampleMean'", result.TheoryFailure, StringComparison.Ordinal);
        Assert.Null(result.Observables[0].Theory!.Value[0]);
    }

    [Fact]
    public void A_mistake_in_a_study_is_thrown()
        => Assert.Equal("A mistake in the study.", Assert.Throws<InvalidOperationException>(() => Run("fault=bug")).Message);

    [Fact]
    public void Interrupted_and_resumed_is_the_same_as_uninterrupted()
    {
        MemoryReplicaStore store = new();
        using CancellationTokenSource stop = new();
        RunResult first = Run(["fault=wait", "faultAt=3"], store, progress => StopAt(progress, stop), 2, stop.Token);
        Assert.Equal(Outcome.Interrupted, first.Outcome);
        Assert.Equal(3, first.Observables[0].Simulation!.Replicas);
        int reported = 0;
        RunResult second = Run([], store, progress => reported = Math.Max(reported, progress.Message is null ? 0 : 1), 2, None);
        Assert.Equal(1, reported);
        Assert.Equal(Outcome.Ok, second.Outcome);
        Assert.Equal(Bits(Run()), Bits(second));
    }

    [Fact]
    public void Cancelled_before_the_start_nothing_runs()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        RunResult result = Run([], new MemoryReplicaStore(), _ => { }, 2, stop.Token);
        Assert.Equal(Outcome.Interrupted, result.Outcome);
        Assert.Null(result.WithinLimits);
    }

    [Fact]
    public void Shards_are_disjoint_and_complete()
    {
        Assert.Equal([1, 4, 7], ReplicaShard.Parse("2/3").Replicas(9));
        Assert.Equal(Enumerable.Range(0, 10), Enumerable.Range(1, 3).SelectMany(i => new ReplicaShard(i, 3).Replicas(10)).Order());
        foreach (string bad in (string[])["0/3", "4/3", "1", "a/b", "1/0", "-1/2"])
        {
            Assert.Throws<ConfigurationException>(() => ReplicaShard.Parse(bad));
        }
    }

    [Fact]
    public void The_manifest_names_commit_and_processor_but_not_the_host()
    {
        StudyConfiguration configuration = Configure([]);
        RunManifest manifest = Manifest(configuration, 2);
        Assert.Matches(@"^\d+\.\d+\.\d+", manifest.ProgramVersion);
        Assert.NotEmpty(manifest.Processor);
        Assert.DoesNotContain(Environment.MachineName, manifest.OperatingSystem, StringComparison.Ordinal);
        Assert.Equal(configuration.Fingerprint, manifest.Fingerprint);
    }

    private static CancellationToken None => TestContext.Current.CancellationToken;

    internal static double?[] Bits(RunResult result)
        => [.. result.Observables.SelectMany(o => (o.Simulation?.Mean ?? []).Concat(o.Simulation?.StandardError ?? []).Concat(o.Comparison?.ZScore ?? []))];

    private static void StopAt(RunProgress progress, CancellationTokenSource stop)
    {
        if (progress.Done == 3 && progress.Fraction > 3.2 / 8)
        {
            stop.Cancel();
        }
    }

    private static RunResult Run(params string[] overrides) => Run(overrides, new MemoryReplicaStore(), _ => { }, 2, None);

    private static RunResult Run(int threads) => Run([], new MemoryReplicaStore(), _ => { }, threads, None);

    private static RunResult Run(
        string[] overrides, IReplicaStore store, Action<RunProgress> progress, int threads, CancellationToken cancellation)
    {
        StudyConfiguration configuration = Configure(overrides);
        Experiment run = configuration.Prepare();
        RunRequest request = new()
        {
            Experiment = run,
            StreamId = configuration.Study.Card.StreamId,
            Manifest = Manifest(configuration, threads),
            Lapack = Providers.Any,
            Plan = MemoryPlan.Make(run.Cost, new MemoryLimit(1 << 30, "test"), threads, run.Replicas),
            Replicas = [.. Enumerable.Range(0, run.Replicas)],
        };
        return RunExecutor.Execute(request, store, new PhaseClock(), progress, cancellation);
    }

    private static StudyConfiguration Configure(string[] overrides)
        => new ConfigurationReader(FakeStudy.Catalog).FromJson(
            new JsonObject { ["study"] = "tiny-gaussian" }, [.. overrides.Select(ConfigurationOverride.Parse)], "test", "");

    private static RunManifest Manifest(StudyConfiguration configuration, int threads)
        => ManifestBuilder.Build(configuration, "test", "test", threads, new MemoryLimit(1 << 30, "test"), 8, shard: null, []);
}
