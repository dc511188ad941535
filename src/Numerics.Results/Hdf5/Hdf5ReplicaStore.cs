using Numerics.LinearAlgebra.Evidence;
using Numerics.Results.Contract;
using Numerics.Results.Files;
using Numerics.Studies.Execution;
using Numerics.Studies.Inputs;
using Numerics.Studies.Records;

namespace Numerics.Results.Hdf5;

/// <summary>
/// Replicas as files <c>replica-000012.h5</c> in one folder: immutable, written under a temporary name, flushed, renamed. Safe to call from several
/// threads for different replicas. A file counts only if its checksum, seed, replica, configuration and shapes are those asked for.
/// </summary>
/// <param name="directory">Folder of the files, <see cref="ResultDirectory.ReplicaPath"/>; made when the first replica is written.</param>
/// <param name="manifest">Manifest of the run; seed and fingerprint decide which files are its own.</param>
public sealed class Hdf5ReplicaStore(string directory, RunManifest manifest) : IReplicaStore
{
    private readonly ulong _seed = manifest.Seed;
    private readonly string _fingerprint = manifest.Fingerprint;

    /// <inheritdoc/>
    public ReplicaRecord? TryRead(int replica, IReadOnlyList<ObservableShape> shapes, out string? rejected)
    {
        string path = PathOf(replica);
        rejected = null;
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            byte[] bytes = ReadRegular(path);
            if (Hdf5ReplicaFile.IsIntact(bytes))
            {
                return Hdf5ReplicaFile.Decode(bytes, replica, _seed, _fingerprint, shapes);
            }

            rejected = $"Replica file '{path}' is not counted: its checksum does not match (truncated, damaged or foreign).";
        }
        catch (InvalidDataException exception)
        {
            rejected = $"Replica file '{path}' is not counted: it {exception.Message}.";
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A file with a right checksum that the HDF5 reader still cannot digest was not written here; whatever it throws, the replica is redone.
            rejected = $"Replica file '{path}' is not counted: it cannot be read ({exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}).";
        }

        return null;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The record does not fit the shapes, holds a non-finite number or has another seed.</exception>
    /// <exception cref="ResultFileException">The file cannot be written.</exception>
    public void Write(ReplicaRecord record, IReadOnlyList<ObservableShape> shapes)
    {
        Check(record, shapes);
        MakeFolder();
        AtomicFile.Write(PathOf(record.Replica), Hdf5ReplicaFile.Encode(record, shapes, _fingerprint));
    }

    /// <inheritdoc/>
    public byte[]? TryReadState(int replica, string part, out string? rejected)
    {
        string path = StateOf(replica, part);
        rejected = null;
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            byte[]? content = StateFile.Decode(ReadRegular(path), _seed, _fingerprint);
            rejected = content is null ? $"State file '{path}' is not usable: its checksum does not match (truncated or damaged), or it is of another run." : null;
            return content;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            string reason = exception is InvalidDataException ? exception.Message : $"cannot be read ({exception.Message.ReplaceLineEndings(" ").TrimEnd('.')})";
            rejected = $"State file '{path}' is not usable: it {reason}.";
            return null;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ResultFileException">The file cannot be written.</exception>
    public void WriteState(int replica, string part, byte[] content)
    {
        MakeFolder();
        AtomicFile.Write(StateOf(replica, part), StateFile.Encode(content, _seed, _fingerprint));
    }

    /// <inheritdoc/>
    public void DropStates(int replica)
    {
        try
        {
            foreach (string file in Directory.EnumerateFiles(directory, RunFiles.ReplicaStates(replica)))
            {
                File.Delete(file);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A finished replica is never gone on with: what is left is not read.
        }
    }

    /// <summary>The bytes of a file, which a device or a pipe would not end or not begin to give.</summary>
    private static byte[] ReadRegular(string path) =>
        BoundedFile.Refusal(path, Array.MaxLength) is { } refusal ? throw new InvalidDataException($"is not read, for {refusal.TrimEnd('.')}") : File.ReadAllBytes(path);

    private void MakeFolder()
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ResultFileException.ForWriting(directory, exception);
        }
    }

    private string StateOf(int replica, string part) => Path.Combine(directory, RunFiles.ReplicaState(replica, part));

    private string PathOf(int replica) => Path.Combine(directory, RunFiles.Replica(replica));

    private void Check(ReplicaRecord record, IReadOnlyList<ObservableShape> shapes)
    {
        Require(record.Seed == _seed, $"has seed {record.Seed}, the run {_seed}");
        Require(record.Replica >= 0, "has a negative index");
        Require(double.IsFinite(record.WallSeconds), "has a wall time that is not finite");
        if (record.Outcome != Outcome.Ok)
        {
            Require(record.Values.Count == 0, "did not finish and yet has values");
            return;
        }

        Require(record.Values.Count == shapes.Count, $"has {record.Values.Count} observables, the run {shapes.Count}");
        foreach (ObservableShape shape in shapes)
        {
            ResultValidation.CheckShape(shape);
            Require(record.Values.ContainsKey(shape.Name), $"has no '{shape.Name}'");
            ResultValidation.CheckValues(shape, $"replica {record.Replica}", record.Values[shape.Name]);
        }

        void Require(bool holds, string otherwise)
        {
            if (!holds)
            {
                throw new InvalidOperationException($"Replica {record.Replica} {otherwise}.");
            }
        }
    }
}
