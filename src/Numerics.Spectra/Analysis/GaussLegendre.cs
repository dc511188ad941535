namespace Numerics.Spectra.Analysis;

/// <summary>Nodes and weights of Gauss-Legendre quadrature to rounding (the library's rule is good to 1e-10 only).</summary>
/// <remarks>
/// Newton's method on the Legendre polynomial from the asymptotic zeros; weights 2/((1 - t^2) P_n'(t)^2).
/// <para>Source: P. J. Davis and P. Rabinowitz, Methods of Numerical Integration (1984), section 2.7.</para>
/// </remarks>
internal sealed class GaussLegendre
{
    private readonly double[] nodes;
    private readonly double[] weights;

    /// <summary>The rule of <paramref name="count"/> points on (lower, upper).</summary>
    public GaussLegendre(double lower, double upper, int count)
    {
        nodes = new double[count];
        weights = new double[count];
        double half = 0.5 * (upper - lower);
        double middle = 0.5 * (upper + lower);
        for (int i = 0; i < count; i++)
        {
            double t = Math.Cos(Math.PI * (i + 0.75) / (count + 0.5));
            double slope = 0;
            for (int step = 0; step < 8; step++)
            {
                (double value, slope) = Legendre(count, t);
                t -= value / slope;
            }

            slope = Legendre(count, t).Slope;
            nodes[i] = middle + (half * t);
            weights[i] = 2 * half / ((1 - (t * t)) * slope * slope);
        }
    }

    public ReadOnlySpan<double> Nodes => nodes;

    public ReadOnlySpan<double> Weights => weights;

    private static (double Value, double Slope) Legendre(int n, double t)
    {
        double last = 1;
        double value = t;
        for (int k = 2; k <= n; k++)
        {
            (last, value) = (value, ((((2 * k) - 1) * t * value) - ((k - 1) * last)) / k);
        }

        return (value, n * ((t * value) - last) / ((t * t) - 1));
    }
}
