using System.Text.Json.Nodes;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Results.Files;
using Numerics.Results.Json;
using Numerics.Runner.Tests.Support;
using Numerics.Studies.Records;

namespace Numerics.Runner.Tests;

/// <summary>Whole runs of a small study: numbers, files, exit codes, streams.</summary>
public sealed class RunTests : IDisposable
{
    private readonly RunnerCase runner = new();

    public void Dispose() => runner.Dispose();

    [Fact]
    public void A_run_writes_all_files_and_says_what_could_have_hidden()
    {
        RunnerCase.Answer answer = Run("a");
        Assert.Equal(0, answer.Code);
        Assert.Contains("Inconclusive: no deviation beyond the limit in 4 judged entries", answer.Out, StringComparison.Ordinal);
        Assert.Contains("simulation 8/8", answer.Error, StringComparison.Ordinal);
        foreach (string file in (string[])["manifest.json", "result.json", "result.h5", "result.parquet", "figures", "replicas/replica-000007.h5"])
        {
            Assert.True(Path.Exists(runner.PathOf("a", file)), file);
        }

        RunManifest manifest = RunResultReader.ReadManifest(runner.PathOf("a"));
        Assert.Equal(["setUp", "theory", "simulation", "writing"], manifest.Timing.Select(timing => timing.Phase));
        Assert.Equal(8, manifest.ReplicasAsked);
        Assert.StartsWith("managed", manifest.LapackProvider, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("theory", "wishart", false)]
    [InlineData("theory", "anticommutator", true)] // its law is solved by factorizations
    [InlineData("simulate", "wishart", true)]
    public async Task A_theory_that_needs_no_lapack_names_none(string verb, string ensemble, bool needed)
    {
        string directory = runner.PathOf("a");
        RunnerCase.Answer answer = await runner.RunProgram(verb, "ensembles", "--quiet", "--set", $"ensemble={ensemble}", "--set", "size=50", "--set", "replicas=1", "--out", directory);
        Assert.True(answer.Code == 0, answer.Error);
        bool named = needed || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NUMERICS_LAPACK"));
        string provider = RunResultReader.ReadManifest(directory).LapackProvider;
        Assert.Equal(named, provider != RunManifest.NoProvider);
        Assert.Equal(provider, RunResultReader.Read(directory).Manifest.LapackProvider);
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        Run("one", "--threads", "1");
        Run("two", "--threads", "2");
        Assert.Equal(Numbers("one"), Numbers("two"));
    }

    [Fact]
    public void Theory_and_simulation_can_be_had_alone()
    {
        RunnerCase.Answer theory = runner.Run("theory", "tiny-gaussian", "--out", runner.PathOf("t"), "--json");
        RunnerCase.Answer simulation = runner.Run("simulate", "tiny-gaussian", "--out", runner.PathOf("s"), "--json");
        JsonNode first = JsonNode.Parse(theory.Out)!["observables"]![0]!;
        JsonNode second = JsonNode.Parse(simulation.Out)!["observables"]![0]!;
        Assert.Equal((0, 0), (theory.Code, simulation.Code));
        Assert.NotNull(first["theory"]);
        Assert.False(first.AsObject().ContainsKey("simulation"));
        Assert.NotNull(second["simulation"]);
        Assert.False(second.AsObject().ContainsKey("theory"));
    }

    [Fact]
    public void Disagreement_is_exit_code_2_also_for_verify()
    {
        RunnerCase.Answer answer = Run("a", "--set", "shift=5", "--replicas", "20");
        Assert.Equal(2, answer.Code);
        Assert.Contains("DISAGREE", answer.Out, StringComparison.Ordinal);
        Assert.Equal(2, runner.Run("verify", runner.PathOf("a")).Code);
        Assert.Equal(0, runner.Run("show", runner.PathOf("a")).Code);
    }

    [Fact]
    public void A_ladder_with_a_coarse_resolution_agrees_and_a_distorted_theory_does_not()
    {
        RunnerCase.Answer answer = Run("a", RunnerCase.CoarseLadder);
        Assert.Equal(0, answer.Code);
        Assert.Contains("Theory and simulation agree in all ", answer.Out, StringComparison.Ordinal);
        Assert.Equal(2, runner.Run("verify", runner.PathOf("a"), "--distort", "topEigenvalue=3").Code);
        Assert.Equal(2, Run("b", [.. RunnerCase.CoarseLadder, "--distort", "topEigenvalue=3"]).Code);
        Assert.Equal(3, RunResultReader.Read(runner.PathOf("b")).Distortions["topEigenvalue"]);
        Assert.Equal(1, runner.Run("verify", runner.PathOf("a"), "--distort", "nothing=3").Code);
        Assert.Equal(2, Run("c", "--strict").Code);
    }

    [Fact]
    public void A_strict_run_of_both_sides_needs_a_verdict()
    {
        const string Refused = "Nothing was judged, although theory and simulation were asked for";
        RunnerCase.Answer lenient = Run("a", "--set", "fault=shown");
        Assert.Equal(0, lenient.Code);
        Assert.DoesNotContain(Refused, lenient.Out, StringComparison.Ordinal);
        RunnerCase.Answer strict = Run("b", "--set", "fault=shown", "--strict");
        Assert.Equal(2, strict.Code);
        Assert.Contains(Refused, strict.Out, StringComparison.Ordinal);
        RunnerCase.Answer json = runner.Run("verify", runner.PathOf("a"), "--strict", "--json");
        Assert.Equal(2, json.Code);
        Assert.Contains(Refused, json.Error, StringComparison.Ordinal);

        // One side alone, or a part of the replicas, asks for no verdict.
        Assert.Equal(0, runner.Run("theory", "tiny-gaussian", "--out", runner.PathOf("t"), "--strict").Code);
        Assert.Equal(0, runner.Run("simulate", "tiny-gaussian", "--out", runner.PathOf("s"), "--strict").Code);
        Assert.Equal(0, Run("c", "--set", "fault=shown", "--shard", "1/2", "--strict").Code);
    }

    [Theory]
    [InlineData("width=[20,20]", "The size 20 is given twice")]
    [InlineData("width=[1,20]", ": width: at width = 1: 1 is out of range")]
    [InlineData("width={\"from\":10,\"to\":20}", "{\"from\":10,\"to\":20} is no size; a ladder is a list of sizes")]
    [InlineData("width=[]", "The list of sizes is empty")]
    [InlineData("replicas=[4,4]", "needs a list of sizes in width")]
    [InlineData("resolution=-1", "is not a positive relative deviation")]
    [InlineData("resolution={\"topEigenvalu\":0.1}", "Did you mean 'topEigenvalue'?")]
    public void Bad_ladders_are_refused_with_one_sentence(string setting, string words)
    {
        RunnerCase.Answer answer = Run("a", "--set", setting);
        Assert.Equal(1, answer.Code);
        Assert.Contains(words, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Quiet_says_the_verdict_and_what_changes_its_meaning()
    {
        string[] lines = Lines(Run("a", "--quiet", "--distort", "sampleMean=2").Out);
        Assert.StartsWith("Warning: The theory of sampleMean was multiplied by 2", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Inconclusive: ", lines[1], StringComparison.Ordinal);
        Assert.Equal(2, lines.Length);
    }

    [Fact]
    public void A_run_without_a_result_is_shown_how_to_go_on()
    {
        Run("a");
        File.Delete(runner.PathOf("a", RunFiles.Json));
        foreach (string verb in (string[])["show", "verify"])
        {
            RunnerCase.Answer answer = runner.Run(verb, runner.PathOf("a"));
            Assert.Equal(1, answer.Code);
            Assert.Contains($"the run did not come to its end; go on with it by 'numerics resume {runner.PathOf("a")}'.", answer.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_diverging_replica_is_exit_code_3_and_the_finished_ones_are_kept()
    {
        RunnerCase.Answer answer = Run("a", "--set", "fault=diverge", "--set", "faultAt=5");
        Assert.Equal(3, answer.Code);
        Assert.Contains("replica 5 (seed 1): Sampling diverged at step 2: the loss passed 1e6; lower width (50).", answer.Out, StringComparison.Ordinal);
        RunResult result = RunResultReader.Read(runner.PathOf("a"));
        Assert.Equal(Outcome.NumericalFailure, result.Outcome);
        Assert.Equal(5, result.Observables[0].Simulation!.Replicas);
        Assert.Equal([5, 6, 7], result.Failures.Select(failure => failure.Replica));
    }

    [Fact]
    public void What_does_not_fit_into_memory_is_exit_code_4_and_writes_nothing()
    {
        foreach (string verb in (string[])["run", "plan"])
        {
            RunnerCase.Answer answer = runner.Run(verb, "tiny-gaussian", "--set", "bytesPerReplica=1e18", "--out", runner.PathOf("a"));
            Assert.Equal(4, answer.Code);
            Assert.Contains("One replica needs 888 PiB (1000000000000000160 bytes), but only ", answer.Error, StringComparison.Ordinal);
            Assert.False(Directory.Exists(runner.PathOf("a")));
        }
    }

    [Fact]
    public void A_missing_provider_is_exit_code_4()
    {
        using StringWriter error = new();
        int code = RunnerApplication.Run(
            ["run", "tiny-gaussian", "--lapack", "/nowhere/libnone.so", "--out", runner.PathOf("a")],
            TextWriter.Null, error, Numerics.Studies.Tests.Fakes.FakeStudy.Catalog, runner.Demonstration());
        Assert.Equal(4, code);
        Assert.Contains("/nowhere/libnone.so", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_in_a_study_is_exit_code_70_with_one_sentence_and_a_log()
    {
        RunnerCase.Answer answer = Run("a", "--set", "fault=bug", "--quiet");
        Assert.Equal(70, answer.Code);
        Assert.Contains("internal error (InvalidOperationException): A mistake in the study.", Assert.Single(Lines(answer.Error)), StringComparison.Ordinal);
        Assert.Contains("   at ", File.ReadAllText(runner.PathOf("a", "error.log")), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_one_object_and_nothing_else()
    {
        RunnerCase.Answer answer = Run("a", "--json");
        JsonNode root = JsonNode.Parse(answer.Out)!;
        Assert.Equal("tiny-gaussian", root["study"]!.GetValue<string>());
        Assert.Equal("ok", root["outcome"]!.GetValue<string>());
        Assert.Contains(root["verdict"]!.GetValue<string>(), (string[])["agrees", "inconclusive"]);
        Assert.Equal("closed form", root["theoryEvidence"]!["solver"]!.GetValue<string>());
        Assert.Equal("[8,8,8]", new JsonArray([.. root["observables"]!.AsArray().Select(o => o!["simulation"]!["replicas"]!.DeepClone())]).ToJsonString());
        foreach (string[] args in (string[][])[["list"], ["list", "tiny-gaussian"], ["plan", "tiny-gaussian"], ["doctor"], ["cite", "tiny-gaussian"],
            ["schema", "tiny-gaussian"], ["show", runner.PathOf("a")], ["verify", runner.PathOf("a")]])
        {
            RunnerCase.Answer other = runner.Run([.. args, "--json"]);
            Assert.Equal(0, other.Code);
            Assert.IsType<JsonObject>(JsonNode.Parse(other.Out));
        }
    }

    [Fact]
    public void The_demonstration_runs_one_after_the_other()
    {
        RunnerCase.Answer answer = runner.Run("run", "--out", runner.PathOf("demo"), "--json");
        Assert.Equal(0, answer.Code);
        Assert.Equal(2, JsonNode.Parse(answer.Out)!["runs"]!.AsArray().Count);
        Assert.True(File.Exists(runner.PathOf("demo", "small", "result.json")));
        Assert.True(File.Exists(runner.PathOf("demo", "large", "result.json")));
    }

    [Fact]
    public void The_printed_configuration_runs_as_the_same_run()
    {
        RunnerCase.Answer printed = runner.Run("run", "tiny-gaussian", "--set", "law.variance=3", "--seed", "9", "--print-config");
        string file = runner.Write("printed.json", printed.Out);
        Run("a", "--set", "law.variance=3", "--seed", "9");
        runner.Run("run", file, "--out", runner.PathOf("b"));
        Assert.Equal(RunResultReader.ReadManifest(runner.PathOf("a")).Fingerprint, RunResultReader.ReadManifest(runner.PathOf("b")).Fingerprint);
        Assert.Equal(Numbers("a"), Numbers("b"));
    }

    [Fact]
    public void A_resolution_of_one_observable_leaves_that_of_the_others()
    {
        RunnerCase.Answer printed = runner.Run("run", "tiny-gaussian", "--set", "resolution=0.05", "--set", "resolution.topEigenvalue=0.2", "--print-config");
        Assert.Equal("""{"default":0.05,"topEigenvalue":0.2}""", JsonNode.Parse(printed.Out)!["resolution"]!.ToJsonString());
        Assert.Equal(0.01, JsonNode.Parse(runner.Run("run", "tiny-gaussian", "--print-config").Out)!["resolution"]!.GetValue<double>());
    }

    [Fact]
    public void Shards_merge_to_the_bits_of_the_whole_run()
    {
        Run("whole");
        Run("s1", "--shard", "1/3");
        Run("s2", "--shard", "2/3");
        RunnerCase.Answer incomplete = runner.Run("merge", runner.PathOf("s1"), runner.PathOf("s2"), "--out", runner.PathOf("m"));
        Assert.Equal(1, incomplete.Code);
        Assert.Contains("2 of 8 replicas are in none of the directories (2, 5)", incomplete.Error, StringComparison.Ordinal);
        Run("s3", "--shard", "3/3");
        Run("other", "--seed", "2", "--shard", "3/3");
        Assert.Contains("seed is 1 in the one and 2 in the other; leave one of them out.", runner.Run("merge", runner.PathOf("s1"), runner.PathOf("other")).Error, StringComparison.Ordinal);
        string[] shards = [runner.PathOf("s3"), runner.PathOf("s1"), runner.PathOf("s2")];
        Assert.Equal(0, runner.Run(["merge", .. shards, "--out", runner.PathOf("m")]).Code);
        Assert.Equal(Numbers("whole"), Numbers("m"));
        Assert.NotEqual(Numbers("whole"), Numbers("s1"));
    }

    private RunnerCase.Answer Run(string name, params string[] args) => runner.Run(["run", "tiny-gaussian", "--out", runner.PathOf(name), .. args]);

    private string Numbers(string name) => ResultNumbers.Of(runner.PathOf(name));

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
