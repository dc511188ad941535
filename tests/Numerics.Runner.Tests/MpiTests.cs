using System.Text.Json.Nodes;
using Numerics.Runner.Invocation;
using Numerics.Runner.Tests.Support;
using Numerics.Studies.Contract;
using Numerics.Studies.Execution;

namespace Numerics.Runner.Tests;

/// <summary>The program under mpirun: one hash for any number of ranks and threads, and failures that end all with one message.</summary>
public sealed class MpiTests : IDisposable
{
    // Eight shards, so that four ranks have two each and three ranks share unevenly; the theory is kept short.
    private static readonly string[] Nonlinear =
        ["run", "nonlinear-mup", "--set", "width=70000", "--set", "steps=2", "--set", "theorySites=200", "--set", "theorySeeds=2", "--replicas", "2"];

    private static readonly string[] DeepLinear =
        ["run", "deep-linear", "--set", "matrix=revealed", "--set", "inputDimension=40000", "--set", "steps=2", "--set", "depth=2", "--replicas", "1"];

    private readonly RunnerCase runner = new();

    public void Dispose() => runner.Dispose();

    [Theory]
    [Trait("speed", "slow")]
    [InlineData("nonlinear-mup")]
    [InlineData("deep-linear")]
    public async Task Any_ranks_and_threads_give_the_bits_of_one_process(string study)
    {
        MpiRun.SkipIfMissing();
        string[] arguments = [.. study == "deep-linear" ? DeepLinear : Nonlinear, "--lapack", "managed", "--quiet", "--out"];
        await runner.RunProgram([.. arguments, runner.PathOf("alone")]);
        string alone = ResultNumbers.Of(runner.PathOf("alone"));
        foreach ((int ranks, int threads) in new[] { (1, 2), (2, 1), (2, 2), (3, 1), (3, 2), (4, 1), (4, 2) })
        {
            string directory = runner.PathOf($"r{ranks}t{threads}");
            await MpiRun.Start(runner.PathOf(), (ranks, [.. arguments, directory, "--threads", $"{threads}"]));
            Assert.Equal(alone, ResultNumbers.Of(directory));
            Assert.Equal(ranks, (int)JsonNode.Parse(File.ReadAllText(Path.Combine(directory, "manifest.json")))!["ranks"]!);
        }
    }

    [Fact]
    public async Task Two_ranks_give_the_bits_of_one_process()
    {
        MpiRun.SkipIfMissing();
        string[] arguments = [.. Nonlinear, "--lapack", "managed", "--out"];
        await runner.RunProgram([.. arguments, runner.PathOf("alone")]);
        RunnerCase.Answer answer = await MpiRun.Start(runner.PathOf(), (2, [.. arguments, runner.PathOf("two")]));
        Assert.Equal(ResultNumbers.Of(runner.PathOf("alone")), ResultNumbers.Of(runner.PathOf("two")));
        Assert.Single(Lines(answer.Out, "Files: two"));
        Assert.Single(Lines(answer.Error, "MPI: 2 ranks, "));
    }

    [Fact]
    public async Task A_rank_that_fails_ends_all_with_one_message()
    {
        MpiRun.SkipIfMissing();
        string[] arguments = [.. Nonlinear, "--out", runner.PathOf("a"), "--lapack"];
        RunnerCase.Answer answer = await MpiRun.Start(runner.PathOf(), (1, [.. arguments, "managed"]), (1, [.. arguments, "nonsense"]));
        Assert.Equal(4, answer.Code);
        Assert.Contains("'nonsense' cannot be used", Assert.Single(Lines(answer.Error, "numerics: ")), StringComparison.Ordinal);
        Assert.StartsWith("rank 1 of 2: ", Assert.Single(Lines(answer.Error, "numerics: ")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("matrix=stored", "Stored matrices are not shared by processes")]
    [InlineData("widht=1000", "Did you mean 'width'")]
    public async Task What_all_ranks_refuse_is_said_once(string setting, string words)
    {
        MpiRun.SkipIfMissing();
        RunnerCase.Answer answer = await MpiRun.Start(runner.PathOf(), (2, [.. Nonlinear, "--lapack", "managed", "--set", setting, "--out", runner.PathOf("a")]));
        Assert.Equal(1, answer.Code);
        Assert.Contains(words, Assert.Single(Lines(answer.Error, "numerics: ")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(runner.PathOf("a")));
    }

    [Theory]
    [InlineData("OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=3", 1, 3, true)]
    [InlineData("PMI_RANK=0 PMI_SIZE=2", 0, 2, true)]
    [InlineData("PMIX_RANK=1 SLURM_STEP_NUM_TASKS=2 SLURM_PROCID=1", 1, 2, true)]
    [InlineData("SLURM_PROCID=3 SLURM_STEP_NUM_TASKS=4", 3, 4, false)]
    [InlineData("OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_SIZE=1", 0, 1, false)]
    [InlineData("SLURM_NTASKS=4 SLURM_JOB_ID=7", 0, 1, false)]
    public void Launchers_are_recognised(string environment, int rank, int size, bool shared)
    {
        using MpiLaunch launch = MpiLaunch.Detect(Reader(environment));
        Assert.Equal((rank, size, shared), (launch.Rank, launch.Size, launch.Shared));
    }

    [Fact]
    public void Tasks_of_srun_that_are_not_connected_share_replicas_only()
    {
        using MpiLaunch launch = MpiLaunch.Detect(Reader("SLURM_PROCID=3 SLURM_STEP_NUM_TASKS=4"));
        Assert.Contains("srun --mpi=pmix", Assert.Throws<ConfigurationException>(() => launch.Join(shard: null)).Message, StringComparison.Ordinal);
        Assert.Equal(1, launch.Join(new ReplicaShard(4, 4)).Size);
    }

    private static IEnumerable<string> Lines(string text, string part) => text.Split('\n').Where(line => line.Contains(part, StringComparison.Ordinal));

    private static Func<string, string?> Reader(string environment)
    {
        Dictionary<string, string> values = environment.Split(' ').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return values.GetValueOrDefault;
    }
}
