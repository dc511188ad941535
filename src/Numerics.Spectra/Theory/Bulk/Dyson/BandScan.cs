using System.Numerics;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Theory.Bulk.Dyson;

/// <summary>Finds the bands of a law below its upper edge: gaps by a scan of the density, their edges by the real branches from inside the gaps.</summary>
/// <remarks>Source: derived here, docs/bulk.md, section 4.</remarks>
/// <param name="sweep">Densities.</param>
/// <param name="upperEdge">The upper edge.</param>
internal sealed class BandScan(DensitySweep sweep, SpectralEdge upperEdge)
{
    // A scan point is in a gap if its density falls in proportion to the height, a hundredfold here; inside a band it stays. An atom at zero alone gives up to 0.1
    // at the first of 64 scan points, so more than that needs no second height there.
    private const double ScanHeight = 1e-7;
    private const double ClearDensity = 0.1;
    private const double GapFall = 0.1;
    private const double NoDensity = 1e-14;
    private const double HeightFall = 1e-2;

    // Beside zero, where an atom makes the equation ill conditioned, the density of a band is one that stays within this factor; any other is rounding.
    private const double BandStay = 0.9;

    // A band beside zero is short, and its density large: less is rounding.
    private const double LeastBesideZero = 1e-4;

    // Below the first of the equal steps of a law that begins at zero.
    private const int PointsPerDecade = 4;
    private const int GeometricPoints = 16;

    // 0.4^12 = 2e-5: a lower edge below that fraction of the scan's step is taken for a hard edge at zero.
    private const int LowestProbes = 12;

    /// <summary>The edges of all bands, ascending; pairs (lower, upper). A hard lower end is at 0 with amplitude 0.</summary>
    /// <param name="lowest">The lower edge of the lowest band; null where the law begins at zero or above.</param>
    /// <param name="scanPoints">Points at which gaps are looked for.</param>
    /// <exception cref="DysonException">An edge was not found.</exception>
    public IReadOnlyList<(SpectralEdge Lower, SpectralEdge Upper)> Bands(SpectralEdge? lowest, int scanPoints)
    {
        double top = upperEdge.Position;
        double bottom = lowest?.Position ?? 0;
        List<(SpectralEdge Lower, SpectralEdge Upper)> bands = [];
        SpectralEdge? begin = lowest;
        PlanarVector? guess = null;

        // The points met in the gap below the next band.
        List<double> gap = [];
        double firstStep = bottom + ((top - bottom) / scanPoints);
        foreach (double x in ScanPoints(bottom, top, scanPoints))
        {
            if (begin is { } open && x < open.Position)
            {
                continue;
            }

            bool isFar = Math.Abs(x) >= 0.5 * firstStep;
            DysonSolution solution = isFar ? sweep.At(x, HeightAt(x), guess) : sweep.Attempt(x, HeightAt(x), null);
            if (!solution.Converged)
            {
                // Beside an atom at zero the equation is ill conditioned: nothing is known of this point.
                continue;
            }

            guess = solution.G;
            bool? isGap = sweep.Density(solution) > ClearDensity && isFar ? false : IsGap(x, solution, isFar ? NoDensity : LeastBesideZero);
            if (isGap is null)
            {
                continue;
            }

            if (isGap == false)
            {
                begin ??= gap.Count > 0 ? EdgeAbove(gap) : LowestEdge(x, solution.G);
                gap.Clear();
                continue;
            }

            if (begin is not null)
            {
                bands.Add((begin, EdgeFromGap(x, upwards: false)));
                begin = null;
            }

            gap.Add(x);
        }

        bands.Add((begin ?? (gap.Count > 0 ? EdgeAbove(gap) : LowestEdge(top, guess!)), upperEdge));
        return bands;
    }

    /// <summary>Where gaps are looked for: equal steps, and below the first of them, where the law begins at zero, equal ratios, for bands of any scale.</summary>
    private static IEnumerable<double> ScanPoints(double bottom, double top, int count)
    {
        IEnumerable<double> equal = Enumerable.Range(0, count).Select(k => bottom + ((top - bottom) * (k + 0.5) / count));
        double first = 0.5 * top / count;
        return bottom != 0 ? equal : Enumerable.Range(1, GeometricPoints).Select(k => first * Math.Pow(10, (double)-k / PointsPerDecade)).Reverse().Concat(equal);
    }

    /// <summary>Height of a scan point: little beside its distance from zero, where an atom may sit.</summary>
    private static double HeightAt(double x) => Math.Min(ScanHeight, 1e-2 * Math.Abs(x));

