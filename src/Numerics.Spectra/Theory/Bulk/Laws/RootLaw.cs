namespace Numerics.Spectra.Theory.Bulk.Laws;

/// <summary>The law of s = scale sqrt(x) when x follows a law on x >= 0: singular values from eigenvalues of a Gram matrix.</summary>
/// <remarks>
/// <code>
/// F(s) = F_x(s^2/scale^2),   rho(s) = rho_x(s^2/scale^2) 2 s/scale^2
/// an edge E_x of amplitude a becomes scale sqrt(E_x) with amplitude (a/2) (2 E/scale^2)^(3/2) in the convention of singular values, rho = (2 a/pi) sqrt(E - s)
/// </code>
/// <para>Source: derived here: a change of variables.</para>
/// </remarks>
internal sealed class RootLaw : ISpectralLaw
{
    private readonly ISpectralLaw squares;
    private readonly double square;

    /// <summary>The law of scale sqrt(x), x distributed as <paramref name="squares"/>.</summary>
    public RootLaw(ISpectralLaw squares, double scale = 1)
    {
        ArgumentNullException.ThrowIfNull(squares);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        if (squares.Support[0].Lower < 0)
        {
            throw new ArgumentException($"The law begins at {squares.Support[0].Lower}; only values that are not negative have a root.", nameof(squares));
        }

        this.squares = squares;
        square = scale * scale;
        Support = [.. squares.Support.Select(band => new SupportInterval(scale * Math.Sqrt(band.Lower), scale * Math.Sqrt(band.Upper)))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<SupportInterval> Support { get; }

    /// <inheritdoc/>
    public double AtomAtZero => squares.AtomAtZero;

    /// <inheritdoc/>
    public double AtomError => squares.AtomError;

    /// <summary>Amplitude, for singular values, of the image of an edge with amplitude <paramref name="amplitude"/> at position <paramref name="edge"/> of s.</summary>
    public double Amplitude(double edge, double amplitude) => 0.5 * amplitude * Math.Pow(2 * edge / square, 1.5);

    /// <inheritdoc/>
    public double Density(double x) => x <= 0 ? 0 : squares.Density(x * x / square) * 2 * x / square;

    /// <inheritdoc/>
    public double CumulativeDistribution(double x) => x < 0 ? 0 : squares.CumulativeDistribution(x * x / square);

    /// <inheritdoc/>
    public double Moment(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        if (order % 2 == 0)
        {
            return squares.Moment(order / 2) * Math.Pow(square, order / 2);
        }

        // Square-root ends in x are square-root ends in s; a hard end at zero is finite there.
        return Support.Sum(band => new BandQuadrature(band, 2000, band.Lower == 0 ? 0 : double.NaN).Integrate(s => Density(s) * Math.Pow(s, order)));
    }
}
