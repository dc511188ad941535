using Numerics.Results.Files;

namespace Numerics.Runner.Execution;

/// <summary>Where a run writes if <c>--out</c> does not say.</summary>
internal static class OutputPath
{
    /// <summary>Makes <c>results/&lt;name&gt;-&lt;yyyyMMdd-HHmmss&gt;</c> (UTC) below the current directory, numbered if that exists: never one that is there, also if two runs begin in the same second.</summary>
    /// <returns>Path of the new directory, which holds nothing but the file of its lock.</returns>
    /// <exception cref="ResultFileException">It cannot be made.</exception>
    public static string Default(string name)
    {
        string path = Path.Combine("results", $"{name}-{DateTimeOffset.UtcNow:yyyyMMdd-HHmmss}");
        string candidate = path;
        string made = Path.Combine("results", $".{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(made);

            // A directory that holds a file cannot be renamed onto by another run.
            File.Create(Path.Combine(made, DirectoryLock.LockFile)).Dispose();
            for (int number = 2; !TryRename(made, candidate); number++)
            {
                candidate = $"{path}-{number}";
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ResultFileException.ForWriting(Path.GetFullPath(path), exception);
        }

        return candidate;
    }

    private static bool TryRename(string from, string to)
    {
        if (Path.Exists(to))
        {
            return false;
        }

        try
        {
            Directory.Move(from, to);
            return true;
        }
        catch (IOException) when (Path.Exists(to))
        {
            return false;
        }
    }
}
