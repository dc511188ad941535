namespace Numerics.Studies.Records;

/// <summary>How a replica ended.</summary>
public enum ReplicaOutcome
{
    /// <summary>Finished with finite values.</summary>
    Finished,

    /// <summary>A value became non-finite or the loss passed its stated bound.</summary>
    Diverged,
}
