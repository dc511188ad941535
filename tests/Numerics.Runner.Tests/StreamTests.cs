using Numerics.Runner.Invocation;
using Numerics.Runner.Tests.Support;

namespace Numerics.Runner.Tests;

/// <summary>What goes where, as a child process sees it.</summary>
public sealed class StreamTests : IDisposable
{
    private readonly RunnerCase runner = new();

    public void Dispose() => runner.Dispose();

    [Fact]
    public async Task Redirected_streams_have_no_escape_codes_and_progress_goes_to_standard_error()
    {
        RunnerCase.Answer answer = await runner.RunHost((_, _) => Task.CompletedTask, "run", "tiny-gaussian");
        Assert.Equal(0, answer.Code);
        Assert.DoesNotContain("\u001b", answer.Out + answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("simulation 8/8", answer.Out, StringComparison.Ordinal);
        Assert.Contains("simulation 8/8", answer.Error, StringComparison.Ordinal);
        string made = Assert.Single(Directory.GetDirectories(runner.PathOf("results")));
        Assert.Matches(@"tiny-gaussian-\d{8}-\d{6}$", made);
        Assert.Contains($"Files: {Path.Combine("results", Path.GetFileName(made))}", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Quiet_leaves_the_verdict_alone()
    {
        RunnerCase.Answer answer = runner.Run("run", "tiny-gaussian", "--quiet", "--out", runner.PathOf("a"));
        Assert.Equal("", answer.Error);
        Assert.StartsWith("Inconclusive: ", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void More_threads_than_processors_are_not_used_and_it_is_said()
    {
        RunnerCase.Answer answer = runner.Run("run", "tiny-gaussian", "--threads", "99999", "--out", runner.PathOf("a"));
        Assert.Contains($"{Environment.ProcessorCount} threads instead of 99999", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Control_characters_do_not_reach_the_terminal()
    {
        string file = runner.Write("c.json", """{ "study": "tiny-gaussian", "\u001b[31mred\u202e": 1 }""");
        RunnerCase.Answer answer = runner.Run("run", file);
        Assert.Equal(1, answer.Code);
        Assert.DoesNotContain(answer.Error, c => c is '\u001b' or '\u202e');
        Assert.Contains("\\u001b[31mred\\u202e", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Standard_error_that_is_full_is_given_up_and_the_text_of_others_is_not()
    {
        using var full = new FullWriter();
        using var lost = new GuardedWriter(full, mayBeLost: true);
        lost.WriteLine("progress");
        lost.Write('x');
        Assert.Equal(1, full.Attempts);
        using var spoken = new GuardedWriter(full, mayBeLost: false);
        Assert.Contains("Standard output cannot be written", Assert.Throws<IOException>(() => spoken.WriteLine("result")).Message, StringComparison.Ordinal);
    }

    private sealed class FullWriter : TextWriter
    {
        public int Attempts { get; private set; }

        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

        public override void Write(char value) => Fail();

        public override void Write(string? value) => Fail();

        public override void WriteLine(string? value) => Fail();

        private void Fail()
        {
            Attempts++;
            throw new IOException("No space left on device");
        }
    }

    [Fact]
    public void Plan_writes_nothing()
    {
        RunnerCase.Answer answer = runner.Run("plan", "tiny-gaussian", "--out", runner.PathOf("a"));
        Assert.Equal(0, answer.Code);
        Assert.Contains("replicas          8", answer.Out, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(runner.PathOf()));
    }

    [Fact]
    public void Doctor_names_the_provider_and_tests_it()
    {
        RunnerCase.Answer answer = runner.Run("doctor");
        Assert.Equal(0, answer.Code);
        Assert.Contains("managed", answer.Out, StringComparison.Ordinal);
        Assert.Contains("The self-test passed.", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void List_shows_parameters_with_default_and_range()
    {
        Assert.Contains("tiny-gaussian  Mean and top", runner.Run("list").Out, StringComparison.Ordinal);
        string parameters = runner.Run("list", "tiny-gaussian").Out;
        Assert.Contains("law.variance", parameters, StringComparison.Ordinal);
        Assert.Contains("2 <= value <= 1000000", parameters, StringComparison.Ordinal);
    }
}
