using System.Diagnostics;
using Numerics.Kernels.Random;
using Numerics.Runner.Tests.Support;

namespace Numerics.Runner.Tests;

/// <summary>Kills, full and read-only disks, two writers: each a clear sentence, nothing lost, and the bits of an undisturbed run in the end.</summary>
public sealed class FaultTests(ITestOutputHelper output) : IDisposable
{
    private const int Trials = 50;

    private static readonly string[] Run = ["run", "tiny-gaussian", "--set", "width=20000", "--replicas", "40", "--threads", "1"];

    private readonly RunnerCase runner = new();

    public void Dispose() => runner.Dispose();

    /// <summary>
    /// The program is killed at a uniformly distributed moment of its life, in every second trial again while it resumes. The moments are Philox numbers at
    /// (trial, kill), so that a failing trial can be repeated as far as timing can.
    /// </summary>
    [Fact]
    [Trait("speed", "slow")]
    public async Task Killed_at_any_moment_a_run_resumes_to_the_same_bits()
    {
        var watch = Stopwatch.StartNew();
        await runner.RunHost((_, _) => Task.CompletedTask, [.. Run, "--out", runner.PathOf("whole")]);
        double life = watch.Elapsed.TotalSeconds;
        string expected = ResultNumbers.Of(runner.PathOf("whole"));
        var moments = new double[2 * Trials];
        UniformFill.Fill(StreamKey.Derive(20261123, 900, 0, 0), 0, 0, moments);
        var found = new int[4];
        for (int trial = 0; trial < Trials; trial++)
        {
            string folder = runner.PathOf($"killed-{trial}");
            await Kill([.. Run, "--out", folder], moments[2 * trial] * life);
            found[StateOf(folder)]++;
            if (trial % 2 == 1 && StateOf(folder) > 0)
            {
                await Kill(["resume", folder], moments[(2 * trial) + 1] * life);
            }

            // A run killed before its manifest has nothing to resume, and its directory may be used again.
            RunnerCase.Answer answer = StateOf(folder) > 0 ? runner.Run("resume", folder) : runner.Run([.. Run, "--out", folder]);
            Assert.True(answer.Code is 0 or 2, $"trial {trial}: {answer.Error}");
            Assert.DoesNotContain("is not counted", answer.Error, StringComparison.Ordinal);
            Assert.True(expected == ResultNumbers.Of(folder), $"trial {trial}: other bits");
            Directory.Delete(folder, recursive: true);
        }

        output.WriteLine($"{Trials} kills within {life:F2} s: {found[0]} before the manifest, {found[1]} before any replica, {found[2]} among replicas, {found[3]} after the result");
        Assert.True(found[2] >= 5, "The moments missed the replicas.");
    }

    /// <summary>Links inside the directory of a run lead nowhere: neither a lock nor figures are written through them.</summary>
    [Fact]
    public void Planted_links_are_not_followed()
    {
        string outside = runner.PathOf("outside");
        Directory.CreateDirectory(runner.PathOf("a"));
        File.CreateSymbolicLink(runner.PathOf("a", ".lock"), outside);
        Assert.Equal(4, runner.Run([.. Run, "--out", runner.PathOf("a")]).Code);
        Assert.False(Path.Exists(outside));
        File.CreateSymbolicLink(runner.PathOf("b"), outside);
        RunnerCase.Answer answer = runner.Run([.. Run, "--out", runner.PathOf("b")]);
        Assert.Equal(4, answer.Code);
        Assert.Contains("it is a symbolic link to", answer.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(outside));
    }

    [Fact]
    public void A_full_disk_is_named_and_the_run_resumes()
    {
        runner.Run([.. Run, "--out", runner.PathOf("whole")]);
        using SmallDisk disk = SmallDisk.MountOrSkip(runner.PathOf("disk"), "120k");
        string folder = Path.Combine(disk.FullPath, "a");
        RunnerCase.Answer answer = runner.Run([.. Run, "--out", folder]);
        Assert.Equal(4, answer.Code);
        Assert.Contains("the disk or the quota is full; free space and resume", answer.Error, StringComparison.Ordinal);
        int kept = Directory.GetFiles(Path.Combine(folder, "replicas"), "*.h5").Length;
        Assert.InRange(kept, 1, 39);
        disk.Remount("size=16m");
        answer = runner.Run("resume", folder);
        Assert.Contains($"{kept} of 40 replicas were already there.", answer.Error, StringComparison.Ordinal);
        Assert.Equal(ResultNumbers.Of(runner.PathOf("whole")), ResultNumbers.Of(folder));
    }

    [Fact]
    public void A_read_only_disk_is_named_and_nothing_is_lost()
    {
        using SmallDisk disk = SmallDisk.MountOrSkip(runner.PathOf("disk"), "16m");
        string folder = Path.Combine(disk.FullPath, "a");
        runner.Run([.. Run, "--out", folder]);
        string before = ResultNumbers.Of(folder);
        File.Delete(Path.Combine(folder, "replicas", "replica-000003.h5"));
        disk.Remount("ro");
        foreach (RunnerCase.Answer answer in new[] { runner.Run("resume", folder), runner.Run([.. Run, "--out", Path.Combine(disk.FullPath, "b")]) })
        {
            Assert.Equal(4, answer.Code);
            Assert.Contains("the file system is read-only; choose another output directory", answer.Error, StringComparison.Ordinal);
        }

        disk.Remount("rw");
        runner.Run("resume", folder);
        Assert.Equal(before, ResultNumbers.Of(folder));
    }

    [Fact]
    public async Task A_second_writer_is_refused_and_the_first_named()
    {
        string folder = runner.PathOf("a");
        var refused = new List<RunnerCase.Answer>();
        int first = 0;
        await runner.RunHost(
            async (process, line) =>
            {
                if (refused.Count == 0 && line.StartsWith("simulation ", StringComparison.Ordinal))
                {
                    first = process.Id;
                    refused.Add(runner.Run("resume", folder));
                    refused.Add(runner.Run([.. Run, "--out", folder]));
                    using Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
                    await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
                }
            },
            [.. Run, "--out", folder, "--set", "fault=wait", "--set", "faultAt=1"]);
        Assert.Equal(2, refused.Count);
        foreach (RunnerCase.Answer answer in refused)
        {
            Assert.Equal(1, answer.Code);
            Assert.Contains($"is being written by user {Environment.UserName}, process {first} on {Environment.MachineName}, since ", answer.Error, StringComparison.Ordinal);
        }

        // The first ended: the directory is free.
        Assert.DoesNotContain("is being written", runner.Run("resume", folder, "--set", "width=1").Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, ".owner")));
    }

    private static int StateOf(string folder) =>
        !File.Exists(Path.Combine(folder, "manifest.json")) ? 0
        : Directory.GetFiles(Path.Combine(folder, "replicas"), "*.h5").Length == 0 ? 1
        : File.Exists(Path.Combine(folder, "result.json")) ? 3 : 2;

    private static async Task Kill(string[] arguments, double seconds)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Numerics.Runner.Tests.dll"), TestProgram.AsRunner, .. arguments, "--lapack", "managed"])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task drained = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await Task.Delay(TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken);
        process.Kill(); // SIGKILL
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await drained;
    }
}
