using System.Numerics;
using Numerics.LinearAlgebra.Evidence;

namespace Numerics.Spectra.Theory.Bulk.Dyson;

/// <summary>The part of a law above a level from its resolvent on the vertical line through the level; needs neither edges nor densities.</summary>
/// <remarks>
/// <code>
/// mass above x = 1/2 - (1/pi) integral over y > 0 of Re g(x + iy),   since Re 1/(x - s + iy) integrates to (pi/2) sign(x - s)
/// y = e^u: trapezoidal rule; the integrand is analytic for |Im u| &lt; pi/2, so a step h leaves an error exp(-pi^2/h)
/// </code>
/// <para>Where averages by quadrature carry the spectrum on single nodes (late flows) the line averages over them.</para>
/// <para>Source: derived here; the rule after L. N. Trefethen and J. A. C. Weideman, SIAM Rev. 56 (2014) 385.</para>
/// </remarks>
internal static class SpectralFraction
{
    // Error exp(-pi^2/0.4) = 2e-11; what is cut off is Re g(x) times the lowest height below, and |x - mean| over the largest above.
    private const double Step = 0.4;
    private const double Range = 1e7;

    /// <summary>Mass of the normalised trace above <paramref name="x"/>.</summary>
    /// <exception cref="DysonException">The equation was not solved on the line.</exception>
    public static double Above(DysonSolver solver, double x, double lowestHeight)
    {
        double sum = 0;
        double end = Math.Log(Range * solver.Equation.StartHeight);
        for (double u = Math.Log(lowestHeight); u < end; u += Step)
        {
            DysonSolution solution = solver.Solve(new Complex(x, Math.Exp(u)));
            sum += solution.Converged
                ? Step * Math.Exp(u) * solution.Trace.Real
                : throw new DysonException($"Dyson equation at z = {solution.Z:G6}: {Outcomes.Clause(solution.Outcome)}, residual {solution.Residual:G3}; the mass above {x:G6} needs it.");
        }

        return Math.Clamp(0.5 - (sum / Math.PI), 0, 1);
    }
}
