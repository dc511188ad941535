using System.Diagnostics;
using Numerics.Runner.Invocation;
using Numerics.Studies.Tests.Fakes;

namespace Numerics.Runner.Tests.Support;

/// <summary>A temporary folder and the program, called in this process or as a child.</summary>
internal sealed class RunnerCase : IDisposable
{
    /// <summary>The theory of sampleMean is zero, to which no deviation is small: what may hide there is a multiple of what was found.</summary>
    public static readonly string[] CoarseLadder =
        ["--set", "width=[20,40,80]", "--set", "replicas=[120,60,40]", "--set", """resolution={"default":20,"sampleMean":1e7}"""];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("numerics-runner-");

    private readonly DirectoryInfo inputs = Directory.CreateTempSubdirectory("numerics-runner-inputs-");

    public sealed record Answer(int Code, string Out, string Error);

    public string PathOf(params string[] parts) => Path.Combine([folder.FullName, .. parts]);

    public void Dispose()
    {
        folder.Delete(recursive: true);
        inputs.Delete(recursive: true);
    }

    /// <summary>Verbs that compute, and so take a provider.</summary>
    private static readonly string[] Computing = ["run", "theory", "simulate", "plan", "resume", "merge", "doctor"];

    /// <summary>In this process with the managed provider, so that no native library is needed.</summary>
    public Answer Run(params string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        string[] provider = args.Any(Computing.Contains) ? ["--lapack", "managed"] : [];
        int code = RunnerApplication.Run([.. args, .. provider], output, error, FakeStudy.Catalog, Demonstration());
        return new Answer(code, output.ToString(), error.ToString());
    }

    /// <summary>Two small runs, as files in a folder of their own.</summary>
    public DefaultDemonstration Demonstration()
    {
        return new DefaultDemonstration(
        [
            Example("small", """{ "study": "tiny-gaussian", "width": 20 }"""),
            Example("large", """{ "study": "tiny-gaussian", "width": 200, "seed": 5 }"""),
        ]);

        DemonstrationRun Example(string name, string text)
        {
            string file = Path.Combine(inputs.FullName, $"{name}.json");
            File.WriteAllText(file, text);
            return new DemonstrationRun(name, file);
        }
    }

    public string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    /// <summary>The built program itself, as users have it.</summary>
    public Task<Answer> RunProgram(params string[] args) => RunChild("numerics.dll", args, (_, _) => Task.CompletedTask);

    /// <summary>The runner with the tests' study as a child process.</summary>
    public Task<Answer> RunHost(Func<Process, string, Task> onErrorLine, params string[] args)
        => RunChild("Numerics.Runner.Tests.dll", [TestProgram.AsRunner, .. args, "--lapack", "managed"], onErrorLine);

    private async Task<Answer> RunChild(string program, string[] args, Func<Process, string, Task> onErrorLine)
    {
        ProcessStartInfo start = new("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.FullName,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, program));
        foreach (string argument in args)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        List<string> errors = [];
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            errors.Add(line);
            await onErrorLine(process, line);
        }

        await process.WaitForExitAsync();
        return new Answer(process.ExitCode, await output, string.Join('\n', errors));
    }
}
