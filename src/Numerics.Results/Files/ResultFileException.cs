using Numerics.Results.Contract;

namespace Numerics.Results.Files;

/// <summary>A file or directory of a run cannot be read or written. The message is one sentence with the path and the remedy.</summary>
/// <param name="message">One sentence.</param>
/// <param name="innerException">What the system said; null if the refusal is ours.</param>
public sealed class ResultFileException(string message, Exception? innerException = null) : IOException(message, innerException)
{
    /// <summary>Whether something could not be written; otherwise it could not be read or used.</summary>
    public bool IsOfWriting { get; init; }

    private const int NoSpaceUnix = 28;
    private const int QuotaUnix = 122;
    private const int NoSpaceWindows = unchecked((int)0x80070070);
    private const int ReadOnlyUnix = 30;
    private const int LongestShown = 200;

    /// <summary>Says in one sentence why a path could not be written and what to do.</summary>
    /// <param name="path">File or directory.</param>
    /// <param name="cause">What the system said.</param>
    public static ResultFileException ForWriting(string path, Exception cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        string remedy = cause switch
        {
            IOException { HResult: NoSpaceUnix or QuotaUnix or NoSpaceWindows } =>
                "the disk or the quota is full; free space and resume, or choose another output directory",
            IOException { HResult: ReadOnlyUnix } => "the file system is read-only; choose another output directory",
            _ when FileAbove(path) is { } file => $"'{file}' is a file, not a directory; choose another output directory",
            PathTooLongException => "the name is longer than the file system takes; choose a shorter one",
            UnauthorizedAccessException => "access is denied; change the permissions or choose another output directory",
            DirectoryNotFoundException or FileNotFoundException when Directory.Exists(Path.GetDirectoryName(path)) => "the system makes no directories or files there; choose another output directory",
            DirectoryNotFoundException => "the directory does not exist; create it or choose another output directory",
            _ => $"the system says '{cause.Message.TrimEnd('.')}'; choose another output directory",
        };
        return new ResultFileException($"Cannot write '{Shown(path)}': {remedy}.", cause) { IsOfWriting = true };
    }

    /// <summary>Says in one sentence why a path could not be read.</summary>
    /// <param name="path">File.</param>
    /// <param name="cause">What the system or the parser said.</param>
    public static ResultFileException ForReading(string path, Exception cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        string reason = cause switch
        {
            FileNotFoundException or DirectoryNotFoundException => "it does not exist; give the directory of a run that has written it",
            _ when Directory.Exists(path) => "it is a directory where a file should be; restore the file or run again",
            UnauthorizedAccessException => "access is denied; change the permissions",
            IOException => $"the system says '{cause.Message.TrimEnd('.')}'; restore the file or run again",
            ResultContractException broken => $"{broken.Message.TrimEnd('.')}; it was damaged or changed, restore it or run again",
            _ => "something that every such file holds is missing or of another kind; it was damaged or not written by this program, restore it or run again",
        };
        return new ResultFileException($"Cannot read '{path}': {reason}.", cause);
    }

    /// <summary>Says in one sentence where a file is damaged.</summary>
    /// <param name="path">File.</param>
    /// <param name="damage">Place and kind, a clause without full stop.</param>
    public static ResultFileException ForDamage(string path, string damage) =>
        new($"Cannot read '{path}': {damage}; it was damaged or not written by this program, restore it or run again.");

    /// <summary>Refuses to write through a symbolic link inside the directory of a run: it may lead anywhere.</summary>
    /// <exception cref="ResultFileException">The path is a link.</exception>
    public static void RefuseLink(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
        {
            throw new ResultFileException($"Cannot write '{Shown(path)}': it is a symbolic link, which is not followed inside the directory of a run; remove it.") { IsOfWriting = true };
        }
    }

    /// <summary>A file where the path needs a directory; null if there is none.</summary>
    private static string? FileAbove(string path)
    {
        string? above = Path.GetDirectoryName(path);
        while (!string.IsNullOrEmpty(above) && !Path.Exists(above))
        {
            above = Path.GetDirectoryName(above);
        }

        return File.Exists(above) ? above : null;
    }

    private static string Shown(string path) => path.Length <= LongestShown ? path : $"{path[..(LongestShown / 2)]}...{path[^(LongestShown / 2)..]}";
}
