using System.Diagnostics;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.Runner.Tests.Support;

/// <summary>Starts the built program under mpirun, where there is one.</summary>
internal static class MpiRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static void SkipIfMissing()
    {
        string? library = MpiCommunicator.Describe(out string missing);
        Assert.SkipWhen(library is null, $"MPI is not tested: {missing}");
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "mpirun"))),
            "MPI is not tested: there is no mpirun on the path (Debian: openmpi-bin).");
    }

    /// <summary>mpirun with the program once per entry of <paramref name="ranks"/>: number of processes and their arguments.</summary>
    public static async Task<RunnerCase.Answer> Start(string directory, params (int Count, string[] Arguments)[] ranks)
    {
        ProcessStartInfo start = new("mpirun")
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory,
        };
        start.ArgumentList.Add("--oversubscribe");
        foreach ((int count, string[] arguments) in ranks)
        {
            string[] colon = start.ArgumentList.Count > 1 ? [":"] : [];
            foreach (string argument in (string[])[.. colon, "-n", $"{count}", "dotnet", Path.Combine(AppContext.BaseDirectory, "numerics.dll"), .. arguments])
            {
                start.ArgumentList.Add(argument);
            }
        }

        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = "1";
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        start.Environment["TERM"] = "dumb";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource timeout = new(Limit);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"mpirun hung: {await errors}");
        }

        return new RunnerCase.Answer(process.ExitCode, await output, await errors);
    }
}
