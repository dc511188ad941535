using Numerics.LinearAlgebra.Evidence;
using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Theory.Bulk.Dyson;

/// <summary>
/// The real solution of a Dyson equation outside the support, followed until it turns: there is the edge.
/// </summary>
/// <remarks>
/// <code>
/// c = w . G falls strictly with x outside the support (it is a Stieltjes transform), so x(c) is a function, analytic also at the edge
/// edge: dx/dc = 0,   x(c) = E + (1/2) x''(c_E) (c - c_E)^2,   a = |dt/dc| sqrt(2/|x''|),   density (a/pi) sqrt|x - E|
/// </code>
/// <para>Source: Z. D. Silverstein and S.-I. Choi, J. Multivar. Anal. 54 (1995) 295 (edges as critical points of the inverse);
/// docs/bulk.md, section 4.</para>
/// <para>c is the functional that the equation calls its coordinate, t the trace, c itself for most; G and x solve the bordered Newton system, regular at the fold.</para>
/// Equation: spectral-edge
/// <para>Soft edges, and zero: towards an atom or a hard edge at zero the branch goes to infinity instead of turning. Other singularities are refused.</para>
/// </remarks>
public sealed class RealBranch
{
    // Steps grow by this factor while Newton is content; below the smallest relative step the branch is given up.
    private const double Growth = 1.5;
    private const double SmallestStep = 1e-7;
    private const int MaximalPoints = 400;

    // Wide steps jumped over narrow bands at 0.3; x ~ 1/c allows a growth of 1.4 at 0.05.
    private const double TrapezoidTolerance = 0.05;

    // Distances of this relative size are rounding of Newton's method, not a jump to another branch.
    private const double Rounding = 1e-11;

    // A prediction that falls onto the turning point is overstepped by this part of the last step, so that the slope shows its new sign.
    private const double Overstep = 1e-3;

    // A branch that has come this close to zero, relative to the size of the spectrum, has met no soft edge: an atom or a hard edge sits there.
    private const double NearZero = 1e-7;

    // Relative step for the second derivative of x(c): error ~ step^4, rounding ~ 1e-10/step.
    private const double DifferenceStep = 2e-3;

    private readonly DysonEquation equation;
    private readonly double[] weights;
    private readonly List<BranchPoint> points = [];

    private RealBranch(DysonEquation equation)
    {
        this.equation = equation;
        weights = new double[equation.Dimension];
        equation.WriteCoordinateWeights(weights);
    }

    /// <summary>The points computed, from the start of the branch to its edge, which is the last.</summary>
    public IReadOnlyList<BranchPoint> Points => points;

    /// <summary>The edge; position and amplitude 0 if the branch ran into an atom or a hard edge at zero.</summary>
    public SpectralEdge Edge { get; private set; } = new(0, 0, SupportIsBelow: true);

    /// <summary>The branch from far above the spectrum down to the upper edge.</summary>
    /// <exception cref="DysonException">The branch was lost before it turned.</exception>
    public static RealBranch FromAbove(DysonEquation equation) => FromFar(equation, 1);

    /// <summary>The branch from far below the spectrum up to the lower edge.</summary>
    /// <exception cref="DysonException">The branch was lost before it turned.</exception>
    public static RealBranch FromBelow(DysonEquation equation) => FromFar(equation, -1);

    /// <summary>The branch from a point of a gap to the nearest edge on one side.</summary>
    /// <param name="equation">Equation.</param>
    /// <param name="x">A point outside the support.</param>
    /// <param name="upwards">Whether to look for the edge above.</param>
    /// <exception cref="ArgumentException">x lies inside the support.</exception>
    /// <exception cref="DysonException">The branch was lost before it turned.</exception>
    public static RealBranch FromGap(DysonEquation equation, double x, bool upwards)
    {
        ArgumentNullException.ThrowIfNull(equation);
        DysonSolution start = new DysonSolver(equation).Solve(x);
        return FromPoint(equation, start, upwards);
    }

    /// <summary>The point of the branch with coordinate <paramref name="c"/> between its start and a little beyond its edge.</summary>
    /// <exception cref="DysonException">Newton's method failed there.</exception>
    public BranchPoint At(double c) =>
        Attempt(points.MinBy(point => Math.Abs(point.Coordinate - c))!, c) ?? throw Lost($"no solution at coordinate {c:G6}");

