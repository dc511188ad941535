namespace Numerics.LinearAlgebra.Krylov;

/// <summary>How far and how hard to iterate.</summary>
public sealed record SymmetricLanczosOptions
{
    /// <summary>
    /// An eigenvalue counts as converged if |K q - lambda q| is at most this times the largest one. Its own error is at most that, and of the order of the square
    /// over the relative distance to the next eigenvalue.
    /// </summary>
    public double Tolerance { get; init; } = 1e-3;

    /// <summary>Most applications of the operator; also the most basis vectors held.</summary>
    public int MaximumSteps { get; init; } = 100;
}
