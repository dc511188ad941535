namespace Numerics.Studies.Catalog;

/// <summary>How the hidden matrices are simulated.</summary>
public enum MatrixKind
{
    /// <summary>Every product drawn from its exact conditional law; memory of a few vectors.</summary>
    Revealed,

    /// <summary>All entries stored; quadratic memory.</summary>
    Stored,
}