    /// <summary>The point of the branch at spectral parameter <paramref name="x"/>, strictly between start and edge.</summary>
    /// <exception cref="DysonException">Newton's method failed there.</exception>
    internal BranchPoint AtX(double x)
    {
        BranchPoint near = points.MinBy(point => Math.Abs(point.X - x))!;
        for (int step = 0; step < 60 && Math.Abs(near.X - x) > 1e-13 * Math.Max(1, Math.Abs(x)); step++)
        {
            // x(c) is monotone and curved one way; the secant from the near side never leaves the branch.
            near = At(near.Coordinate + ((x - near.X) / near.XSlope));
        }

        return near;
    }

    private static RealBranch FromFar(DysonEquation equation, int sign)
    {
        ArgumentNullException.ThrowIfNull(equation);
        var solver = new DysonSolver(equation);
        DysonSolution start = solver.Start(sign * equation.StartHeight);
        for (int raised = 1; raised <= 4 && !start.Converged; raised++)
        {
            start = solver.Start(sign * equation.StartHeight * Math.Pow(10, raised));
        }

        return FromPoint(equation, start, upwards: sign < 0);
    }

    private static RealBranch FromPoint(DysonEquation equation, DysonSolution start, bool upwards)
    {
        var branch = new RealBranch(equation);
        if (!start.Converged)
        {
            throw branch.Lost($"no solution at the starting point {start.Z.Real:G6} (residual {start.Residual:G3})");
        }

        branch.Follow(branch.WithTangent(start.Z.Real, start.G) ?? throw branch.Lost("no tangent at the starting point"), upwards);
        return branch;
    }

    private void Follow(BranchPoint start, bool upwards)
    {
        points.Add(start);
        BranchPoint current = start;
        BranchPoint? previous = null;
        // The first step moves x by about a fiftieth of its size, or c by a twentieth just beside an edge; c rises as x falls.
        double direction = upwards ? -1 : 1;
        double step = Math.Min(0.02 * Math.Abs(start.X) / Math.Abs(start.XSlope), 0.05 * Math.Abs(start.Coordinate));
        step = step > 0 ? step : 1e-3;
        double smallest = SmallestStep * Math.Max(Math.Abs(start.Coordinate), step);
        while (current.XSlope < 0)
        {
            BranchPoint? next = Attempt(current, current.Coordinate + (direction * step), guarded: true);
            if (next is null)
            {
                step *= 0.4;
                if (step < smallest || points.Count > MaximalPoints)
                {
                    throw Lost($"the branch was lost at {current.X:G8} before it turned; a hard edge has no turning point");
                }

                continue;
            }

            points.Add(next);
            (previous, current) = (current, next);
            if (Math.Abs(current.X) < Math.Min(Math.Abs(previous.X), NearZero * Math.Max(Math.Abs(start.X), equation.StartHeight)))
            {
                Edge = new SpectralEdge(0, 0, SupportIsBelow: !upwards);
                return;
            }

            step = NextStep(previous, current, step);
            if (points.Count > MaximalPoints)
            {
                throw Lost($"no edge within {MaximalPoints} points, the last at {current.X:G8}");
            }
        }

        Turn(previous ?? throw Lost("the starting point lies beyond the edge"), current, upwards);
    }

    /// <summary>Growth, but just beyond the zero of the slope that the last two points predict.</summary>
    private static double NextStep(BranchPoint previous, BranchPoint current, double step)
    {
        double change = current.XSlope - previous.XSlope;
        double distance = Math.Abs(current.Coordinate - previous.Coordinate);
        double toZero = change > 0 ? -current.XSlope / change * distance : double.PositiveInfinity;
        return Math.Min(Growth * step, Math.Max(1.05 * toZero, Overstep * distance));
    }

    /// <summary>The zero of dx/dc between two points of opposite sign: false position with halving (Illinois), then the curvature.</summary>
    private void Turn(BranchPoint before, BranchPoint after, bool upwards)
    {
        points.RemoveAt(points.Count - 1);
        (double valueBefore, double valueAfter) = (before.XSlope, after.XSlope);
        BranchPoint best = after;
        double scale = Math.Max(Math.Abs(before.Coordinate), Math.Abs(after.Coordinate));
        for (int step = 0; step < 40; step++)
        {
            double c = before.Coordinate + ((after.Coordinate - before.Coordinate) * valueBefore / (valueBefore - valueAfter));
            BranchPoint nearest = Math.Abs(c - before.Coordinate) < Math.Abs(c - after.Coordinate) ? before : after;
            BranchPoint next = Attempt(nearest, c) ?? throw Lost($"Newton's method failed near the edge at {best.X:G8}");
            double moved = Math.Abs(next.Coordinate - best.Coordinate);
            best = next;
            if (moved < 1e-7 * scale || next.XSlope == 0)
            {
                break;
            }

            if (next.XSlope < 0)
            {
                points.Add(next);
                (before, valueBefore, valueAfter) = (next, next.XSlope, valueAfter * 0.5);
            }
            else
            {
                (after, valueAfter, valueBefore) = (next, next.XSlope, valueBefore * 0.5);
            }
        }

        points.Add(best);
        Edge = new SpectralEdge(best.X, TraceSlope(best) * Math.Sqrt(2 / Math.Abs(Curvature(best, scale))), SupportIsBelow: !upwards);
    }

