namespace Numerics.Spectra.Theory.Bulk.Laws;

/// <summary>
/// Singular values of a large square matrix with independent entries: the quarter circle.
/// </summary>
/// <remarks>
/// <code>
/// rho(s) = sqrt(4 sigma^2 - s^2)/(pi sigma^2),  0 &lt;= s &lt;= 2 sigma
/// F(s)   = [ s sqrt(4 sigma^2 - s^2)/(2 sigma^2) + 2 arcsin(s/(2 sigma)) ]/pi
/// </code>
/// <para>Source: V. A. Marchenko and L. A. Pastur, Math. USSR Sb. 1 (1967) 457, at aspect ratio one; docs/nonlinear-mup.md, section 3.</para>
/// <para>sigma^2/N: variance of an entry of the N x N matrix. A finite-rank update of fixed rank does not move this law.</para>
/// Equation: quarter-circle
/// <para>Valid as N -> infinity; at finite N the distribution function is off by O(1/N), the edge by O(N^(-2/3)) (see EdgeStatistics).</para>
/// </remarks>
public sealed class QuarterCircleLaw : ISpectralLaw
{
    /// <summary>The law of entry variance sigma^2/N.</summary>
    public QuarterCircleLaw(double sigma)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigma);
        Sigma = sigma;
        Support = [new SupportInterval(0, 2 * sigma)];
    }

    /// <summary>sigma, root of N times the entry variance.</summary>
    public double Sigma { get; }

    /// <summary>The largest singular value of the limit, 2 sigma.</summary>
    public double Edge => 2 * Sigma;

    /// <inheritdoc/>
    public IReadOnlyList<SupportInterval> Support { get; }

    /// <inheritdoc/>
    public double AtomAtZero => 0;

    /// <summary>rho(x); zero outside [0, 2 sigma].</summary>
    public double Density(double x) =>
        x < 0 || x >= Edge ? 0 : Math.Sqrt((Edge - x) * (Edge + x)) / (Math.PI * Sigma * Sigma);

    /// <summary>F(x), the fraction of singular values up to x.</summary>
    public double CumulativeDistribution(double x)
    {
        if (x <= 0)
        {
            return 0;
        }

        return x >= Edge
            ? 1
            : ((x * Math.Sqrt((Edge - x) * (Edge + x)) / (2 * Sigma * Sigma)) + (2 * Math.Asin(x / Edge))) / Math.PI;
    }

    /// <summary>Mean of s^k: even ones sigma^(2j) times a Catalan number, all of them (2 sigma)^k Gamma((k + 1)/2)/(sqrt pi Gamma(k/2 + 2)).</summary>
    public double Moment(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        // Recursion in steps of two from the moments of order 0 (one) and 1 (8 sigma/(3 pi)).
        double moment = order % 2 == 0 ? 1 : 8 * Sigma / (3 * Math.PI);
        for (int k = order % 2; k < order; k += 2)
        {
            moment *= Edge * Edge * (k + 1) / (k + 4);
        }

        return moment;
    }
}
