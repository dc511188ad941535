using Numerics.LinearAlgebra.Evidence;

namespace Numerics.Spectra.Theory.Bulk.Dyson;

/// <summary>Decides after each Newton step whether to go on.</summary>
/// <remarks>Source: derived here; the forcing term of the linear solves after S. C. Eisenstat and H. F. Walker, SIAM J. Sci. Comput. 17 (1996) 16.</remarks>
internal struct NewtonProgress
{
    private const double LargestResidual = 1e8;

    private double previous;
    private int rises;

    /// <summary>The last residual seen.</summary>
    public double Residual { get; private set; }

    /// <summary>
    /// Relative tolerance of the next linear solve: the root of the residual (convergence of order 3/2), never looser than 0.03 and never tighter than the
    /// final tolerance asks for. Tighter ones, down to the residual itself, took half as many products again.
    /// </summary>
    public readonly double LinearTolerance(double tolerance) => Math.Clamp(Math.Max(0.3 * Math.Sqrt(Residual), 0.1 * tolerance / Residual), 1e-10, 0.03);

    /// <summary>How the iteration ended, or null: take a step.</summary>
    public Outcome? Judge(double residual, double tolerance, double stalledTolerance)
    {
        bool first = previous == 0;
        Residual = residual;
        if (residual < tolerance || (!first && residual < stalledTolerance && residual > 0.5 * previous))
        {
            return Outcome.Ok;
        }

        if (!double.IsFinite(residual))
        {
            return Outcome.NonFinite;
        }

        if (residual > LargestResidual)
        {
            return Outcome.Diverged;
        }

        // A residual may rise once at the start of a long step; twice in a row is divergence.
        rises = !first && residual > previous ? rises + 1 : 0;
        previous = residual;
        return rises >= 2 ? Outcome.Diverged : null;
    }
}
