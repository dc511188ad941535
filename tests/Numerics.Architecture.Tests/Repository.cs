namespace Numerics.Architecture.Tests;

/// <summary>The files of this repository as the rules see them: texts, without build output.</summary>
internal static class Repository
{
    private static readonly string[] SkippedFolders = ["bin", "obj", "artifacts", "tools", "results", "TestResults", "BenchmarkDotNet.Artifacts", ".git", ".vs", ".vscode"];
    private static readonly string[] TextEndings =
        [".cs", ".csproj", ".props", ".targets", ".md", ".json", ".cff", ".sh", ".cake", ".config", ".txt", ".py", ".jl", ".sbatch", ".cmake", ".c", ".h", ".sln", ".yml", ".editorconfig", "LICENSE", "run"];

    /// <summary>Root folder: the nearest one above the test assembly that holds the solution.</summary>
    public static string Root { get; } = FindRoot(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>All text files, in ordinal order of their paths.</summary>
    public static IReadOnlyList<SourceText> Files { get; } = Read();

    private static string FindRoot(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Numerics.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("No folder above the test assembly holds Numerics.sln.");
    }

    private static SourceText[] Read() =>
        FilesBelow(new DirectoryInfo(Root))
            .Where(file => TextEndings.Any(ending => file.Name.EndsWith(ending, StringComparison.Ordinal)))
            .Select(file => new SourceText(Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'), File.ReadAllText(file.FullName)))
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .ToArray();

    private static IEnumerable<FileInfo> FilesBelow(DirectoryInfo folder) =>
        folder.EnumerateFiles().Concat(folder.EnumerateDirectories().Where(inner => !SkippedFolders.Contains(inner.Name)).SelectMany(FilesBelow));
}
