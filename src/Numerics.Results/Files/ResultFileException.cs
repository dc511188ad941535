namespace Numerics.Results.Files;

/// <summary>A file or directory of a run cannot be read or written. The message is one sentence with the path and the remedy.</summary>
/// <param name="message">One sentence.</param>
/// <param name="innerException">What the system said; null if the refusal is ours.</param>
public sealed class ResultFileException(string message, Exception? innerException = null) : IOException(message, innerException)
{
    private const int NoSpaceUnix = 28;
    private const int QuotaUnix = 122;
    private const int NoSpaceWindows = unchecked((int)0x80070070);
    private const int ReadOnlyUnix = 30;

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
            UnauthorizedAccessException => "access is denied; change the permissions or choose another output directory",
            DirectoryNotFoundException => "the directory does not exist; create it or choose another output directory",
            _ => $"the system says '{cause.Message.TrimEnd('.')}'; choose another output directory",
        };
        return new ResultFileException($"Cannot write '{path}': {remedy}.", cause);
    }

    /// <summary>Says in one sentence why a path could not be read.</summary>
    /// <param name="path">File.</param>
    /// <param name="cause">What the system or the parser said.</param>
    public static ResultFileException ForReading(string path, Exception cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        string reason = cause is FileNotFoundException or DirectoryNotFoundException
            ? "it does not exist; give the directory of a run that has written it"
            : $"{cause.Message.TrimEnd('.')}; it was damaged or not written by this program, restore it or run again";
        return new ResultFileException($"Cannot read '{path}': {reason}.", cause);
    }
}
