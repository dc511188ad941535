using System.Text.Json.Nodes;
using Numerics.Results;
using Numerics.Results.Contract;
using Numerics.Results.Files;
using Numerics.Results.Json;
using Numerics.Runner.Tests.Support;
using Numerics.Studies.Comparison;
using Numerics.Studies.Records;

namespace Numerics.Runner.Tests;

/// <summary>A stored run judged and shown again, from its files alone.</summary>
public sealed class VerifyTests : IDisposable
{
    private readonly RunnerCase runner = new();

    public void Dispose() => runner.Dispose();

    [Fact]
    public void Factors_of_run_and_verify_multiply_and_facts_are_those_of_the_new_judgement()
    {
        // Eighty replicas: the limit of the scores is drawn from their residuals, and a fact says so.
        Run("a", "--replicas", "80", "--distort", "topEigenvalue=2", "--distort", "sampleMean=3");
        RunResult written = RunResultReader.Read(runner.PathOf("a"));
        Assert.Contains(written.Facts, fact => fact.Name == Verdict.LimitFact);
        JsonNode root = JsonNode.Parse(runner.Run("verify", runner.PathOf("a"), "--distort", "topEigenvalue=1.5", "--json").Out)!;
        Assert.Equal((3.0, 3.0), (root["distortions"]!["topEigenvalue"]!.GetValue<double>(), root["distortions"]!["sampleMean"]!.GetValue<double>()));
        Assert.Equal(3 * Math.Sqrt(Math.PI) / 2, root["observables"]![1]!["theory"]![0]!.GetValue<double>(), 1e-14);
        string warning = Assert.Single(root["warnings"]!.AsObject(), pair => pair.Key.Contains("topEigenvalue", StringComparison.Ordinal)).Value!.GetValue<string>();
        Assert.Contains("multiplied by 3 before judging", warning, StringComparison.Ordinal);
        Assert.Single(root["theoryEvidence"]!.AsObject(), pair => pair.Key == Verdict.LimitFact);
        Assert.Equal("closed form", root["theoryEvidence"]!["solver"]!.GetValue<string>());

        // Without the replica files the limit is Student's, and the old run's fact is not this judgement's.
        Directory.Delete(runner.PathOf("a", "replicas"), recursive: true);
        JsonNode averages = JsonNode.Parse(runner.Run("verify", runner.PathOf("a"), "--json").Out)!;
        Assert.False(averages["theoryEvidence"]!.AsObject().ContainsKey(Verdict.LimitFact));
        Assert.Equal(2, averages["distortions"]!["topEigenvalue"]!.GetValue<double>());
    }

    [Fact]
    public void Show_and_verify_read_a_run_back()
    {
        Run("a");
        RunnerCase.Answer show = runner.Run("show", runner.PathOf("a"));
        Assert.Contains("topEigenvalue", show.Out, StringComparison.Ordinal);
        Assert.Contains("Figure: ", show.Out, StringComparison.Ordinal);
        RunnerCase.Answer verify = runner.Run("verify", runner.PathOf("a"));
        Assert.Equal((0, ""), (verify.Code, verify.Error));
    }

