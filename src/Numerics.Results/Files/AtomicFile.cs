namespace Numerics.Results.Files;

/// <summary>
/// Writes a file as a whole or not at all: temporary name in the same folder, flush to disk, rename. A process killed at any moment leaves the
/// old file or the new one, and at most a file whose name ends in <see cref="TemporaryExtension"/>, which every reader ignores.
/// </summary>
/// <remarks>The directory entry itself is not flushed (.NET has no portable call for it): after a power failure the old file may be there.</remarks>
public static class AtomicFile
{
    /// <summary>Ending of temporary names.</summary>
    public const string TemporaryExtension = ".tmp";

    /// <summary>Writes bytes, replacing a file of the same name.</summary>
    /// <exception cref="ResultFileException">Read-only directory, full disk and the like.</exception>
    public static void Write(string path, ReadOnlyMemory<byte> content) => Write(path, stream => stream.Write(content.Span));

    /// <summary>Writes through a stream (it can seek), replacing a file of the same name.</summary>
    /// <param name="path">Final path; its directory exists.</param>
    /// <param name="write">Produces the content; the stream is flushed and closed here.</param>
    /// <exception cref="ResultFileException">Read-only directory, full disk and the like.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(write);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}{TemporaryExtension}");
        bool renamed = false;
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            renamed = true;
        }
        catch (Exception exception) when (exception is (IOException and not ResultFileException) or UnauthorizedAccessException)
        {
            throw ResultFileException.ForWriting(path, exception);
        }
        finally
        {
            if (!renamed)
            {
                TryDelete(temporary);
            }
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The first error is the one to report; a leftover temporary file is ignored by every reader.
        }
    }
}
