using System.Globalization;

namespace Numerics.Results.Files;

/// <summary>
/// The right to write into the directory of a run. The operating system takes it back when the process ends, however it ends: a killed run leaves no lock.
/// </summary>
/// <remarks>
/// An advisory lock (flock) on one empty file, beside which another says who holds it. File systems without such locks (Lustre mounted without flock)
/// protect nothing.
/// </remarks>
public sealed class DirectoryLock : IDisposable
{
    /// <summary>The file that is locked.</summary>
    public const string LockFile = ".lock";

    /// <summary>The file that names the holder; there while a run writes, and after a kill.</summary>
    public const string OwnerFile = ".owner";

    private readonly FileStream held;
    private readonly string ownerPath;

    private DirectoryLock(FileStream held, string ownerPath)
    {
        this.held = held;
        this.ownerPath = ownerPath;
    }

    /// <summary>Takes the lock.</summary>
    /// <param name="directory">An existing directory.</param>
    /// <exception cref="ResultFileException">Another process has it, or the directory cannot be written.</exception>
    public static DirectoryLock Take(string directory)
    {
        string path = Path.Combine(directory, LockFile);
        string owner = Path.Combine(directory, OwnerFile);
        FileStream stream;
        ResultFileException.RefuseLink(path);
        ResultFileException.RefuseLink(owner);
        try
        {
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or FileNotFoundException) && HolderOf(directory) is { } holder)
        {
            throw new ResultFileException($"'{directory}' is being written by {holder}: wait until that run ends, or choose another output directory.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ResultFileException.ForWriting(path, exception);
        }

        try
        {
            AtomicFile.Write(owner, System.Text.Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"user {Environment.UserName}, process {Environment.ProcessId} on {Environment.MachineName}, since {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm:ss} UTC")));
        }
        catch
        {
            stream.Dispose();
            throw;
        }

        return new DirectoryLock(stream, owner);
    }

    /// <summary>Who writes into a directory at the moment; null if nobody does.</summary>
    public static string? HolderOf(string directory)
    {
        string path = Path.Combine(directory, LockFile);
        if (!File.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            return null;
        }

        try
        {
            using FileStream free = new(path, FileMode.Open, FileAccess.Read, FileShare.None);
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
        catch (IOException)
        {
            string owner = Path.Combine(directory, OwnerFile);
            return File.Exists(owner) ? File.ReadAllText(owner) : "another process";
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            File.Delete(ownerPath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It names nobody once the lock is free.
        }

        held.Dispose();
    }
}
