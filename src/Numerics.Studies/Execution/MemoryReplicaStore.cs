using System.Collections.Concurrent;
using Numerics.Studies.Records;

namespace Numerics.Studies.Execution;

/// <summary>Keeps replicas in memory, for runs that write no files.</summary>
public sealed class MemoryReplicaStore : IReplicaStore
{
    private readonly ConcurrentDictionary<int, ReplicaRecord> records = new();

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
}
