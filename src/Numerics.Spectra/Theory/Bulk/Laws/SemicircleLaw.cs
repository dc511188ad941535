namespace Numerics.Spectra.Theory.Bulk.Laws;

/// <summary>
/// Eigenvalues of a large symmetric matrix with independent entries: Wigner's semicircle.
/// </summary>
/// <remarks>
/// <code>
/// rho(x) = sqrt(4 sigma^2 - x^2)/(2 pi sigma^2),  |x| &lt;= 2 sigma
/// F(x)   = 1/2 + [ x sqrt(4 sigma^2 - x^2)/(4 sigma^2) + arcsin(x/(2 sigma)) ]/pi
/// moments of order 2k: sigma^(2k) (2k)!/(k! (k + 1)!),  odd ones vanish
/// </code>
/// <para>Source: E. P. Wigner, Ann. Math. 67 (1958) 325.</para>
/// <para>sigma^2/n: variance of an off-diagonal entry of the n x n matrix.</para>
/// Equation: semicircle
/// <para>Valid as n -> infinity.</para>
/// </remarks>
public sealed class SemicircleLaw : ISpectralLaw
{
    /// <summary>The law of off-diagonal variance sigma^2/n.</summary>
    public SemicircleLaw(double sigma)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigma);
        Sigma = sigma;
        Support = [new SupportInterval(-2 * sigma, 2 * sigma)];
    }

    /// <summary>sigma, root of n times the variance of an off-diagonal entry.</summary>
    public double Sigma { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SupportInterval> Support { get; }

    /// <summary>2 sigma.</summary>
    public double UpperEdge => 2 * Sigma;

    /// <inheritdoc/>
    public double AtomAtZero => 0;

    /// <inheritdoc/>
    public double Density(double x) =>
        Math.Abs(x) >= UpperEdge ? 0 : Math.Sqrt((UpperEdge - x) * (UpperEdge + x)) / (2 * Math.PI * Sigma * Sigma);

    /// <inheritdoc/>
    public double CumulativeDistribution(double x)
    {
        if (Math.Abs(x) >= UpperEdge)
        {
            return x < 0 ? 0 : 1;
        }

        double root = Math.Sqrt((UpperEdge - x) * (UpperEdge + x));
        return 0.5 + (((x * root / (4 * Sigma * Sigma)) + Math.Asin(x / UpperEdge)) / Math.PI);
    }

    /// <inheritdoc/>
    public double Moment(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        double catalan = 1;
        for (int k = 1; k <= order / 2; k++)
        {
            catalan *= 2 * ((2 * k) - 1) / (k + 1.0);
        }

        return order % 2 == 1 ? 0 : catalan * Math.Pow(Sigma, order);
    }
}
