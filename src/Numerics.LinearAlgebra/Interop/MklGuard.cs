namespace Numerics.LinearAlgebra.Interop;

/// <summary>
/// Two MKLs in one process corrupt each other's state. What is loaded is read from the process itself, so that copies
/// loaded by anybody else count too and no record has to be kept here.
/// </summary>
internal static class MklGuard
{
    private static readonly string[] Marks = ["libtorch_cpu.", "libmkl_core.", "libmkl_rt."];

    /// <summary>A sentence if loading <paramref name="candidate"/> would bring a second MKL into the process; null if not.</summary>
    public static string? Conflict(string candidate) => Conflict(candidate, MappedFiles());

    /// <summary>The same for a given list of files mapped into a process.</summary>
    public static string? Conflict(string candidate, IEnumerable<string> mappedFiles)
    {
        bool named = System.IO.Path.GetFileName(candidate) == candidate;
        foreach (string mapped in mappedFiles.Distinct(StringComparer.Ordinal))
        {
            if (!IsMkl(mapped))
            {
                continue;
            }

            bool same = named
                ? IsTorch(candidate) == IsTorch(mapped)
                : string.Equals(Directory(candidate), Directory(mapped), StringComparison.Ordinal);
            if (!same)
            {
                return $"another MKL, {mapped}, is already in this process and two MKLs cannot share one; use a process of its own";
            }
        }

        return null;
    }

    private static bool IsMkl(string path) => Marks.Any(mark => System.IO.Path.GetFileName(path).StartsWith(mark, StringComparison.Ordinal));

    private static bool IsTorch(string path) => System.IO.Path.GetFileName(path).StartsWith(Marks[0], StringComparison.Ordinal);

    private static string? Directory(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        string real = File.Exists(full) ? new FileInfo(full).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full : full;
        return System.IO.Path.GetDirectoryName(real);
    }

    private static IEnumerable<string> MappedFiles()
    {
        const string Maps = "/proc/self/maps";
        if (!File.Exists(Maps))
        {
            return [];
        }

        return File.ReadLines(Maps)
            .Select(line => line.IndexOf('/', StringComparison.Ordinal) is int start and >= 0 ? line[start..] : string.Empty)
            .Where(path => path.Length > 0);
    }
}
