namespace Numerics.LinearAlgebra.Krylov;

/// <summary>How far and how hard to iterate.</summary>
public sealed record GolubKahanLanczosOptions
{
    /// <summary>Smallest tolerance that rounding allows to be met.</summary>
    public const double SmallestTolerance = 1e-13;

    /// <summary>A triplet counts as converged if |A v - s u| and |A^T u - s v| are at most this times the largest singular value.</summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <summary>Most basis vectors held on each side; 0 takes max(2 k + 40, 4 k). Memory: this times rows + columns.</summary>
    public int MaximumSubspace { get; init; }

    /// <summary>Restarts after which the iteration gives up.</summary>
    public int MaximumRestarts { get; init; } = 500;

    /// <summary>
    /// Start direction of length columns, e.g. a combination of the singular vectors of the step before; null takes a fixed vector of hashes.
    /// </summary>
    public double[]? WarmStart { get; init; }

    /// <summary>
    /// After convergence sweep once more from a fresh direction orthogonal to what was found. One start vector sees one vector of each
    /// multiple singular value only, and a warm start may be blind to a direction; this sweep finds what was missed.
    /// </summary>
    public bool SearchForMissed { get; init; } = true;
}
