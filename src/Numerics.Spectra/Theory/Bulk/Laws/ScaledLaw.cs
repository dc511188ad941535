namespace Numerics.Spectra.Theory.Bulk.Laws;

/// <summary>The law of c x when x follows a law: a matrix multiplied by c.</summary>
/// <remarks>
/// <code>
/// F(y) = F_x(y/c),   rho(y) = rho_x(y/c)/c,   E y^k = c^k E x^k
/// </code>
/// <para>Source: derived here, a change of variables.</para>
/// </remarks>
internal sealed class ScaledLaw : ISpectralLaw
{
    private readonly ISpectralLaw law;
    private readonly double factor;

    /// <summary>The law of <paramref name="factor"/> x, x distributed as <paramref name="law"/>.</summary>
    /// <param name="law">Law of x.</param>
    /// <param name="factor">c, positive.</param>
    public ScaledLaw(ISpectralLaw law, double factor)
    {
        ArgumentNullException.ThrowIfNull(law);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(factor);
        this.law = law;
        this.factor = factor;
        Support = [.. law.Support.Select(band => new SupportInterval(factor * band.Lower, factor * band.Upper))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<SupportInterval> Support { get; }

    /// <inheritdoc/>
    public double AtomAtZero => law.AtomAtZero;

    /// <inheritdoc/>
    public double AtomError => law.AtomError;

    /// <inheritdoc/>
    public double Density(double x) => law.Density(x / factor) / factor;

    /// <inheritdoc/>
    public double CumulativeDistribution(double x) => law.CumulativeDistribution(x / factor);

    /// <inheritdoc/>
    public double Moment(int order) => law.Moment(order) * Math.Pow(factor, order);
}
