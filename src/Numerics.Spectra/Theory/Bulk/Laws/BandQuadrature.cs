namespace Numerics.Spectra.Theory.Bulk.Laws;

/// <summary>
/// Nodes and weights for integrals over one interval of a support, exact to rounding for densities with square-root ends.
/// </summary>
/// <remarks>
/// <code>
/// x(theta) = lower + (upper - lower) u^kappa,   u = (1 - cos theta)/2,   theta_j = pi (j + 1/2)/n
/// integral of f rho = (pi/n) sum f(x_j) rho(x_j) x'(theta_j)
/// F(theta) = a_0 theta + sum_k a_k sin(k theta)/k,   rho x' = sum_k a_k cos(k theta)
/// </code>
/// <para>kappa = 1 for two soft ends: rho ~ sqrt(distance) makes rho x' an even smooth function of theta, so the midpoint rule converges geometrically.
/// kappa = 3/(2(1 - p)) for a hard lower end, rho ~ (x - lower)^(-p): rho x' vanishes there as theta^2, and the error falls as n^-6 for the powers of products; p need be known roughly only.</para>
/// <para>Source: derived here; the midpoint rule on periodic functions as in L. N. Trefethen and J. A. C. Weideman, SIAM Rev. 56 (2014) 385.</para>
/// </remarks>
public sealed class BandQuadrature
{
    // Beside a hard end rho x' ~ theta^(2 order - 1): even, so that the midpoint rule sees no end; the next term of products, theta^5, leaves an error of n^-6.
    private const double HardEdgeOrder = 1.5;

    private readonly double[] nodes;
    private readonly double[] slopes;
    private readonly double exponent;

    /// <summary>A rule of <paramref name="count"/> nodes on <paramref name="interval"/>.</summary>
    /// <param name="interval">Interval with lower &lt; upper.</param>
    /// <param name="count">Number of nodes, at least 2.</param>
    /// <param name="hardEdgePower">p of a density ~ (x - lower)^(-p) at a hard lower end, below 1; NaN for a soft end.</param>
    public BandQuadrature(SupportInterval interval, int count, double hardEdgePower = double.NaN)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        if (!(interval.Upper > interval.Lower))
        {
            throw new ArgumentException($"The interval [{interval.Lower}, {interval.Upper}] is empty; give lower < upper.", nameof(interval));
        }

        Interval = interval;
        exponent = double.IsNaN(hardEdgePower) ? 1 : HardEdgeOrder / (1 - hardEdgePower);
        nodes = new double[count];
        slopes = new double[count];
        for (int j = 0; j < count; j++)
        {
            double theta = Math.PI * (j + 0.5) / count;
            nodes[j] = Point(theta);
            slopes[j] = Slope(theta);
        }
    }

    /// <summary>The interval.</summary>
    public SupportInterval Interval { get; }

    /// <summary>x_j, ascending.</summary>
    public IReadOnlyList<double> Nodes => nodes;

    /// <summary>Weight of node <paramref name="index"/> in an integral over x.</summary>
    public double Weight(int index) => Math.PI / nodes.Length * slopes[index];

    /// <summary>Integral of <paramref name="function"/> over the interval.</summary>
    public double Integrate(Func<double, double> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        double sum = 0;
        for (int j = 0; j < nodes.Length; j++)
        {
            sum += function(nodes[j]) * Weight(j);
        }

        return sum;
    }

    /// <summary>x(theta).</summary>
    internal double Point(double theta)
    {
        double sine = Math.Sin(0.5 * theta);
        return Interval.Lower + ((Interval.Upper - Interval.Lower) * Math.Pow(sine * sine, exponent));
    }

    /// <summary>theta(x), from 0 to pi.</summary>
    internal double Angle(double x)
    {
        double u = Math.Pow(Math.Clamp((x - Interval.Lower) / (Interval.Upper - Interval.Lower), 0, 1), 1 / exponent);
        return 2 * Math.Asin(Math.Sqrt(u));
    }

    /// <summary>dx/dtheta.</summary>
    internal double Slope(double theta)
    {
        double sine = Math.Sin(0.5 * theta);
        return (Interval.Upper - Interval.Lower) * exponent * Math.Pow(sine, (2 * exponent) - 1) * Math.Cos(0.5 * theta);
    }

    /// <summary>a_k of the density with values <paramref name="density"/> at the nodes.</summary>
    internal double[] CosineCoefficients(ReadOnlySpan<double> density)
    {
        int n = nodes.Length;
        var coefficients = new double[n];
        for (int k = 0; k < n; k++)
        {
            double sum = 0;
            for (int j = 0; j < n; j++)
            {
                sum += density[j] * slopes[j] * Math.Cos(Math.PI * k * (j + 0.5) / n);
            }

            coefficients[k] = (k == 0 ? 1 : 2) * sum / n;
        }

        return coefficients;
    }
}
