using System.Text.Json.Nodes;
using Numerics.Results.Json;
using Numerics.Runner.Tests.Support;
using Numerics.Studies.Records;

namespace Numerics.Runner.Tests;

/// <summary>Sweeps through the whole program: plan, run, files, resume, merge, verify.</summary>
public sealed class SweepTests : IDisposable
{
    private static readonly string[] Sweep = ["--set", "sweep.width=[10,40]", "--set", "sweep.law.variance={\"from\":1,\"to\":4,\"points\":3}"];

    private readonly RunnerCase runner = new();

    public void Dispose() => runner.Dispose();

    [Fact]
    public void A_run_sweeps_what_the_command_line_says()
    {
        RunnerCase.Answer answer = Run("a");
        Assert.Equal(0, answer.Code);
        Assert.Contains("Inconclusive: no deviation beyond the limit in 24 judged entries", answer.Out, StringComparison.Ordinal);
        RunResult result = RunResultReader.Read(runner.PathOf("a"));
        Assert.Equal(["sampleMean", "topEigenvalue", "evenOnly", "diverged"], result.Observables.Select(observable => observable.Shape.Name));
        Assert.Equal(["width", "law_variance", "step"], result.Observables[0].Shape.Axes.Select(axis => axis.Name));
        Assert.Equal([1, 2, 4], result.Observables[0].Shape.Axes[1].Values.Select(value => Math.Round(value, 12)));
        Assert.Equal([10, 10, 10, 40, 40, 40], Enumerable.Range(0, 6).Select(point => result.Observables[1].Rule!.At(point, 6).Rule!.Size));
        Assert.Equal("""{"width":[10,40],"law.variance":[1,2,4]}""", result.Manifest.Parameters["sweep"]!.ToJsonString());
        foreach (string file in (string[])["result.h5", "result.parquet", "figures/sampleMean.svg", "replicas/replica-000007.h5"])
        {
            Assert.True(File.Exists(runner.PathOf("a", file)), file);
        }
    }

