namespace Numerics.LinearAlgebra.Dense;

/// <summary>How a factorization ended.</summary>
public enum FactorizationStatus
{
    /// <summary>The result is valid.</summary>
    Completed,

    /// <summary>An iteration inside did not converge; the result must not be used.</summary>
    NotConverged,

    /// <summary>Cholesky met a leading minor that is not positive; its order is the info of the evidence.</summary>
    NotPositiveDefinite,

    /// <summary>A pivot is exactly zero; factors exist, solutions do not.</summary>
    Singular,
}
