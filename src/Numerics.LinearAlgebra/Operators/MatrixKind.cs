namespace Numerics.LinearAlgebra.Operators;

/// <summary>How Gaussian matrices are simulated. What follows from it is said by <see cref="MatrixPolicy"/> and nowhere else.</summary>
public enum MatrixKind
{
    /// <summary>Every product drawn from its exact conditional law; memory of a few vectors.</summary>
    Revealed,

    /// <summary>All entries stored; quadratic memory.</summary>
    Stored,

    /// <summary>Revealed, and vectors written in a frame that grows with what is drawn: cost and memory without the size, for networks in which nothing acts on single entries.</summary>
    Coordinates,
}
