namespace Numerics.LinearAlgebra.Krylov;

/// <summary>How a Krylov iteration ended.</summary>
public enum KrylovOutcome
{
    /// <summary>Every triplet asked for has a measured residual within the tolerance.</summary>
    Converged,

    /// <summary>The allowed number of restarts is used up; the residuals tell how far each triplet got.</summary>
    MaximumIterations,

    /// <summary>The operator returned numbers that are not finite, or the small dense problem failed; values are NaN.</summary>
    Breakdown,
}
