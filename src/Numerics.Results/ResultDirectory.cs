using Numerics.Results.Files;
using Numerics.Results.Hdf5;
using Numerics.Results.Json;
using Numerics.Studies.Records;

namespace Numerics.Results;

/// <summary>The directory of a run: where its files are, and when it may be used.</summary>
public sealed class ResultDirectory
{
    private ResultDirectory(string path) => FullPath = path;

    /// <summary>Absolute path.</summary>
    public string FullPath { get; }

    /// <summary>Path of the manifest.</summary>
    public string ManifestPath => Path.Combine(FullPath, RunFiles.Manifest);

    /// <summary>Path of the folder of replica files.</summary>
    public string ReplicaPath => Path.Combine(FullPath, RunFiles.ReplicaFolder);

    /// <summary>Path of the folder of figures.</summary>
    public string FigurePath => Path.Combine(FullPath, RunFiles.FigureFolder);

    /// <summary>Makes the directory of a new run.</summary>
    /// <param name="path">A path that does not exist or is an empty directory; what a run leaves that is killed before its manifest counts as empty.</param>
    /// <exception cref="ResultFileException">It exists and is not empty, or cannot be made.</exception>
    public static ResultDirectory Create(string path)
    {
        string full = Path.GetFullPath(path);
        if (new FileInfo(full) is { LinkTarget: { } target } && !Directory.Exists(full))
        {
            throw new ResultFileException($"Cannot write '{full}': it is a symbolic link to '{target}', where there is no directory; make that directory, or choose another output directory.") { IsOfWriting = true };
        }

        if (File.Exists(full))
        {
            throw ResultFileException.ForWriting(full + Path.DirectorySeparatorChar, new IOException());
        }

        if (Directory.Exists(full) && !IsUnused(full))
        {
            throw new ResultFileException(DirectoryLock.HolderOf(full) is { } holder
                ? $"'{full}' is being written by {holder}: choose another output directory."
                : $"The output directory '{full}' exists and is not empty: choose another one, or continue its run with 'resume {path}'.");
        }

        ResultDirectory directory = new(full);
        directory.MakeFolders();
        return directory;
    }

    /// <summary>Opens the directory of an unfinished run for going on.</summary>
    /// <exception cref="ResultFileException">It holds no manifest, or is not writable.</exception>
    public static ResultDirectory Resume(string path)
    {
        ResultDirectory directory = Open(path);
        directory.MakeFolders();
        return directory;
    }

    /// <summary>Opens the directory of a run for reading.</summary>
    /// <exception cref="ResultFileException">It holds no manifest.</exception>
    public static ResultDirectory Open(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new ResultFileException("The name of the directory is empty; give the directory that a run has written.");
        }

        ResultDirectory directory = new(Path.GetFullPath(path));
        return File.Exists(directory.ManifestPath)
            ? directory
            : throw new ResultFileException(
                $"'{directory.FullPath}' is not the directory of a run: it holds no {RunFiles.Manifest}; give the directory that a run has written.");
    }

    /// <summary>Takes back what <see cref="Create"/> made, if no replica has been written: the directory too, if nothing else is in it.</summary>
    public void Discard()
    {
        try
        {
            if (Directory.EnumerateFileSystemEntries(ReplicaPath).Any())
            {
                return;
            }

            Directory.Delete(ReplicaPath);
            foreach (string file in (string[])[ManifestPath, Path.Combine(FullPath, DirectoryLock.OwnerFile), Path.Combine(FullPath, DirectoryLock.LockFile)])
            {
                File.Delete(file);
            }

            if (!Directory.EnumerateFileSystemEntries(FullPath).Any())
            {
                Directory.Delete(FullPath);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The refusal is what to tell.
        }
    }

    /// <summary>Writes the manifest.</summary>
    /// <exception cref="ResultFileException">It cannot be written.</exception>
    public void WriteManifest(RunManifest manifest) => ManifestJson.Write(manifest, ManifestPath);

    /// <summary>Reads the manifest.</summary>
    /// <exception cref="ResultFileException">It cannot be read or is of a newer schema.</exception>
    public RunManifest ReadManifest() => ManifestJson.Read(ManifestPath);

    /// <summary>The right to write here, held until it is disposed.</summary>
    /// <exception cref="ResultFileException">Another process has it (the message says who), or the directory cannot be written.</exception>
    public DirectoryLock Lock() => DirectoryLock.Take(FullPath);

    /// <summary>The replica files of this run; replicas of another seed or configuration are rejected.</summary>
    public Hdf5ReplicaStore OpenReplicas(RunManifest manifest) => new(ReplicaPath, manifest);

    /// <summary>Nothing there but an empty folder of replicas, the lock and temporary files, the lock being free.</summary>
    private static bool IsUnused(string full)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(full).All(entry => Path.GetFileName(entry) switch
            {
                RunFiles.ReplicaFolder => Directory.Exists(entry) && !Directory.EnumerateFileSystemEntries(entry).Any(),
                DirectoryLock.LockFile or DirectoryLock.OwnerFile => true,
                string name => name.StartsWith('.') && name.EndsWith(AtomicFile.TemporaryExtension, StringComparison.Ordinal),
            })
            && DirectoryLock.HolderOf(full) is null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ResultFileException.ForWriting(full, exception);
        }
    }

    private void MakeFolders()
    {
        try
        {
            Directory.CreateDirectory(FullPath);
            ResultFileException.RefuseLink(ReplicaPath);
            Directory.CreateDirectory(ReplicaPath);
        }
        catch (Exception exception) when (exception is (IOException and not ResultFileException) or UnauthorizedAccessException)
        {
            throw ResultFileException.ForWriting(FullPath, exception);
        }
    }
}