    [Fact]
    public void Verify_judges_by_the_rules_in_the_file_and_asks_no_study()
    {
        Run("a");
        Assert.Equal(0, runner.Run("verify", runner.PathOf("a")).Code);

        // Other rules in the file give another verdict: they are what counts.
        string path = runner.PathOf("a", "result.json");
        JsonNode root = JsonNode.Parse(File.ReadAllText(path))!;
        double?[] theory = [.. root["observables"]![0]!["theory"]!.AsArray().Select(value => (double?)value!.GetValue<double>() + 50)];
        root["observables"]![0]!["theory"] = new JsonArray([.. theory.Select(value => (JsonNode?)value)]);
        File.WriteAllText(path, root.ToJsonString());
        Assert.Equal(2, runner.Run("verify", runner.PathOf("a")).Code);
        root["observables"]![0]!["rule"] = null;
        File.WriteAllText(path, root.ToJsonString());
        RunnerCase.Answer verify = runner.Run("verify", runner.PathOf("a"));
        Assert.Equal(0, verify.Code);
        Assert.Contains("in 6 judged entries", verify.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Lost_replicas_of_a_sweep_are_run_again_to_the_same_bits()
    {
        Run("a");
        string before = ResultNumbers.Of(runner.PathOf("a"));
        File.Delete(runner.PathOf("a", "replicas", "replica-000003.h5"));
        File.Delete(runner.PathOf("a", "result.json"));
        RunnerCase.Answer answer = runner.Run("resume", runner.PathOf("a"));
        Assert.Equal(0, answer.Code);
        Assert.Contains("7 of 8 replicas were already there.", answer.Error, StringComparison.Ordinal);
        Assert.Equal(before, ResultNumbers.Of(runner.PathOf("a")));
        RunnerCase.Answer other = runner.Run("resume", runner.PathOf("a"), "--set", "sweep.width=[10,41]");
        Assert.Equal(1, other.Code);
        Assert.Contains("sweep.width: was [10,40], is [10,41]: this is another run", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Shards_of_a_preset_merge_to_the_bits_of_the_whole_run()
    {
        Assert.Equal(0, runner.Run("run", "tiny-sweep", "--out", runner.PathOf("whole")).Code);
        runner.Run("run", "tiny-sweep", "--shard", "1/2", "--out", runner.PathOf("s1"));
        runner.Run("run", "tiny-sweep", "--shard", "2/2", "--out", runner.PathOf("s2"));
        Assert.Equal(0, runner.Run("merge", runner.PathOf("s2"), runner.PathOf("s1"), "--out", runner.PathOf("m")).Code);
        Assert.Equal(ResultNumbers.Of(runner.PathOf("whole")), ResultNumbers.Of(runner.PathOf("m")));
        Assert.NotEqual(ResultNumbers.Of(runner.PathOf("whole")), ResultNumbers.Of(runner.PathOf("s1")));
    }

    [Fact]
    public void The_printed_configuration_of_a_preset_is_the_same_run()
    {
        string[] change = ["tiny-sweep", "--set", "width=20", "--set", "grid.shift=[0,0.01]"];
        string file = runner.Write("printed.json", runner.Run(["run", .. change, "--print-config"]).Out);
        runner.Run(["run", .. change, "--out", runner.PathOf("a")]);
        runner.Run("run", file, "--out", runner.PathOf("b"));
        Assert.Equal(RunResultReader.ReadManifest(runner.PathOf("a")).Fingerprint, RunResultReader.ReadManifest(runner.PathOf("b")).Fingerprint);
        Assert.Equal(ResultNumbers.Of(runner.PathOf("a")), ResultNumbers.Of(runner.PathOf("b")));
        Assert.Equal(["law.name", "shift"], RunResultReader.ReadManifest(runner.PathOf("b")).Parameters["sweep"]!.AsObject().Select(entry => entry.Key));
    }

    [Fact]
    public void Points_that_diverge_are_no_failure()
    {
        RunnerCase.Answer answer = runner.Run("run", "tiny-gaussian", "--set", """sweep.fault=["nothing","diverge"]""", "--set", "faultAt=6", "--out", runner.PathOf("a"));
        Assert.Equal(0, answer.Code);
        RunResult result = RunResultReader.Read(runner.PathOf("a"));
        Assert.Equal([0, 0.25], result.Observables.Single(observable => observable.Shape.Name == "diverged").Simulation!.Mean);
        Assert.Equal(["nothing", "diverge"], result.Observables[0].Shape.Axes[0].Labels);
        Assert.Empty(result.Failures);
    }

    [Fact]
    public void Plan_lists_what_is_swept_and_looks_for_no_range()
    {
        string[] arguments = ["plan", "tiny-gaussian", .. Sweep, "--set", "fault=range"];
        RunnerCase.Answer answer = runner.Run(arguments);
        Assert.Equal((0, ""), (answer.Code, answer.Error));
        Assert.Contains("width             10, 40", answer.Out, StringComparison.Ordinal);
        Assert.Contains("law.variance      1, 2, 4", answer.Out, StringComparison.Ordinal);
        Assert.Contains("grid points       6, all of them in every replica", answer.Out, StringComparison.Ordinal);
        JsonNode json = JsonNode.Parse(runner.Run([.. arguments, "--json"]).Out)!;
        Assert.Equal("10, 40", json["notes"]!["width"]!.GetValue<string>());
        Assert.Equal("[10,40]", json["parameters"]!["sweep"]!["width"]!.ToJsonString());
    }

    [Theory]
    [InlineData("sweep.widht: There is no parameter 'widht' to sweep. Did you mean 'width'?", "sweep.widht=[1,2]")]
    [InlineData("sweep.seed: 'seed' cannot be swept", "sweep.seed=[1,2]")]
    [InlineData("sweep.width: at the point width = 1: 1 is out of range; allowed: 2 <= value <= 1000000.", "sweep.width=[1,2]")]
    [InlineData("sweep: 10000000 points are more than 10000", """sweep={"shift":{"from":2,"to":2000,"points":1000},"law.variance":{"from":2,"to":2000,"points":10000}}""")]
    public void Bad_sweeps_are_refused_with_one_sentence(string message, string setting)
    {
        RunnerCase.Answer answer = runner.Run("run", "tiny-gaussian", "--set", setting, "--out", runner.PathOf("a"));
        Assert.Equal((1, ""), (answer.Code, answer.Out));
        Assert.Contains(message, answer.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(runner.PathOf("a")));
    }

    private RunnerCase.Answer Run(string name) => runner.Run(["run", "tiny-gaussian", "--out", runner.PathOf(name), .. Sweep]);
}