    /// <summary>|dt/dc| at the edge, where x does not move: the imaginary part of the trace beside the real solution, without cancellation.</summary>
    private double TraceSlope(BranchPoint edge)
    {
        const double Step = 1e-30;
        PlanarVector g = edge.G.As(isReal: false);
        for (int i = 0; i < g.Length; i++)
        {
            g.Imaginary[i] = Step * edge.Slope.Real[i];
        }

        return Math.Abs(equation.Trace(edge.X, g).Imaginary) / Step;
    }

    /// <summary>x''(c) by central differences of the slope of fourth order, with a step that resolves it.</summary>
    private double Curvature(BranchPoint edge, double scale)
    {
        for (double h = DifferenceStep * scale; h > 1e-3 * DifferenceStep * scale; h *= 0.2)
        {
            if (Attempt(edge, edge.Coordinate - h) is not { } left || Attempt(edge, edge.Coordinate + h) is not { } right
                || Attempt(left, edge.Coordinate - (2 * h)) is not { } farLeft || Attempt(right, edge.Coordinate + (2 * h)) is not { } farRight)
            {
                continue;
            }

            double second = (right.XSlope - left.XSlope) / (2 * h);
            double fourth = ((8 * (right.XSlope - left.XSlope)) - (farRight.XSlope - farLeft.XSlope)) / (12 * h);
            if (second > 0 == fourth > 0 && Math.Abs(second - fourth) < 1e-3 * Math.Abs(fourth))
            {
                return fourth;
            }
        }

        throw Lost($"no curvature at the edge {edge.X:G8}");
    }

    /// <summary>The point at coordinate c; null if Newton's method fails or, where <paramref name="guarded"/>, x moved as no smooth curve would.</summary>
    private BranchPoint? Attempt(BranchPoint from, double c, bool guarded = false)
    {
        double step = c - from.Coordinate;
        PlanarVector g = from.G.Clone();
        g.Add(step, from.Slope);
        (Outcome outcome, double x) = DysonNewton.SolveAtCoordinate(equation, c, from.X + (step * from.XSlope), g, weights);
        if (outcome != Outcome.Ok || WithTangent(x, g) is not { } next)
        {
            return null;
        }

        return guarded && !IsSmooth(from, next, step) ? null : next;
    }

    /// <summary>
    /// Whether x and G moved as the trapezoidal rule says, and x forwards before the turn (it falls as c rises); beyond a pole of x(c), across a band
    /// or on another branch they do not.
    /// </summary>
    private static bool IsSmooth(BranchPoint from, BranchPoint next, double step)
    {
        double expected = 0.5 * step * (from.XSlope + next.XSlope);
        double rounding = Rounding * Math.Abs(from.X);
        double allowed = (TrapezoidTolerance * 0.5 * Math.Abs(step) * (Math.Abs(from.XSlope) + Math.Abs(next.XSlope))) + rounding;
        double moved = next.X - from.X;
        if ((next.XSlope < 0 && moved * Math.Sign(step) > rounding) || Math.Abs(moved - expected) > allowed)
        {
            return false;
        }

        PlanarVector defect = next.G.Clone();
        defect.Add(-1, from.G);
        defect.Add(-0.5 * step, from.Slope);
        defect.Add(-0.5 * step, next.Slope);
        return defect.Norm() <= (TrapezoidTolerance * Math.Abs(step) * (from.Slope.Norm() + next.Slope.Norm())) + (Rounding * from.G.Norm());
    }

    private BranchPoint? WithTangent(double x, PlanarVector g) =>
        DysonNewton.Tangent(equation, x, g, weights) is ({ } slope, double xSlope)
            ? new BranchPoint(equation.Coordinate(g).Real, x, g, slope, xSlope)
            : null;

    private DysonException Lost(string what) => new($"Real branch of the Dyson equation ({equation.Dimension} unknowns): {what}.");
}