    [Fact]
    public void Show_writes_the_page_of_a_run_once_more()
    {
        RunnerCase.Answer run = Run("a");
        string report = Path.Combine(runner.PathOf("a"), RunFiles.Report);
        string before = File.ReadAllText(report);
        Assert.Contains(VerdictSentence.Verdict(RunResultReader.Read(runner.PathOf("a"))), run.Out, StringComparison.Ordinal);
        File.Delete(report);
        Assert.Equal(0, runner.Run("show", runner.PathOf("a")).Code);
        Assert.False(File.Exists(report));
        RunnerCase.Answer show = runner.Run("show", runner.PathOf("a"), "--html");
        Assert.Equal((0, ""), (show.Code, show.Error));
        Assert.Contains("Report: ", show.Out, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(report));
        Assert.StartsWith("{", runner.Run("show", runner.PathOf("a"), "--html", "--json").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_judges_with_another_resolution_and_says_so()
    {
        Run("a", RunnerCase.CoarseLadder);
        RunnerCase.Answer coarse = runner.Run("verify", runner.PathOf("a"), "--quiet");
        Assert.StartsWith("Theory and simulation agree in all ", Assert.Single(Lines(coarse.Out)), StringComparison.Ordinal);
        string[] fine = Lines(runner.Run("verify", runner.PathOf("a"), "--set", "resolution.topEigenvalue=0.0001", "--quiet").Out);
        Assert.Equal(2, fine.Length);
        Assert.StartsWith("Warning: Judged with another resolution than the run, as asked by --set: ", fine[0], StringComparison.Ordinal);
        Assert.Contains(", topEigenvalue 0.01 % in place of ", fine[0], StringComparison.Ordinal);
        Assert.StartsWith("Inconclusive: ", fine[1], StringComparison.Ordinal);
        Assert.Contains("in topEigenvalue one of", fine[1], StringComparison.Ordinal);
        Assert.DoesNotContain("in sampleMean one of", fine[1], StringComparison.Ordinal);
        Assert.Contains("Did you mean 'topEigenvalue'?", runner.Run("verify", runner.PathOf("a"), "--set", "resolution.topEigenvalu=1").Error, StringComparison.Ordinal);
        RunnerCase.Answer other = runner.Run("verify", runner.PathOf("a"), "--set", "width=3");
        Assert.Equal(1, other.Code);
        Assert.Contains("--set width: 'verify' judges the numbers of a finished run again and takes no other setting than resolution", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_judges_the_replica_files_that_are_there_and_says_how_many_are_missing()
    {
        Run("a", "--replicas", "40");
        Run("b", "--replicas", "30");
        for (int replica = 30; replica < 40; replica++)
        {
            File.Delete(runner.PathOf("a", "replicas", RunFiles.Replica(replica)));
        }

        string[] sentences = Lines(runner.Run("verify", runner.PathOf("a"), "--quiet").Out);
        Assert.StartsWith("Warning: 10 of 40 replica files are missing or damaged: this verdict is on the 30 that are there, not on the whole run; numerics resume ", sentences[^2], StringComparison.Ordinal);
        Assert.Equal(VerdictSentence.Verdict(RunResultReader.Read(runner.PathOf("b"))), sentences[^1]);
        Directory.Delete(runner.PathOf("a", "replicas"), recursive: true);
        Assert.StartsWith("Warning: All 40 replica files are missing or damaged: ", Lines(runner.Run("verify", runner.PathOf("a")).Out)[^3], StringComparison.Ordinal);
    }

    /// <summary>Parameters changed in the manifest alone, in both manifests, replica files gone: the verdict is not one on this run.</summary>
    [Fact]
    public void Verify_says_what_it_cannot_verify()
    {
        Run("a", "--replicas", "4");
        string manifest = runner.PathOf("a", RunFiles.Manifest);
        string text = File.ReadAllText(manifest);
        JsonNode changed = JsonNode.Parse(text)!;
        changed["parameters"]!["width"] = 201;
        File.WriteAllText(manifest, changed.ToJsonString());
        RunnerCase.Answer answer = runner.Run("verify", runner.PathOf("a"));
        Assert.Equal(1, answer.Code);
        Assert.Contains("nothing is verified", answer.Error, StringComparison.Ordinal);
        JsonNode result = JsonNode.Parse(File.ReadAllText(runner.PathOf("a", RunFiles.Json)))!;
        result["manifest"]!["parameters"]!["width"] = 201;
        File.WriteAllText(runner.PathOf("a", RunFiles.Json), result.ToJsonString());
        answer = runner.Run("verify", runner.PathOf("a"));
        Assert.Equal(1, answer.Code);
        Assert.Contains("are not those that its fingerprint was made from", answer.Error, StringComparison.Ordinal);
        File.WriteAllText(manifest, text);
        result["manifest"] = JsonNode.Parse(text);
        File.WriteAllText(runner.PathOf("a", RunFiles.Json), result.ToJsonString());
        Assert.Equal(0, runner.Run("verify", runner.PathOf("a")).Code);
        File.Delete(runner.PathOf("a", "replicas", RunFiles.Replica(3)));
        Assert.Equal(4, runner.Run("verify", runner.PathOf("a")).Code);
        changed = JsonNode.Parse(text)!;
        changed["parameters"] = null;
        File.WriteAllText(manifest, changed.ToJsonString());
        answer = runner.Run("verify", runner.PathOf("a"));
        Assert.Equal(1, answer.Code);
        Assert.DoesNotContain("internal error", answer.Error, StringComparison.Ordinal);
    }

    /// <summary>Folders named like verbs say nothing of what was run; merging does not depend on the order.</summary>
    [Fact]
    public void What_a_run_consists_of_is_in_its_manifest()
    {
        foreach (string name in (string[])["theory", "simulate", "run"])
        {
            string folder = runner.PathOf(name);
            runner.Run("--out", folder, "run", "tiny-gaussian");
            string before = ResultNumbers.Of(folder);
            Assert.Equal("run", (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(folder, RunFiles.Manifest)))!["mode"]);
            runner.Run("resume", folder);
            Assert.Equal(before, ResultNumbers.Of(folder));
        }

        runner.Run("simulate", "tiny-gaussian", "--shard", "1/2", "--out", runner.PathOf("one"));
        runner.Run("run", "tiny-gaussian", "--shard", "2/2", "--out", runner.PathOf("two"));
        runner.Run("merge", runner.PathOf("one"), runner.PathOf("two"), "--out", runner.PathOf("a"));
        runner.Run("merge", runner.PathOf("two"), runner.PathOf("one"), "--out", runner.PathOf("b"));
        Assert.Equal(ResultNumbers.Of(runner.PathOf("run")), ResultNumbers.Of(runner.PathOf("a")));
        Assert.Equal(ResultNumbers.Of(runner.PathOf("run")), ResultNumbers.Of(runner.PathOf("b")));
    }

    [Fact]
    public void Verify_finds_the_replicas_of_a_shard()
    {
        Run("a", "--shard", "2/3");
        Assert.Equal((0, ""), (runner.Run("verify", runner.PathOf("a")).Code, runner.Run("verify", runner.PathOf("a")).Error));
        Assert.DoesNotContain("missing", runner.Run("verify", runner.PathOf("a")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_believes_the_replicas_and_not_a_doctored_result()
    {
        Run("a", "--set", "shift=5", "--replicas", "20");
        RunResult result = RunResultReader.Read(runner.PathOf("a"));
        ObservableResult[] doctored =
        [
            .. result.Observables.Select(o => o.Theory is null ? o : o with { Simulation = o.Simulation! with { Mean = o.Theory.Value } }),
        ];
        ResultFormats.All[0].Write(result with { Observables = doctored, Verdict = Judgement.Agrees }, runner.PathOf("a"));
        RunnerCase.Answer verify = runner.Run("verify", runner.PathOf("a"));
        Assert.Equal(2, verify.Code);
        Assert.Contains("the replica files count", verify.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_in_a_study_is_exit_code_70_with_one_sentence_and_a_log()
    {
        RunnerCase.Answer answer = Run("a", "--set", "fault=bug", "--quiet");
        Assert.Equal(70, answer.Code);
        Assert.Contains("internal error (InvalidOperationException): A mistake in the study.", Assert.Single(Lines(answer.Error)), StringComparison.Ordinal);
        Assert.Contains("   at ", File.ReadAllText(runner.PathOf("a", "error.log")), StringComparison.Ordinal);
    }

    private RunnerCase.Answer Run(string name, params string[] args) => runner.Run(["run", "tiny-gaussian", "--out", runner.PathOf(name), .. args]);

    private string Numbers(string name) => ResultNumbers.Of(runner.PathOf(name));

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
