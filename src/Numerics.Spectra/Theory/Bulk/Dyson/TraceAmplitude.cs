namespace Numerics.Spectra.Theory.Bulk.Dyson;

/// <summary>The amplitude of an upper edge in the normalised trace, for equations whose trace is not the coordinate of the branch.</summary>
/// <remarks>
/// <code>
/// x = E + x''(c - c_E)^2/2,  trace = t(x, G(c)):   density (a/pi) sqrt(E - x) with a = |dt/dc| sqrt(2/|x''|),  since dx/dc = 0 at the edge
/// </code>
/// <para>Where trace and coordinate agree this is the amplitude of <see cref="SpectralEdge"/>.</para>
/// </remarks>
public static class TraceAmplitude
{
    // Central difference: the trace is analytic in c, so the error is 1e-8 of the scale of c.
    private const double Step = 1e-4;

    /// <summary>a of the edge at the end of <paramref name="branch"/>.</summary>
    public static double Of(RealBranch branch, DysonEquation equation)
    {
        ArgumentNullException.ThrowIfNull(branch);
        ArgumentNullException.ThrowIfNull(equation);
        BranchPoint edge = branch.Points[^1];
        double h = Step * Math.Max(Math.Abs(edge.Coordinate), double.Epsilon);
        return branch.Edge.Amplitude * Math.Abs(TraceAt(edge, equation, h) - TraceAt(edge, equation, -h)) / (2 * h);
    }

    private static double TraceAt(BranchPoint edge, DysonEquation equation, double step)
    {
        PlanarVector g = edge.G.Clone();
        g.Add(step, edge.Slope);
        return equation.Trace(edge.X, g).Real;
    }
}
