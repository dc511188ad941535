using System.Diagnostics;
using System.Globalization;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Results.Json;
using Numerics.Runner.Tests.Support;
using Numerics.Studies.Records;

namespace Numerics.Runner.Tests;

/// <summary>Interruption by a signal, and going on afterwards.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly RunnerCase runner = new();

    public void Dispose() => runner.Dispose();

    [Fact]
    public void Lost_and_damaged_replicas_are_run_again_to_the_same_bits()
    {
        Assert.Equal(0, runner.Run("run", "tiny-gaussian", "--out", runner.PathOf("a")).Code);
        string before = ResultNumbers.Of(runner.PathOf("a"));
        File.Delete(runner.PathOf("a", "replicas", "replica-000003.h5"));
        string damaged = runner.PathOf("a", "replicas", "replica-000005.h5");
        byte[] bytes = File.ReadAllBytes(damaged);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(damaged, bytes);
        File.Delete(runner.PathOf("a", "result.json"));
        DateTime untouched = File.GetLastWriteTimeUtc(runner.PathOf("a", "replicas", "replica-000000.h5"));
        RunnerCase.Answer answer = runner.Run("resume", runner.PathOf("a"));
        Assert.Equal(0, answer.Code);
        Assert.Contains("Replica 5 is run again: ", answer.Error, StringComparison.Ordinal);
        Assert.Contains("6 of 8 replicas were already there.", answer.Error, StringComparison.Ordinal);
        Assert.Equal(before, ResultNumbers.Of(runner.PathOf("a")));
        Assert.Equal(untouched, File.GetLastWriteTimeUtc(runner.PathOf("a", "replicas", "replica-000000.h5")));
    }

    [Fact]
    public void Another_configuration_is_refused_with_the_first_difference_and_the_number_of_others()
    {
        runner.Run("run", "tiny-gaussian", "--out", runner.PathOf("a"));
        string before = ResultNumbers.Of(runner.PathOf("a"));
        RunnerCase.Answer answer = runner.Run("resume", runner.PathOf("a"), "--set", "width=51", "--seed", "3");
        Assert.Equal(1, answer.Code);
        Assert.Contains("width: was 50, is 51, and 1 other parameter differs: this is another run", answer.Error, StringComparison.Ordinal);
        Assert.Single(answer.Error.Trim().Split('\n'));
        string file = runner.Write("other.json", """{ "study": "tiny-gaussian", "law": { "variance": 7 } }""");
        Assert.Contains("law.variance: was 2, is 7: this is another run", runner.Run("resume", runner.PathOf("a"), file).Error, StringComparison.Ordinal);
        Assert.Equal(before, ResultNumbers.Of(runner.PathOf("a")));
    }

    [Fact]
    public void A_changed_input_file_is_refused()
    {
        string file = runner.Write("c.json", """{ "study": "tiny-gaussian", "file": "data.txt" }""");
        string data = runner.Write("data.txt", "1");
        runner.Run("run", file, "--out", runner.PathOf("a"));
        Assert.Equal(0, runner.Run("resume", runner.PathOf("a")).Code);
        File.WriteAllText(data, "2");
        RunnerCase.Answer answer = runner.Run("resume", runner.PathOf("a"));
        Assert.Equal(1, answer.Code);
        Assert.Contains("contents of an input file have changed", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM", 1)]
    [InlineData("USR1", 1)]
    [InlineData("INT", 1)]
    [InlineData("INT", 2)]
    public async Task A_signal_ends_the_run_resumable_also_when_it_comes_twice_at_once(string signal, int times)
    {
        Assert.SkipWhen(
            signal == "INT" && InterruptsAreIgnored(), "SIGINT is ignored here, as in background jobs of a shell, and programs started from here keep that.");
        string folder = runner.PathOf("a");
        string[] run = ["run", "tiny-gaussian", "--out", folder, "--threads", "1", "--set", "faultAt=3", "--set", "fault=wait", "--set", "width=1000"];
        RunnerCase.Answer answer = await runner.RunHost((process, line) => SendWhenWaiting(process, line, signal, times, folder), run);
        Assert.Equal(5, answer.Code);
        Assert.Contains($"Interrupted by SIG{signal} after 3 of 8 replicas", answer.Out, StringComparison.Ordinal);
        Assert.Equal(Outcome.Interrupted, RunResultReader.Read(folder).Outcome);
        Assert.True(File.Exists(Path.Combine(folder, "replicas", "replica-000002.h5")));
        Assert.False(File.Exists(Path.Combine(folder, "replicas", "replica-000003.h5")));
        Assert.False(File.Exists(Path.Combine(folder, ".owner")));
    }

    /// <summary>Whether signal 2 is in the mask of ignored signals of this process.</summary>
    private static bool InterruptsAreIgnored()
    {
        string mask = File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))["SigIgn:".Length..].Trim();
        return (ulong.Parse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 2) != 0;
    }

    /// <summary>The third replica being there, the fourth waits for the signal.</summary>
    private static async Task SendWhenWaiting(Process process, string line, string signal, int times, string folder)
    {
        if (!line.StartsWith("simulation ", StringComparison.Ordinal))
        {
            return;
        }

        string third = Path.Combine(folder, "replicas", "replica-000002.h5");
        for (int i = 0; i < 300 && !File.Exists(third); i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        // Apart by some milliseconds: two equal signals that are pending at once are one to the system.
        using Process kill = Process.Start("sh", ["-c", string.Join("; sleep 0.05; ", Enumerable.Repeat($"kill -{signal} {process.Id}", times))]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
