namespace Numerics.Spectra.Theory.Bulk;

/// <summary>
/// Singular values of a large square matrix with independent entries: the quarter circle.
/// </summary>
/// <remarks>
/// <code>
/// rho(s) = sqrt(4 sigma^2 - s^2)/(pi sigma^2),  0 &lt;= s &lt;= 2 sigma
/// F(s)   = [ s sqrt(4 sigma^2 - s^2)/(2 sigma^2) + 2 arcsin(s/(2 sigma)) ]/pi
/// </code>
/// <para>Reference: V. A. Marchenko and L. A. Pastur, Math. USSR Sb. 1 (1967) 457, at aspect ratio one; docs/nonlinear-mup.md, section 3.</para>
/// <para>sigma^2/N: variance of an entry of the N x N matrix. A finite-rank update of fixed rank does not move this law.</para>
/// Equation: quarter-circle
/// <para>Valid as N -> infinity; at finite N the distribution function is off by O(1/N), the edge by O(N^(-2/3)) (see EdgeStatistics).</para>
/// </remarks>
public sealed class QuarterCircleLaw
{
    /// <summary>The law of entry variance sigma^2/N.</summary>
    public QuarterCircleLaw(double sigma)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigma);
        Sigma = sigma;
    }

    /// <summary>sigma, root of N times the entry variance.</summary>
    public double Sigma { get; }

    /// <summary>The largest singular value of the limit, 2 sigma.</summary>
    public double Edge => 2 * Sigma;

    /// <summary>rho(s); zero outside [0, 2 sigma].</summary>
    public double Density(double s) =>
        s < 0 || s >= Edge ? 0 : Math.Sqrt((Edge - s) * (Edge + s)) / (Math.PI * Sigma * Sigma);

    /// <summary>F(s), the fraction of singular values up to s.</summary>
    public double CumulativeDistribution(double s)
    {
        if (s <= 0)
        {
            return 0;
        }

        return s >= Edge
            ? 1
            : ((s * Math.Sqrt((Edge - s) * (Edge + s)) / (2 * Sigma * Sigma)) + (2 * Math.Asin(s / Edge))) / Math.PI;
    }
}
