using Numerics.Studies.Catalog;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Numerics.Studies.Execution;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Sweeps;

/// <summary>A sweep against loops over plain runs: the same theory, the same replicas, the same scores, bit for bit, with the swept axes in front.</summary>
public sealed class SweptExperimentTests
{
    private const string DeepLinear = """ "inputDimension": 48, "steps": 4, "recordSteps": [2, 4], "replicas": 3, "seed": 5 """;

    [Fact]
    public void A_sweep_is_the_plain_runs_of_its_points_with_the_last_parameter_fastest()
    {
        const string Text = """{ "study": "tiny-gaussian", "sweep": { "law.variance": [1, 4, 9], "width": [10, 30], "law.name": ["uniform", "gaussian"] } }""";
        RunResult swept = Run(FakeStudy.Catalog, Text);
        Assert.Equal(["law_variance", "width", "law_name", "step"], swept.Named("sampleMean").Shape.Axes.Select(axis => axis.Name));
        Assert.Equal(["law_variance", "width", "law_name"], swept.Named("topEigenvalue").Shape.Axes.Select(axis => axis.Name));
        int point = 0;
        foreach (double variance in (double[])[1, 4, 9])
        {
            foreach (int width in (int[])[10, 30])
            {
                foreach (string name in (string[])["uniform", "gaussian"])
                {
                    RunResult plain = Run(FakeStudy.Catalog, """{ "study": "tiny-gaussian" }""", $"law.variance={variance}", $"width={width}", $"law.name={name}");
                    AssertBlock(plain, swept, point++, 12);
                }
            }
        }

        // The reference tells points apart: it is not one block twelve times.
        double?[] mean = [.. swept.Named("sampleMean").Simulation!.Mean];
        Assert.NotEqual(mean.Block(0, 12), mean.Block(4, 12));
        Assert.NotEqual(mean.Block(0, 12), mean.Block(2, 12));
    }

    [Theory]
    [InlineData(""" "learningRate": [0.15] """)]
    [InlineData(""" "learningRate": [0.05, 0.15] """)]
    [InlineData(""" "widthRatio": [0.5, 1], "parameterization": ["NTK", "muP"] """)]
    public void Each_point_of_deep_linear_has_the_numbers_of_its_own_plain_run(string sweep)
    {
        StudyConfiguration configuration = Runs.Read(AllStudies.Catalog, $$"""{ "study": "deep-linear", {{DeepLinear}}, "sweep": { {{sweep}} } }""");
        RunResult swept = Run(configuration);
        for (int point = 0; point < configuration.Points.Count; point++)
        {
            string[] overrides = [.. configuration.Sweep!.Axes.Zip(configuration.Sweep.Values(point), (axis, value) => $"{axis.Path}={value!.ToJsonString()}")];
            AssertBlock(Run(AllStudies.Catalog, $$"""{ "study": "deep-linear", {{DeepLinear}} }""", overrides), swept, point, configuration.Points.Count);
        }
    }

    [Fact]
    public void A_preset_has_the_numbers_of_the_study_under_its_own_streams()
    {
        const string Text = """{ "study": "tiny-sweep", "law": { "name": "gaussian" }, "sweep": { "width": [10, 40] } }""";
        RunResult preset = Run(FakeStudy.Catalog, Text);
        StudyConfiguration plain = Runs.Read(FakeStudy.Catalog, """{ "study": "tiny-gaussian", "replicas": 6, "steps": [0, 1], "width": 40 }""");
        AssertBlock(Runs.Of(plain.Prepare(), Providers.Any, plain.Seed, stream: 999_998), preset, 1, 2);
        Assert.NotEqual(Run(plain).Named("sampleMean").Simulation!.Mean, preset.Named("sampleMean").Simulation!.Mean.Block(1, 2));
    }

    [Fact]
    public void Threads_do_not_change_a_sweep()
    {
        StudyConfiguration configuration = Runs.Read(AllStudies.Catalog, $$"""{ "study": "deep-linear", {{DeepLinear}}, "sweep": { "learningRate": [0.05, 0.1, 0.15] } }""");
        RunResult one = Runs.Of(configuration.Prepare(), Providers.Any, threads: 1);
        RunResult three = Runs.Of(configuration.Prepare(), Providers.Any, threads: 3);
        Assert.Equal(Numbers(one), Numbers(three));
        Assert.Equal(one.Facts, three.Facts);
    }

    [Fact]
    public void All_points_of_a_replica_use_the_same_random_numbers()
    {
        IReadOnlyList<ReplicaRecord> records = Runs.Simulate(SweepCase.Along(SweepCase.Numbers("rate", 1, 2, 3), _ => SweepCase.Loss(0)), Providers.Any, [0, 1]);
        Assert.All(records, record => Assert.Single(Enumerable.Range(0, 3).Select(point => string.Join(' ', record.Values["loss"].Block(point, 3))).Distinct()));
        Assert.NotEqual(records[0].Values["loss"], records[1].Values["loss"]);
    }

