using Numerics.Studies.Records;

namespace Numerics.Studies.Execution;

/// <summary>Where finished replicas are kept so that an interrupted run can go on. One immutable file per replica.</summary>
public interface IReplicaStore
{
    /// <summary>
    /// Reads a replica. Null if it is not there. A file that does not open, has the wrong shape or fails its checksum counts as not there and
    /// is reported through <paramref name="rejected"/> with one sentence.
    /// </summary>
    ReplicaRecord? TryRead(int replica, IReadOnlyList<ObservableShape> shapes, out string? rejected);

    /// <summary>Writes a replica: temporary name, flush, rename.</summary>
    void Write(ReplicaRecord record, IReadOnlyList<ObservableShape> shapes);
}
