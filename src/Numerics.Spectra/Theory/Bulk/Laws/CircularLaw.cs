namespace Numerics.Spectra.Theory.Bulk.Laws;

/// <summary>
/// Eigenvalues of a large square matrix with independent entries fill a disk uniformly; this is the law of their modulus.
/// </summary>
/// <remarks>
/// <code>
/// density in the plane 1/(pi sigma^2) for |lambda| &lt; sigma;   modulus: rho(r) = 2 r/sigma^2, F(r) = r^2/sigma^2
/// product of K independent factors: |lambda| has F(r) = (r/sigma^K)^(2/K)
/// </code>
/// <para>Source: J. Ginibre, J. Math. Phys. 6 (1965) 440; V. L. Girko, Theory Probab. Appl. 29 (1985) 694; for products
/// F. Goetze and A. Tikhomirov, arXiv:1012.2710.</para>
/// <para>sigma^2/n: variance of an entry; K factors, each of scale sigma.</para>
/// Equation: circular-law
/// <para>Valid as n -> infinity at fixed K.</para>
/// </remarks>
public sealed class CircularLaw : ISpectralLaw
{
    private readonly double power;

    /// <summary>The law of <paramref name="factors"/> factors of entry variance sigma^2/n.</summary>
    public CircularLaw(double sigma, int factors = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigma);
        ArgumentOutOfRangeException.ThrowIfLessThan(factors, 1);
        Radius = Math.Pow(sigma, factors);
        power = 2.0 / factors;
        Support = [new SupportInterval(0, Radius)];
    }

    /// <summary>Radius of the disk, sigma^K.</summary>
    public double Radius { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SupportInterval> Support { get; }

    /// <inheritdoc/>
    public double AtomAtZero => 0;

    /// <summary>Density per area at modulus <paramref name="radius"/>.</summary>
    public double PlanarDensity(double radius) =>
        radius <= 0 || radius >= Radius ? 0 : Density(radius) / (2 * Math.PI * radius);

    /// <summary>Density of the modulus; the law jumps to zero at the radius.</summary>
    public double Density(double x) => Support[0].Contains(x) ? power * Math.Pow(x / Radius, power - 1) / Radius : 0;

    /// <inheritdoc/>
    public double CumulativeDistribution(double x) => x <= 0 ? 0 : Math.Min(1, Math.Pow(x / Radius, power));

    /// <summary>Mean of the <paramref name="order"/>-th power of the modulus.</summary>
    public double Moment(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        return Math.Pow(Radius, order) * power / (power + order);
    }
}
