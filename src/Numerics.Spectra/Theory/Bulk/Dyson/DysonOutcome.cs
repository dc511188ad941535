namespace Numerics.Spectra.Theory.Bulk.Dyson;

/// <summary>How the solution of a Dyson equation ended.</summary>
public enum DysonOutcome
{
    /// <summary>Newton's method converged on the physical branch.</summary>
    Converged,

    /// <summary>The residual did not become small enough.</summary>
    NotConverged,

    /// <summary>A solution was found whose imaginary part has the wrong sign: another branch.</summary>
    WrongBranch,
}
