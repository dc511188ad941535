using Numerics.LinearAlgebra.Interop;

namespace Numerics.Studies.Inputs;

/// <summary>Opens what a user names: regular files up to a size, told before a byte is read.</summary>
public static class BoundedFile
{
    /// <summary>Most bytes of a configuration.</summary>
    public const long Configuration = 16L << 20;

    /// <summary>Most bytes of a data file, packed or not: 10^5 rows of 784 numbers as text are a fifth of it.</summary>
    public const long Data = 4L << 30;

    /// <summary>Why a path cannot be read, the end of a sentence; null if it is a regular file of at most <paramref name="most"/> bytes, or not there.</summary>
    public static string? Refusal(string path, long most)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!FileKind.IsRegular(path) && !Directory.Exists(path))
        {
            return "it is a device or a pipe; give a regular file.";
        }

        var file = new FileInfo(path);
        return file.Exists && file.Length > most ? $"it has {file.Length} bytes, at most {most} are read; give a smaller file." : null;
    }
}
