using System.Numerics;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Theory.Bulk.Dyson;

/// <summary>
/// Physical solution of a Dyson equation at given points, by continuation from far above the real axis.
/// </summary>
/// <remarks>
/// <code>
/// z = x + iY:   G &lt;- (G + F(z, G))/2 a number of times, then Newton;    y -> 0.5 y with Newton at every stage, halving the step where that fails
/// accepted only if the residual is small and -Im G >= 0 (the Herglotz property)
/// </code>
/// <para>Source: J. W. Helton, R. Rashidi Far and R. Speicher, IMRN (2007) rnm086, for existence and uniqueness; docs/bulk.md, section 3.</para>
/// Equation: dyson-continuation
/// <para>Uniqueness with auxiliary blocks, which have no spectral parameter, is used and not proved; the test of the sign guards it. Deterministic
/// up to the LAPACK provider.</para>
/// </remarks>
internal sealed class DysonSolver
{
    // Negative parts of -Im G up to this (relative to |G|) are rounding; wrong branches showed parts of order one.
    private const double HerglotzTolerance = 1e-7;
    private const double Descent = 0.5;
    private const int AveragedSteps = 200;

    // Stages of a continuation only serve as starting points of the next; imaginary parts as small as the height must still have their sign.
    private const double StageTolerance = 1e-6;

    // Imaginary parts, relative to |G|, below which a solution lies beside the real axis. Real roots that are not the resolvent exist inside the support as well, and
    // the sign of an imaginary part as small as the height does not tell them; densities at the nodes next to an edge are larger than this.
    private const double BesideAxis = 1e-4;

    /// <summary>Height above the real axis at which densities are taken and points of the real axis are first approached.</summary>
    public const double DensityHeight = 1e-9;

    /// <summary>A solver of <paramref name="equation"/>.</summary>
    public DysonSolver(DysonEquation equation)
    {
        ArgumentNullException.ThrowIfNull(equation);
        Equation = equation;
    }

    /// <summary>The equation.</summary>
    public DysonEquation Equation { get; }

    /// <summary>
    /// The solution at <paramref name="z"/> with Im z &gt; 0, or at a real z outside the support.
    /// </summary>
    /// <exception cref="ArgumentException">Im z &lt; 0, or z real and inside the support.</exception>
    public DysonSolution Solve(Complex z) => z.Imaginary == 0 ? SolveReal(z.Real) : Continue(Requested(z));

    /// <summary>The solution at <paramref name="z"/>, starting from a neighbouring <paramref name="guess"/>; by full continuation if that fails or ends beside the real axis.</summary>
    /// <param name="z">Point with Im z &gt; 0.</param>
    /// <param name="guess">Values near the solution; left as they are.</param>
    /// <param name="tolerance">Relative residual to reach.</param>
    /// <exception cref="ArgumentException">Im z is not positive.</exception>
    public DysonSolution Solve(Complex z, PlanarVector guess, double tolerance = DysonNewton.Tolerance)
    {
        ArgumentNullException.ThrowIfNull(guess);
        DysonSolution near = Attempt(Requested(z), guess.As(isReal: false), tolerance);
        return near.Converged && !IsBesideAxis(near.G) ? near : Continue(z);
    }

    private static bool IsBesideAxis(PlanarVector g) => SpanProducts.Norm(g.Imaginary) < BesideAxis * SpanProducts.Norm(g.Real);

    private static Complex Requested(Complex z) => z.Imaginary > 0
        ? z
        : throw new ArgumentException($"z = {z:G6} does not lie in the upper half-plane; give Im z > 0 (the lower half is the complex conjugate).", nameof(z));

    /// <summary>Newton and the test of the branch at <paramref name="z"/>; <paramref name="g"/> is overwritten.</summary>
    private DysonSolution Attempt(Complex z, PlanarVector g, double tolerance = DysonNewton.Tolerance)
    {
        (Outcome outcome, double residual) = DysonNewton.Solve(Equation, z, g, tolerance);
        if (outcome == Outcome.Ok && !g.IsReal && !Equation.IsHerglotz(g, HerglotzTolerance))
        {
            outcome = Outcome.WrongBranch;
        }

        return new DysonSolution(z, g, Equation.Trace(z, g), outcome, residual);
    }

    private DysonSolution Continue(Complex z)
    {
        double height = Math.Max(Equation.StartHeight, z.Imaginary);
        DysonSolution current = Start(new Complex(z.Real, height));
        double ratio = Descent;
        while (current.Converged && height > z.Imaginary)
        {
            double next = Math.Max(z.Imaginary, height * ratio);
            DysonSolution trial = Attempt(new Complex(z.Real, next), current.G.Clone(), next > z.Imaginary ? Math.Min(StageTolerance, 0.01 * next) : DysonNewton.Tolerance);
            if (trial.Converged)
            {
                (current, height) = (trial, next);
                ratio = Math.Max(0.1, ratio * 0.8);
            }
            else
            {
                ratio = Math.Sqrt(ratio);
                if (ratio > 0.999)
                {
                    return trial;
                }
            }
        }

        return current;
    }

    /// <summary>The solution at the beginning of a continuation; for a real point the vector is real.</summary>
    internal DysonSolution Start(Complex z)
    {
        var g = new PlanarVector(Equation.Dimension, isReal: z.Imaginary == 0);
        Equation.WriteStart(z, g);
        for (int step = 0; step < AveragedSteps; step++)
        {
            DysonLinearization? linear = Equation.Linearize(z, g);
            if (linear is null)
            {
                break;
            }

            PlanarVector change = linear.Image.Clone();
            change.Add(-1, g);
            g.Add(0.5, change);
            if (change.Norm() < 1e-4 * Math.Max(1, g.Norm()))
            {
                break;
            }
        }

        return Attempt(z, g);
    }

    private DysonSolution SolveReal(double x)
    {
        DysonSolution above = Continue(new Complex(x, DensityHeight));
        if (!above.Converged)
        {
            return above;
        }

        PlanarVector g = above.G.As(isReal: true);
        DysonSolution real = Attempt(x, g);
        // Outside the support Im g vanishes with the height; inside it is pi times the density. The two sides meet within 1e-6 of an edge.
        PlanarVector difference = real.G.As(isReal: false);
        difference.Add(-1, above.G);
        bool outside = real.Converged && difference.Norm() < 1e-3 * Math.Max(1, above.G.Norm());
        return outside
            ? real
            : throw new ArgumentException(
                $"z = {x:G6} lies on the real axis inside the support (density {-above.Trace.Imaginary / Math.PI:G4}), where the resolvent jumps; give Im z > 0.", nameof(x));
    }
}
