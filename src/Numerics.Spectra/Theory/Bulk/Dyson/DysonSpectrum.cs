using System.Numerics;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Theory.Bulk.Dyson;

/// <summary>
/// Edges, bands, densities, masses and the atom at zero of the law behind a Dyson equation.
/// </summary>
/// <remarks>
/// <code>
/// rho(x) = -Im g(x + i0)/pi  (eigenvalues),   rho(s) = -2 Im g(s + i0)/pi, s > 0  (singular values),   atom at zero = lim y (-Im g(iy))
/// </code>
/// <para>Bands are found by a scan of the density between the outer edges; every gap that a scan point meets is then closed in exactly by its two
/// edges. A gap narrower than the scan is overlooked; the mass of the bands then still is one, but the density vanishes inside a band.</para>
/// <para>Heights above the axis are absolute numbers for spectra of order one; scale variances accordingly.</para>
/// <para>Source: derived here, docs/bulk.md, sections 3 and 4.</para>
/// Equation: dyson-density
/// </remarks>
public sealed class DysonSpectrum
{
    // Heights of densities beside a hard edge, relative to the distance from it.
    private const double RelativeHeight = 1e-9;
    private const double PowerLawDistance = 1e-8;

    // How far the mass of a law may be from one, and how often its nodes are doubled for that.
    internal const double MassTolerance = 1e-8;
    private const int MostRefinements = 3;
    private readonly DysonSolver solver;
    private readonly DensitySweep sweep;
    private readonly Lazy<RealBranch> above;
    private readonly Lazy<ZeroAtom> atom;

    /// <summary>The spectrum behind <paramref name="equation"/>. Nothing is computed until asked for.</summary>
    public DysonSpectrum(DysonEquation equation, SpectrumKind kind)
    {
        ArgumentNullException.ThrowIfNull(equation);
        Equation = equation;
        Kind = kind;
        solver = new DysonSolver(equation);
        sweep = new DensitySweep(solver, kind);
        above = new Lazy<RealBranch>(() => RealBranch.FromAbove(equation));
        atom = new Lazy<ZeroAtom>(() => ZeroAtom.Of(solver));
    }

    /// <summary>The equation.</summary>
    public DysonEquation Equation { get; }

    /// <summary>What is counted.</summary>
    public SpectrumKind Kind { get; }

    /// <summary>Whether eigenvalues cannot be negative: the lowest edge is then looked for from zero on, where an atom or a hard edge may sit.</summary>
    public bool IsNonnegative { get; init; }

    /// <summary>The branch above the spectrum; outliers live on it.</summary>
    /// <exception cref="DysonException">The branch was lost.</exception>
    public RealBranch Above => above.Value;

    /// <summary>The upper edge.</summary>
    /// <exception cref="DysonException">The branch was lost.</exception>
    public SpectralEdge UpperEdge => Above.Edge;

    /// <summary>Weight of exact zeros; below 1e-5 it is zero.</summary>
    /// <exception cref="DysonException">The equation was not solved above zero.</exception>
    public double AtomAtZero => atom.Value.Weight;

    /// <summary>How far <see cref="AtomAtZero"/> may be off; 0 where there is none.</summary>
    public double AtomError => atom.Value.Error;

    /// <summary>The resolvent trace at <paramref name="z"/> in the upper half-plane or real outside the support.</summary>
    /// <exception cref="ArgumentException">z below the axis, or real inside the support.</exception>
    public DysonSolution Resolvent(Complex z) => solver.Solve(z);

    /// <summary>Density at <paramref name="x"/>, at a height of 1e-9 above the axis.</summary>
    /// <exception cref="DysonException">The equation was not solved there.</exception>
    public double Density(double x) => sweep.Density(DensitySweep.Solved(solver.Solve(new Complex(x, DysonSolver.DensityHeight))));