    [Fact]
    public void Costs_of_a_replica_add_up_in_time_and_share_the_memory()
    {
        Probe[] points = [.. new[] { new Cost(100, 10, 1, 5), new Cost(300, 30, 2, 7), new Cost(200, 20, 4, 11) }.Select(cost => new Probe(e => e.Observe("x", "X.")) { Price = cost, Number = 9 })];
        var swept = SweepCase.Along(SweepCase.Numbers("rate", 1, 2, 3), point => points[point]);
        Assert.Equal(new Cost(300, 30, 7, 23, TheoryPieces: 3), swept.Cost);
        Assert.Equal((60L, 90L, 90L), (swept.Cost.TheoryBytesOn(2), swept.Cost.TheoryBytesOn(3), swept.Cost.TheoryBytesOn(64)));
        Assert.Equal(9, swept.Replicas);

        // Six values of each replica are kept: x and diverged at three points, each with a mark whether it is there.
        Assert.Equal(6 * 16, swept.TotalCost.RecordBytes);
    }

    [Fact]
    public void Rows_are_shared_where_all_points_can()
    {
        string?[] reasons = [null, null, "Because.", "Another."];
        Experiment Point(int point) => new Probe(e => e.Observe("x", "X.")) { Reason = reasons[point] };
        Assert.Null(SweepCase.Along(SweepCase.Numbers("rate", 1, 2), Point).WhyRowsAreNotShared);
        Assert.Equal("Because.", SweepCase.Along(SweepCase.Numbers("rate", 1, 2, 3, 4), Point).WhyRowsAreNotShared);
    }

    [Fact]
    public void Plan_says_what_is_swept()
    {
        var swept = SweepCase.Of([SweepCase.Words("law.name", "a", "b"), SweepCase.Numbers("rate", 0.1, 0.25)], _ => new Probe(e => e.Observe("x", "X.")) { Planned = [Fact.Evidence("own", "said once")] });
        Assert.Equal(
            [("law.name", "a, b"), ("rate", "0.1, 0.25"), ("grid points", "4, all of them in every replica"), ("own", "said once")],
            swept.Plan.Select(fact => (fact.Name, fact.Text)));
        Assert.Equal("13 values from 0 to 12", SweepCase.Numbers("rate", [.. Enumerable.Range(0, 13).Select(i => (double)i)]).Describe());
    }

    [Fact]
    public void Progress_of_theory_and_replica_reaches_the_end_and_never_goes_back()
    {
        Probe Point(int point)
        {
            Probe probe = SweepCase.Loss(1, divergesAt: point == 1 ? 1 : int.MaxValue);
            Action<ReplicaContext, Recorder> replica = probe.Replica;
            probe.Replica = (context, r) =>
            {
                context.Progress.Report(0.5);
                replica(context, r);
            };
            return probe;
        }

        List<double> theory = [];
        List<double> simulation = [];
        RunRequest request = Runs.Request(SweepCase.Along(SweepCase.Numbers("rate", 1, 2, 3), Point), Providers.Any, threads: 1) with { Replicas = [0] };
        RunExecutor.Execute(request, new MemoryReplicaStore(), new PhaseClock(), progress => (progress.Phase == "theory" ? theory : simulation).Add(progress.Fraction), CancellationToken.None);
        Assert.Equal(1, theory[^1], 1e-12);
        Assert.Equal(1, simulation[^1], 1e-12);
        Assert.Equal(theory.Order(), theory);
        Assert.Contains(simulation, fraction => Math.Abs(fraction - (0.5 / 3)) < 1e-12);
        Assert.Contains(simulation, fraction => Math.Abs(fraction - (2.5 / 3)) < 1e-12);
    }

    private static void AssertBlock(RunResult plain, RunResult swept, int point, int points)
    {
        foreach (ObservableResult own in plain.Observables)
        {
            ObservableResult all = swept.Named(own.Shape.Name);
            Assert.Equal(own.Shape.Length * points, all.Shape.Length);
            Assert.Equal(own.Theory!.Value, all.Theory!.Value.Block(point, points));
            Assert.Equal(own.Theory.StandardError, all.Theory.StandardError.Block(point, points));
            Assert.Equal(own.Simulation!.Mean, all.Simulation!.Mean.Block(point, points));
            Assert.Equal(own.Simulation.StandardError, all.Simulation.StandardError.Block(point, points));
            Assert.Equal(own.Simulation.Replicas, all.Simulation.Replicas);
            Assert.Equal(own.Comparison?.ZScore ?? new double?[own.Shape.Length], (all.Comparison?.ZScore ?? new double?[all.Shape.Length]).Block(point, points));
            Assert.Equal(
                Enumerable.Range(0, own.Shape.Length).Select(own.Simulation.CountAt),
                Enumerable.Range(0, all.Shape.Length).Select(all.Simulation.CountAt).ToArray().Block(point, points));
        }
    }

    private static double?[] Numbers(RunResult result) => [.. result.Observables.SelectMany(o =>
        o.Theory!.Value.Concat(o.Theory.StandardError).Concat(o.Simulation!.Mean).Concat(o.Simulation.StandardError).Concat(o.Comparison?.ZScore ?? []))];

    private static RunResult Run(StudyCatalog catalog, string text, params IReadOnlyList<string> overrides) => Run(Runs.Read(catalog, text, overrides));

    private static RunResult Run(StudyConfiguration configuration) =>
        Runs.Of(configuration.Prepare(), Providers.Any, configuration.Seed, configuration.Study.Card.StreamId);
}
