namespace Numerics.LinearAlgebra.Interop;

/// <summary>Where the project's own native libraries may lie.</summary>
internal static class NativeParts
{
    /// <summary>Beside the program, or where the build puts them in a source tree that the program lies in; only files that exist.</summary>
    public static IEnumerable<string> Find(string fileName)
    {
        var candidates = new List<string> { Path.Combine(AppContext.BaseDirectory, fileName) };
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            candidates.Add(Path.Combine(folder.FullName, "artifacts", "native", fileName));
        }

        return candidates.Where(File.Exists);
    }
}
