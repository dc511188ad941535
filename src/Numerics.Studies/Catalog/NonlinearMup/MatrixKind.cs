namespace Numerics.Studies.Catalog.NonlinearMup;

/// <summary>How the hidden matrices are simulated.</summary>
public enum MatrixKind
{
    /// <summary>Every product drawn from its exact conditional law; O(width) memory.</summary>
    Revealed,

    /// <summary>All entries stored; O(width^2) memory.</summary>
    Stored,
}
