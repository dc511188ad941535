using System.Diagnostics;

namespace Numerics.Runner.Tests.Support;

/// <summary>
/// A folder of its own below <c>artifacts</c> with packages of the library, a copy of <c>examples/library</c> and a cache of restored packages, so that nothing older can
/// be used. Other packages come from the user's cache: no network is needed.
/// </summary>
internal sealed class LibraryBuild : IDisposable
{
    private readonly string root = FindRoot();
    private readonly string folder;

    public LibraryBuild()
    {
        folder = Path.Combine(root, "artifacts", $"library-{Environment.ProcessId}");
        Directory.CreateDirectory(Sample);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(root, "examples", "library")))
        {
            string text = File.ReadAllText(file).Replace("../../artifacts/", "../", StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(Sample, Path.GetFileName(file)), text);
        }
    }

    private string Sample => Path.Combine(folder, "sample");

    private string Packages => Path.Combine(folder, "packages");

    public string PackageFile(string package) => Directory.GetFiles(Packages, $"{package}.*.nupkg").Single();

    /// <summary>Packs what the tests were built with.</summary>
    public async Task Pack(IEnumerable<string> projects)
    {
        foreach (string project in projects)
        {
            await Dotnet("pack", Path.Combine(root, "src", project), "--no-build", "-c", "Release", "-o", Packages, "--nologo", "-v", "quiet", "-nodeReuse:false");
        }
    }

    /// <summary>Restores, builds and runs the example; what it prints.</summary>
    public Task<string> RunExample() => Dotnet("run", "--project", Sample, "-c", "Release");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<string> Dotnet(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = root };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["NUGET_FALLBACK_PACKAGES"] = UserPackages();
        start.Environment.Remove("NUGET_PACKAGES");
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}:\n{output}{await error}");
        return output;
    }

    private static string UserPackages() => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string FindRoot()
    {
        DirectoryInfo? above = new(AppContext.BaseDirectory);
        while (above is not null && !File.Exists(Path.Combine(above.FullName, "Numerics.sln")))
        {
            above = above.Parent;
        }

        return above?.FullName ?? throw new InvalidOperationException("No folder above the tests holds Numerics.sln.");
    }
}
