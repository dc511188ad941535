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

    /// <summary>The state of a part of an unfinished replica; null if there is none, or one of another run, or a damaged one.</summary>
    /// <param name="replica">Replica.</param>
    /// <param name="part">Letters, digits and hyphens; empty for the whole.</param>
    /// <param name="rejected">Why one that is there is not used, one sentence; null if it is used or not there.</param>
    byte[]? TryReadState(int replica, string part, out string? rejected);

    /// <summary>Replaces the state of a part of an unfinished replica: temporary name, flush, rename.</summary>
    void WriteState(int replica, string part, byte[] content);

    /// <summary>Drops the states of a replica that is finished.</summary>
    void DropStates(int replica);
}
