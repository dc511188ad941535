using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Theory.Bulk.Laws;

/// <summary>
/// Squared singular values of a product of independent square Ginibre matrices: the Fuss-Catalan law.
/// </summary>
/// <remarks>
/// <code>
/// x = sin^(K+1)((K+1) phi)/(sin phi sin^K(K phi)),   rho(x) = sin^2(phi) sin^(K-1)(K phi)/(pi sin^K((K+1) phi)),   0 &lt; phi &lt; pi/(K+1)
/// upper edge (K+1)^(K+1)/K^K (phi -> 0),   rho ~ x^(-K/(K+1)) at zero,   moments binom((K+1) k, k)/(K k + 1)
/// </code>
/// <para>Source: K. A. Penson and K. Zyczkowski, Phys. Rev. E 83 (2011) 061118; U. Haagerup and S. Moller, Springer Proc. Math. Stat. 58 (2013) 157.</para>
/// <para>K factors; entries of variance 1/n. K = 1 is Marchenko-Pastur at ratio one.</para>
/// Equation: fuss-catalan
/// <para>Valid as n -> infinity at fixed K.</para>
/// </remarks>
public sealed class FussCatalanLaw : ISpectralLaw
{
    // The integrand of F is analytic on the whole phi interval; 64 nodes reach rounding for every K tested (1 to 6).
    private const int Nodes = 64;
    private readonly int factors;

    /// <summary>The law of <paramref name="factors"/> = K factors, at least 1.</summary>
    public FussCatalanLaw(int factors)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factors, 1);
        this.factors = factors;
        Support = [new SupportInterval(0, Math.Pow(factors + 1, factors + 1) / Math.Pow(factors, factors))];
    }

    /// <summary>K.</summary>
    public int Factors => factors;

    /// <inheritdoc/>
    public IReadOnlyList<SupportInterval> Support { get; }

    /// <inheritdoc/>
    public double AtomAtZero => 0;

    /// <summary>The largest singular value itself, root of the upper edge.</summary>
    public double LargestSingularValue => Math.Sqrt(Support[0].Upper);

    /// <inheritdoc/>
    public double Density(double x)
    {
        if (!Support[0].Contains(x))
        {
            return 0;
        }

        double phi = Angle(x);
        return Math.Pow(Math.Sin(phi), 2) * Math.Pow(Math.Sin(factors * phi), factors - 1) / (Math.PI * Math.Pow(Math.Sin((factors + 1) * phi), factors));
    }

    /// <inheritdoc/>
    public double CumulativeDistribution(double x)
    {
        if (!Support[0].Contains(x))
        {
            return x <= 0 ? 0 : 1;
        }

        // Mass above x: phi from 0 (the upper edge) to phi(x).
        var rule = new GaussLegendre(0, Angle(x), Nodes);
        double above = 0;
        for (int j = 0; j < rule.Nodes.Length; j++)
        {
            above += rule.Weights[j] * MassPerAngle(rule.Nodes[j]);
        }

        return Math.Clamp(1 - above, 0, 1);
    }

    /// <inheritdoc/>
    public double Moment(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        double binomial = 1;
        for (int j = 1; j <= order; j++)
        {
            binomial *= ((factors * (double)order) + j) / j;
        }

        return binomial / ((factors * (double)order) + 1);
    }

    /// <summary>rho |dx/dphi|, with dx/dphi = x d(log x)/dphi.</summary>
    private double MassPerAngle(double phi)
    {
        int k = factors;
        double logarithmic = (Math.Pow(k + 1, 2) / Math.Tan((k + 1) * phi)) - (1 / Math.Tan(phi)) - (k * k / Math.Tan(k * phi));
        // rho x = sin((K+1) phi) sin(phi)/(pi sin(K phi))
        return -logarithmic * Math.Sin((k + 1) * phi) * Math.Sin(phi) / (Math.PI * Math.Sin(k * phi));
    }

    /// <summary>phi(x): x falls monotonically from the upper edge at phi = 0 to 0 at pi/(K+1); bisection to the last bit.</summary>
    private double Angle(double x)
    {
        double target = Math.Log(x);
        double low = 0;
        double high = Math.PI / (factors + 1);
        for (int i = 0; i < 200; i++)
        {
            double middle = 0.5 * (low + high);
            if (middle <= low || middle >= high)
            {
                break;
            }

            double value = ((factors + 1) * Math.Log(Math.Sin((factors + 1) * middle))) - Math.Log(Math.Sin(middle)) - (factors * Math.Log(Math.Sin(factors * middle)));
            (low, high) = value > target ? (middle, high) : (low, middle);
        }

        return 0.5 * (low + high);
    }
}