    /// <summary>The edge above a gap, from its middle; nearer its ends where the branch is lost from there.</summary>
    private SpectralEdge EdgeAbove(List<double> gap)
    {
        double[] starts = [gap[gap.Count / 2], gap[0]];
        foreach (double start in starts)
        {
            try
            {
                return EdgeFromGap(start, upwards: true);
            }
            catch (DysonException)
            {
                // The next start.
            }
        }

        return EdgeFromGap(gap[^1], upwards: true);
    }

    /// <summary>The edge between zero and a point inside the lowest band: found from the first gap met on the way down, or a hard edge at zero.</summary>
    private SpectralEdge LowestEdge(double inside, PlanarVector guess)
    {
        double x = inside;
        for (int k = 0; k < LowestProbes; k++)
        {
            x *= 0.4;
            DysonSolution solution = sweep.At(x, HeightAt(x), guess);
            guess = solution.G;
            if (IsGap(x, solution, NoDensity) == true)
            {
                return EdgeFromGap(x, upwards: true);
            }
        }

        return new SpectralEdge(0, 0, SupportIsBelow: false);
    }

    /// <summary>The edge of a gap. Densities of spectra of a huge scale are so small that a band passes for a gap.</summary>
    private SpectralEdge EdgeFromGap(double x, bool upwards)
    {
        try
        {
            return RealBranch.FromGap(sweep.Equation, x, upwards).Edge;
        }
        catch (ArgumentException)
        {
            throw new DysonException(
                $"Bands and gaps of a spectrum that reaches to {upperEdge.Position:G4} cannot be told apart at {x:G4}, where the density is below {NoDensity:G1}; take parameters of a smaller spectrum.");
        }
    }

    /// <summary>Whether x, where <paramref name="solution"/> was found at the height of the scan, lies outside the support; the smear of an atom at zero is no density, nor is one below <paramref name="least"/>. Null beside zero where the equation was not solved, or not well.</summary>
    private bool? IsGap(double x, DysonSolution solution, double least)
    {
        double density = sweep.Density(solution);
        if (density < least)
        {
            return true;
        }

        bool isFar = least == NoDensity;
        // Beside zero the solution of one height may pass for that of the other: each is found afresh.
        DysonSolution lower = sweep.Attempt(x, HeightAt(x) * HeightFall, isFar ? solution.G : null);
        if (!lower.Converged)
        {
            return isFar ? throw new DysonException(DensitySweep.Failure(lower)) : null;
        }

        double fall = sweep.Density(lower) / density;
        return fall < GapFall ? true : isFar || (fall > BandStay && fall < 1 / BandStay) ? false : null;
    }
}

/// <summary>Densities of a law along the axis, each solution the guess for the next.</summary>
/// <param name="solver">Solver of the equation.</param>
/// <param name="kind">What is counted.</param>
internal sealed class DensitySweep(DysonSolver solver, SpectrumKind kind)
{
    // Residual of a density; near an edge its error is about a thousand times larger.
    internal const double SweepTolerance = 1e-10;

    private readonly double factor = (kind == SpectrumKind.SingularValues ? 2 : 1) / Math.PI;

    /// <summary>The equation.</summary>
    public DysonEquation Equation => solver.Equation;

    /// <summary>The solution above a point.</summary>
    /// <exception cref="DysonException">The equation was not solved there.</exception>
    public DysonSolution At(double x, double height, PlanarVector? guess, double tolerance = SweepTolerance) => Solved(Attempt(x, height, guess, tolerance));

    /// <summary>The solution above a point, if there is one.</summary>
    public DysonSolution Attempt(double x, double height, PlanarVector? guess, double tolerance = SweepTolerance)
    {
        var z = new Complex(x, height);
        return guess is null ? solver.Solve(z) : solver.Solve(z, guess, tolerance);
    }

    /// <summary>Density of a solution.</summary>
    public double Density(DysonSolution solution) => Math.Max(0, -factor * solution.Trace.Imaginary);

    /// <summary>A solution that converged.</summary>
    /// <exception cref="DysonException">It did not.</exception>
    public static DysonSolution Solved(DysonSolution solution) => solution.Converged
        ? solution
        : throw new DysonException(Failure(solution));

    /// <summary>Why there is no solution.</summary>
    public static string Failure(DysonSolution solution) => $"Dyson equation at z = {solution.Z:G6}: {Outcomes.Clause(solution.Outcome)}, residual {solution.Residual:G3}.";
}
