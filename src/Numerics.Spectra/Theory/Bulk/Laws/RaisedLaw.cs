namespace Numerics.Spectra.Theory.Bulk.Laws;

/// <summary>The law of s^n when s follows a law on s >= 0: singular values of A A' A ... from those of A.</summary>
/// <remarks>
/// <code>
/// F(y) = F_s(y^(1/n)),   rho(y) = rho_s(y^(1/n)) y^(1/n - 1)/n,   E y^k = E s^(n k)
/// </code>
/// <para>Source: derived here, a change of variables.</para>
/// </remarks>
internal sealed class RaisedLaw : ISpectralLaw
{
    private readonly ISpectralLaw law;
    private readonly int power;

    /// <summary>The law of s^<paramref name="power"/>, s distributed as <paramref name="law"/>.</summary>
    /// <param name="law">Law of s.</param>
    /// <param name="power">n, from 1.</param>
    public RaisedLaw(ISpectralLaw law, int power)
    {
        ArgumentNullException.ThrowIfNull(law);
        ArgumentOutOfRangeException.ThrowIfLessThan(power, 1);
        if (law.Support[0].Lower < 0)
        {
            throw new ArgumentException($"The law begins at {law.Support[0].Lower}; only values that are not negative are singular values.", nameof(law));
        }

        this.law = law;
        this.power = power;
        Support = [.. law.Support.Select(band => new SupportInterval(Math.Pow(band.Lower, power), Math.Pow(band.Upper, power)))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<SupportInterval> Support { get; }

    /// <inheritdoc/>
    public double AtomAtZero => law.AtomAtZero;

    /// <inheritdoc/>
    public double AtomError => law.AtomError;

    /// <inheritdoc/>
    public double Density(double x) => x <= 0 ? 0 : law.Density(Root(x)) * Root(x) / (power * x);

    /// <inheritdoc/>
    public double CumulativeDistribution(double x) => x < 0 ? 0 : law.CumulativeDistribution(Root(x));

    /// <inheritdoc/>
    public double Moment(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        return law.Moment(power * order);
    }

    private double Root(double x) => Math.Pow(x, 1.0 / power);
}