    /// <summary>Fraction of the law above <paramref name="x"/>, to about 1e-6, without knowledge of the bands.</summary>
    /// <param name="x">Level; positive for singular values.</param>
    /// <param name="lowestHeight">Smallest height above the axis; the error is about as large. More than the spacing of quadrature nodes that carry a spectrum.</param>
    /// <exception cref="DysonException">The equation was not solved above x.</exception>
    public double FractionAbove(double x, double lowestHeight = 1e-7)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lowestHeight);
        if (Kind == SpectrumKind.SingularValues)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(x);
        }

        return (Kind == SpectrumKind.SingularValues ? 2 : 1) * SpectralFraction.Above(solver, x, lowestHeight);
    }

    /// <summary>The edges of all bands, ascending; pairs (lower, upper). A hard lower end of singular values is at 0 with amplitude 0.</summary>
    /// <param name="scanPoints">Points at which gaps are looked for.</param>
    /// <exception cref="DysonException">An edge was not found.</exception>
    public IReadOnlyList<(SpectralEdge Lower, SpectralEdge Upper)> Bands(int scanPoints = 64)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scanPoints, 2);
        SpectralEdge? lowest = Kind == SpectrumKind.Eigenvalues && !IsNonnegative ? RealBranch.FromBelow(Equation).Edge : null;
        return new BandScan(sweep, UpperEdge).Bands(lowest is { Amplitude: 0 } ? null : lowest, scanPoints);
    }

    /// <summary>
    /// Real branches that cover everything outside the bands, where outliers live: above; from the middle of every gap to both sides; below the lowest band (for singular
    /// values, the gap above zero).
    /// </summary>
    /// <exception cref="DysonException">An edge was not found.</exception>
    public IReadOnlyList<RealBranch> Branches(int scanPoints = 64)
    {
        IReadOnlyList<(SpectralEdge Lower, SpectralEdge Upper)> bands = Bands(scanPoints);
        List<RealBranch> branches = [Above];
        // The end of the gap below the lowest band: zero, unless the branch from below reaches that band.
        double? below = 0;
        if (Kind == SpectrumKind.Eigenvalues && !IsNonnegative)
        {
            branches.Add(RealBranch.FromBelow(Equation));
            below = branches[^1].Edge.Amplitude > 0 ? null : 0;
        }

        foreach ((SpectralEdge lower, SpectralEdge upper) in bands)
        {
            if (below is { } end && lower.Position > end)
            {
                double middle = 0.5 * (end + lower.Position);
                branches.Add(RealBranch.FromGap(Equation, middle, upwards: true));
                branches.Add(RealBranch.FromGap(Equation, middle, upwards: false));
            }

            below = upper.Position;
        }

        return branches;
    }

    /// <summary>The whole law: bands with densities at nodes, and the atom; nodes are doubled, three times at most, until the mass is one.</summary>
    /// <param name="points">Nodes per band to begin with.</param>
    /// <param name="scanPoints">Points at which gaps are looked for.</param>
    /// <param name="hardEdgePower">p of rho ~ s^(-p) at a hard edge at zero; 0 for a polynomial whose smallest singular values are those of one square factor.</param>
    /// <exception cref="DysonException">An edge or a density was not found.</exception>
    public TabulatedSpectralLaw Law(int points = 200, int scanPoints = 64, double hardEdgePower = 0) =>
        Law(points, scanPoints, hardEdgePower, (AtomAtZero, AtomError), MassTolerance);

    /// <summary>The same with an atom at zero that is known otherwise, and a tolerance of the mass: beside a gap that has just closed the density has a dip that few nodes do not resolve.</summary>
    internal TabulatedSpectralLaw Law(int points, int scanPoints, double hardEdgePower, (double Weight, double Error) atAtom, double tolerance)
    {
        IReadOnlyList<(SpectralEdge Lower, SpectralEdge Upper)> edges = Bands(scanPoints);
        TabulatedSpectralLaw law = At(points);
        for (int refined = 1; refined <= MostRefinements && Math.Abs(law.TotalMass - 1) > Math.Max(tolerance, atAtom.Error); refined++)
        {
            law = At(points << refined);
        }

        return law;

        TabulatedSpectralLaw At(int nodes) => new([.. edges.Select(band => Band(band.Lower, band.Upper, nodes, hardEdgePower))], atAtom.Weight, atAtom.Error);
    }

    /// <summary>Density at <paramref name="points"/> nodes between two edges.</summary>
    /// <exception cref="DysonException">The equation was not solved at a node.</exception>
    public TabulatedBand Band(SpectralEdge lower, SpectralEdge upper, int points, double hardEdgePower = 0)
    {
        ArgumentNullException.ThrowIfNull(lower);
        ArgumentNullException.ThrowIfNull(upper);
        bool hard = lower.Amplitude == 0;
        double power = hard ? Math.Max(hardEdgePower, HardEdgePower(lower.Position, upper.Position)) : double.NaN;
        var rule = new BandQuadrature(new SupportInterval(lower.Position, upper.Position), points, power);
        HardEdgeSeries? series = hard ? HardEdgeSeries.Of(distance => DensityAt(lower.Position, distance), upper.Position - lower.Position, power) : null;
        var density = new double[points];
        PlanarVector? older = null;
        PlanarVector? last = null;
        PlanarVector? guess = null;
        // From the top down: the resolvent varies least there, and a hard edge comes last.
        for (int j = points - 1; j >= 0; j--)
        {
            if (rule.Nodes[j] - lower.Position < series?.Reach)
            {
                density[j] = series.Density(rule.Nodes[j] - lower.Position);
                continue;
            }

            double distance = (rule.Nodes[j] - lower.Position) / (upper.Position - lower.Position);
            if (hard && j < points - 2 && distance < PowerLawDistance && density[j + 1] > 0 && density[j + 2] > 0)
            {
                // So close to zero the equation is ill conditioned, and the density its power to all digits.
                double slope = Math.Log(density[j + 1] / density[j + 2]) / Math.Log(rule.Nodes[j + 1] / rule.Nodes[j + 2]);
                density[j] = density[j + 1] * Math.Pow(rule.Nodes[j] / rule.Nodes[j + 1], slope);
                continue;
            }

            double height = hard ? Math.Min(DysonSolver.DensityHeight, RelativeHeight * (rule.Nodes[j] - lower.Position)) : DysonSolver.DensityHeight;
            // Beside a hard edge the error of a density is its residual over the distance.
            double tolerance = hard ? Math.Max(DysonNewton.Tolerance, DensitySweep.SweepTolerance * distance) : DensitySweep.SweepTolerance;
            DysonSolution solution = sweep.At(rule.Nodes[j], height, guess, tolerance);
            density[j] = sweep.Density(solution);
            guess = Extrapolate(solution.G, last, older);
            (older, last) = (last, solution.G);
        }

        return new TabulatedBand(rule, density);
    }

    /// <summary>p of a density ~ (x - lower)^(-p) beside a hard edge, from two densities there; the rule needs it roughly only.</summary>
    private double HardEdgePower(double lower, double upper)
    {
        const double Near = 1e-6;
        const double Farther = 1e-5;
        (double first, double second) = (DensityAt(lower, Near * (upper - lower)), DensityAt(lower, Farther * (upper - lower)));
        return first > 0 && second > 0 ? Math.Clamp(Math.Log(first / second) / Math.Log(Farther / Near), 0, 0.95) : 0;
    }

    private double DensityAt(double lower, double distance) =>
        sweep.Density(sweep.At(lower + distance, Math.Min(DysonSolver.DensityHeight, RelativeHeight * distance), null));

    /// <summary>The next value of a sequence by a parabola through the last three, or a line through two.</summary>
    private static PlanarVector Extrapolate(PlanarVector current, PlanarVector? last, PlanarVector? older)
    {
        PlanarVector guess = current.Clone();
        if (last is not null)
        {
            guess.Add(older is null ? 1 : 2, current);
            guess.Add(older is null ? -1 : -3, last);
        }

        if (older is not null)
        {
            guess.Add(1, older);
        }

        return guess;
    }
}
