using System.Collections.Concurrent;
using Numerics.Studies.Records;

namespace Numerics.Studies.Execution;

/// <summary>Keeps replicas in memory, for runs that write no files.</summary>
public sealed class MemoryReplicaStore : IReplicaStore
{
    private readonly ConcurrentDictionary<int, ReplicaRecord> records = new();
    private readonly ConcurrentDictionary<(int Replica, string Part), byte[]> states = new();

    /// <inheritdoc/>
    public ReplicaRecord? TryRead(int replica, IReadOnlyList<ObservableShape> shapes, out string? rejected)
    {
        rejected = null;
        return records.GetValueOrDefault(replica);
    }

    /// <inheritdoc/>
    public void Write(ReplicaRecord record, IReadOnlyList<ObservableShape> shapes)
    {
        ArgumentNullException.ThrowIfNull(record);
        records[record.Replica] = record;
    }

    /// <inheritdoc/>
    public byte[]? TryReadState(int replica, string part, out string? rejected)
    {
        rejected = null;
        return states.GetValueOrDefault((replica, part));
    }

    /// <inheritdoc/>
    public void WriteState(int replica, string part, byte[] content) => states[(replica, part)] = content;

    /// <inheritdoc/>
    public void DropStates(int replica)
    {
        foreach ((int Replica, string Part) key in states.Keys.Where(key => key.Replica == replica))
        {
            states.TryRemove(key, out _);
        }
    }
}
