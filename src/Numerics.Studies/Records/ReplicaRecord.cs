using Numerics.LinearAlgebra.Evidence;

namespace Numerics.Studies.Records;

/// <summary>What one replica measured; the unit of checkpointing.</summary>
/// <param name="Replica">Index of the replica from 0; with the run's seed it determines every random number.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Message">If it did not finish one sentence, naming the step; otherwise why values are missing, or null.</param>
/// <param name="Values">Flattened values by observable name, null where a quantity does not exist; empty if the replica did not finish.</param>
/// <param name="WallSeconds">Wall time.</param>
public sealed record ReplicaRecord(
    int Replica,
    ulong Seed,
    Outcome Outcome,
    string? Message,
    IReadOnlyDictionary<string, IReadOnlyList<double?>> Values,
    double WallSeconds);
