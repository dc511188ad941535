using System.Numerics;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Theory.Bulk.Dyson;

/// <summary>Newton's method for a Dyson equation, at fixed spectral parameter or at fixed coordinate of the branch.</summary>
/// <remarks>
/// <code>
/// fixed z:           (1 - F') d = F(z, G) - G,   G += d       residual and d in the scales of the equation
/// fixed coordinate:  (1 - F') d - F_x dx = F(x, G) - G,   w . d = c - w . G,   (G, x) += (d, dx)       x real, regular also at an edge
/// tangent:           (1 - F') G' - F_x x' = 0,   w . G' = 1
/// </code>
/// <para>Linear systems by GMRES, to a tolerance that falls with the residual so that convergence stays quadratic.</para>
/// <para>Source: derived here: Newton's method and the bordered system of H. B. Keller, Numerical solution of bifurcation and nonlinear eigenvalue problems (1977).</para>
/// </remarks>
internal static class DysonNewton
{
    /// <summary>Residual, relative to max(1, |G|), at which a solution counts; edges then hold 1e-10.</summary>
    public const double Tolerance = 1e-12;

    private const int MaximalSteps = 25;

    // Rounding in blocks of order some hundred stops the residual above Tolerance; a stalled one up to here is accepted.
    private const double StalledTolerance = 2e-11;

    /// <summary>Solves at fixed <paramref name="z"/> from the guess in <paramref name="g"/>, which is overwritten; returns the relative residual.</summary>
    public static (Outcome Outcome, double Residual) Solve(DysonEquation equation, Complex z, PlanarVector g, double tolerance = Tolerance)
    {
        var progress = default(NewtonProgress);
        var scales = new double[g.Length];
        for (int step = 0; step < MaximalSteps; step++)
        {
            using DysonLinearization? linear = equation.Linearize(z, g);
            if (linear is null)
            {
                return (Outcome.Singular, double.PositiveInfinity);
            }

            equation.WriteScales(g, scales);
            PlanarVector r = linear.Image.Clone();
            r.Add(-1, g);
            r.Divide(scales);
            PlanarVector scaled = g.Clone();
            scaled.Divide(scales);
            if (progress.Judge(r.Norm() / Math.Max(1, scaled.Norm()), tolerance, Stalled(scaled)) is { } ended)
            {
                return (ended, progress.Residual);
            }

            PlanarVector d = Gmres.Solve((x, y) => ApplyOneMinus(linear, scales, x, y), r, progress.LinearTolerance(tolerance)).Solution;
            d.Scale(scales);
            g.Add(1, d);
        }

        return (Outcome.NotConverged, progress.Residual);
    }

    /// <summary>Solves for (G, x) at coordinate <paramref name="c"/> from the guesses; returns x and how it ended.</summary>
    public static (Outcome Outcome, double X) SolveAtCoordinate(DysonEquation equation, double c, double x, PlanarVector g, double[] weights)
    {
        var progress = default(NewtonProgress);
        for (int step = 0; step < MaximalSteps; step++)
        {
            using DysonLinearization? linear = equation.Linearize(x, g);
            if (linear is null)
            {
                return (Outcome.Singular, x);
            }

            PlanarVector r = linear.Image.Clone();
            r.Add(-1, g);
            double gap = c - equation.Coordinate(g).Real;
            double norm = Math.Sqrt((r.Norm() * r.Norm()) + (gap * gap)) / Math.Max(1, g.Norm());
            if (progress.Judge(norm, Tolerance, Stalled(g)) is { } ended)
            {
                return (ended, x);
            }

            PlanarVector d = new BorderedSystem(linear, weights, g.Length).Solve(r, gap, progress.LinearTolerance(Tolerance));
            x += d[g.Length].Real;
            for (int i = 0; i < g.Length; i++)
            {
                g.Real[i] += d.Real[i];
            }
        }

        return (Outcome.NotConverged, x);
    }

    /// <summary>(dG/dc, dx/dc) along the real branch at a solution.</summary>
    public static (PlanarVector Slope, double XSlope)? Tangent(DysonEquation equation, double x, PlanarVector g, double[] weights)
    {
        using DysonLinearization? linear = equation.Linearize(x, g);
        if (linear is null)
        {
            return null;
        }

        PlanarVector d = new BorderedSystem(linear, weights, g.Length).Solve(new PlanarVector(g.Length, isReal: true), 1, 1e-11);
        var slope = new PlanarVector(g.Length, isReal: true);
        d.Real[..g.Length].CopyTo(slope.Real);
        return (slope, d.Real[g.Length]);
    }

    /// <summary>Where rounding stops the residual: blocks as large as |G| (near an atom) are inverses of nearly singular ones.</summary>
    private static double Stalled(PlanarVector g) => Math.Max(StalledTolerance, 1e-15 * g.Norm());

    private static void ApplyOneMinus(DysonLinearization linear, double[] scales, PlanarVector x, PlanarVector y)
    {
        PlanarVector direction = x.Clone();
        direction.Scale(scales);
        linear.Apply(direction, y);
        y.Divide(scales);
        y.Scale(-1);
        y.Add(1, x);
    }
}
