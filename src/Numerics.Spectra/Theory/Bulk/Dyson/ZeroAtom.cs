using System.Numerics;
using Numerics.LinearAlgebra.Evidence;

namespace Numerics.Spectra.Theory.Bulk.Dyson;

/// <summary>The weight of exact zeros of a law, from its resolvent on the imaginary axis.</summary>
/// <remarks>
/// <code>
/// h(y) = y (-Im g(iy)) = atom + integral of rho(x) y^2/(x^2 + y^2) -> atom;   h(y) - atom ~ y^q, q = 2 beside a gap, q = 1 - p beside rho ~ |x|^(-p)
/// </code>
/// <para>Heights fall fourfold; Aitken's formula on the last three removes any power q. They end where two successive values agree. No fixed height suits all laws:
/// beside an atom the condition of the equation grows as y^-2, so that low ones cost accuracy, and averages by quadrature change their power where nodes are resolved.</para>
/// <para>The error stated is four times the change that the last height made, and not less than what solutions at low heights have been off by: residuals do not show that, since the equation is
/// nearly singular there. An atom of a third has come out as .33333144 by oneMKL's code for AVX-512, where its own change was 1e-7.</para>
/// <para>One minus the atom is a rank. Where ranks are whole combinations of known dimensions (<see cref="DysonEquation.RankUnits"/>) and one of them alone lies within the error,
/// the atom is counted exactly.</para>
/// <para>Source: derived here; extrapolation after A. C. Aitken, Proc. R. Soc. Edinb. 46 (1926) 289.</para>
/// </remarks>
/// <param name="Weight">From 0 to 1.</param>
/// <param name="Error">How far off it may be.</param>
internal readonly record struct ZeroAtom(double Weight, double Error)
{
    private const double FirstHeight = 0.05;
    private const double Fall = 4;
    private const int Heights = 14;
    private const double Agreement = 1e-8;
    private const double SafetyFactor = 4;

    // The largest deviation seen is 1.9e-6 (three libraries, four code paths).
    private const double SolutionNoise = 4e-6;

    // Solutions at low heights have been off by 2e-6 with one library where their own estimate was smaller; ranks that differ lie much further apart.
    private const double RankWindow = 1e-5;

    // Laws without an atom whose density diverges at zero end below this.
    private const double SmallestAtom = 1e-5;

    /// <summary>The atom of a law.</summary>
    /// <exception cref="DysonException">Fewer than four heights were solved.</exception>
    public static ZeroAtom Of(DysonSolver solver)
    {
        List<double> values = [];
        double? older = null;
        (double Value, double Defect) best = (0, double.PositiveInfinity);
        DysonSolution? last = null;
        for (int k = 0; k < Heights && best.Defect > Agreement; k++)
        {
            Complex z = new(0, FirstHeight * Math.Pow(Fall, -k));
            DysonSolution solution = last is null ? solver.Solve(z) : solver.Solve(z, last.G);
            if (!solution.Converged)
            {
                return k > 3 ? Clamp(best).Counted(solver.Equation.RankUnits)
                    : throw new DysonException($"Dyson equation at z = {z:G6}: {Outcomes.Clause(solution.Outcome)}, residual {solution.Residual:G3}; the atom at zero needs it.");
            }

            last = solution;
            values.Add(-z.Imaginary * solution.Trace.Imaginary);
            if (k >= 2)
            {
                double limit = Aitken(values[^3], values[^2], values[^1]);
                double defect = older is { } previous ? Math.Abs(limit - previous) : double.PositiveInfinity;
                best = defect < best.Defect ? (limit, defect) : best;
                older = limit;
            }
        }

        return Clamp(best).Counted(solver.Equation.RankUnits);
    }

    /// <summary>The atom of the one rank within the error; itself if there is none, or several.</summary>
    /// <param name="units">u_i: dimensions over that of the trace. Ranks tried: u_i, u_i + u_j, u_i + u_j - u_k.</param>
    internal ZeroAtom Counted(IReadOnlyList<double> units)
    {
        ArgumentNullException.ThrowIfNull(units);
        double rank = 1 - Weight;
        double window = Math.Max(RankWindow, Error);
        List<double> found = [];
        foreach (double candidate in units.SelectMany(first => units.SelectMany(second => units.Select(third => first + second - third))).Concat(
            units.SelectMany(first => units.Select(second => first + second))))
        {
            if (Weight > 0 && Math.Abs(candidate - rank) < window && !found.Exists(other => Math.Abs(other - candidate) < 1e-12))
            {
                found.Add(candidate);
            }
        }

        return found.Count == 1 ? new ZeroAtom(Math.Clamp(1 - found[0], 0, 1), 0) : this;
    }

    private static double Aitken(double first, double second, double third)
    {
        double last = third - second;
        double curvature = last - (second - first);
        return Math.Abs(curvature) < 1e-15 ? third : third - (last * last / curvature);
    }

    private static ZeroAtom Clamp((double Value, double Defect) best) =>
        best.Value < SmallestAtom ? new ZeroAtom(0, 0) : new ZeroAtom(Math.Min(1, best.Value), Math.Max(SolutionNoise, SafetyFactor * best.Defect));
}
