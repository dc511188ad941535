using Numerics.Runner.Invocation;
using Numerics.Runner.Tests.Support;

namespace Numerics.Runner.Tests;

/// <summary>Bad input, one by one: one sentence on standard error, nothing on standard output, exit code 1, nothing written.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly RunnerCase runner = new();

    public void Dispose() => runner.Dispose();

    [Theory]
    [InlineData("""{ "study": "tiny-gaussian", "wdith": 3 }""", "wdith: Unknown key 'wdith'. Did you mean 'width'?")]
    [InlineData("""{ "study": "tiny-gaussian", "width": "x" }""", "width: \"x\" is not an integer")]
    [InlineData("""{ "study": "tiny-gaussian", "width": 1 }""", "width: 1 is out of range; allowed: 2 <= value <= 1000000.")]
    [InlineData("""{ "study": "tiny-gaussian", "law": null }""", "law: null is not allowed")]
    [InlineData("{\n  \"study\": \"tiny-gaussian\",\n  \"width\" 3\n}", "line 3, column")]
    [InlineData("""{ "study": "tiny-gausian" }""", "There is no study 'tiny-gausian'. Did you mean 'tiny-gaussian'?")]
    public void Bad_configuration_files_are_refused(string text, string message)
    {
        string file = runner.Write("c.json", text);
        RunnerCase.Answer answer = runner.Run("run", file, "--out", runner.PathOf("out"));
        Refused(answer, message);
        Assert.Contains(file, answer.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(runner.PathOf("out")));
    }

    [Theory]
    [InlineData("There is no study 'tiny-gausian'. Did you mean 'tiny-gaussian'?", "run", "tiny-gausian")]
    [InlineData("There is no such file.", "run", "missing.json")]
    [InlineData("unknown option '--treads'. Did you mean '--threads'?", "run", "tiny-gaussian", "--treads", "2")]
    [InlineData("unknown verb 'rum'. Did you mean 'run'?", "rum", "tiny-gaussian")]
    [InlineData("Did you mean 'variance'?", "run", "tiny-gaussian", "--set", "law.varance=2")]
    [InlineData("'width' is not of the form path=value.", "run", "tiny-gaussian", "--set", "width")]
    [InlineData("'3/2' is not of the form i/n", "run", "tiny-gaussian", "--shard", "3/2")]
    [InlineData("0 threads asked, at least 1 needed.", "run", "tiny-gaussian", "--threads", "0")]
    [InlineData("replicas: 0 is out of range", "run", "tiny-gaussian", "--replicas", "0")]
    [InlineData("numerics: --replicas takes a whole number up to 2147483647, not 'many'.", "run", "tiny-gaussian", "--replicas", "many")]
    [InlineData("numerics: --threads takes a whole number up to 2147483647, not 'x'.", "run", "tiny-gaussian", "--threads", "x")]
    [InlineData("numerics: --seed takes a whole number from 0 up to 18446744073709551615, not '-1'.", "run", "tiny-gaussian", "--seed=-1")]
    [InlineData("sweep.width: 1e999 is not a finite number.", "run", "tiny-gaussian", "--set", "sweep.width=[10,1e999]")]
    [InlineData("is not the directory of a run", "show", "nowhere")]
    [InlineData("is not the directory of a run", "resume", "nowhere")]
    [InlineData("is not the directory of a run", "verify", "nowhere")]
    [InlineData("is no position in a command line", "[suggest:x]")]
    [InlineData("unknown verb '@file'", "@file")]
    [InlineData("There is no study 'false'", "list", "--json", "false")]
    [InlineData("The name of the directory is empty", "show", "")]
    [InlineData("looks like an option", "run", "tiny-gaussian", "--out", "--json")]
    [InlineData("is a device or a pipe", "run", "/dev/zero")]
    [InlineData("is not an integer from 0 to 2^64 - 1", "run", "tiny-gaussian", "--set", "seed=1e-40")]
    [InlineData("is not the directory of a run", "merge", "nowhere")]
    [InlineData("--distort: 'show' has no use for --distort; leave it out.", "show", "nowhere", "--distort", "sampleMean=2")]
    [InlineData("--set: 'cite' has no use for --set; leave it out.", "cite", "tiny-gaussian", "--set", "x=1")]
    [InlineData("--set: 'merge' has no use for --set, --seed; leave them out.", "--seed", "3", "merge", "nowhere", "--set", "x=1")]
    [InlineData("'verify' has no use for --replicas", "verify", "nowhere", "--replicas", "3")]
    [InlineData("'theory' has no use for --shard", "theory", "tiny-gaussian", "--shard", "1/2")]
    [InlineData("'simulate' has no use for --distort", "simulate", "tiny-gaussian", "--distort", "sampleMean=2")]
    [InlineData("'doctor' has no use for --quiet", "doctor", "--quiet")]
    [InlineData("--distort: 'sampleMean' is given twice; give one factor.", "run", "tiny-gaussian", "--distort", "sampleMean=1.1", "--distort", "sampleMean=1.2")]
    [InlineData("The factor 1 of 'sampleMean' distorts nothing", "run", "tiny-gaussian", "--distort", "sampleMean=1.0")]
    [InlineData("The factor '1e308' of 'sampleMean' is not between 1e-6 and 1e6 in size", "run", "tiny-gaussian", "--distort", "sampleMean=1e308")]
    [InlineData("The factor '0' of 'sampleMean' is not between", "run", "tiny-gaussian", "--distort", "sampleMean=0")]
    [InlineData("The factor 'NaN' of 'sampleMean' is not between", "run", "tiny-gaussian", "--distort", "sampleMean=NaN")]
    [InlineData("sweep.shift: The value 1 is given twice; a sweep has different values", "run", "tiny-gaussian", "--set", "sweep.shift=[1,2,1.0]")]
    [InlineData("'steps' has no part '7' to set: it is [0,1]; it has the parts 0 to 1.", "run", "tiny-gaussian", "--set", "steps=[0,1]", "--set", "steps.7=1")]
    [InlineData("There is no study 'x'.", "schema", "x")]
    [InlineData("There is no study 'x'.", "cite", "x")]
    public void Bad_command_lines_are_refused(string message, params string[] args) => Refused(runner.Run(args), message);

    [Fact]
    public void Without_a_verb_the_usage_is_refused() => Assert.Equal(1, runner.Run().Code);

    [Fact]
    public void An_existing_directory_with_files_is_refused()
    {
        Directory.CreateDirectory(runner.PathOf("out"));
        string file = runner.Write("out/precious.txt", "do not touch");
        Refused(runner.Run("run", "tiny-gaussian", "--out", runner.PathOf("out")), "exists and is not empty");
        Assert.Equal([file], Directory.GetFileSystemEntries(runner.PathOf("out")));
    }

    [Fact]
    public async Task The_program_itself_refuses_with_exit_code_1()
    {
        RunnerCase.Answer answer = await runner.RunProgram("list", "--jsom");
        Refused(answer, "Did you mean '--json'?");
    }

    [Fact]
    public async Task Help_prints_the_exit_codes_and_suggestions_complete()
    {
        RunnerCase.Answer help = await runner.RunProgram("--help");
        Assert.Equal(0, help.Code);
        foreach (ExitCode code in Enum.GetValues<ExitCode>())
        {
            Assert.Contains($"{(int)code,-4}{ExitCodes.Describe(code)}", help.Out, StringComparison.Ordinal);
        }

        RunnerCase.Answer suggestions = await runner.RunProgram("[suggest:3]", "ver");
        Assert.Contains("verify", suggestions.Out, StringComparison.Ordinal);
    }

    private static void Refused(RunnerCase.Answer answer, string message)
    {
        Assert.Contains(message, answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Error, StringComparison.Ordinal);
        Assert.Equal("", answer.Out);
        Assert.Equal(1, answer.Code);
    }
}
