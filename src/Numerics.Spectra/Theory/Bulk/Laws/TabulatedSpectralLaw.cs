namespace Numerics.Spectra.Theory.Bulk.Laws;

/// <summary>A spectral law whose density was computed on each interval of its support.</summary>
/// <remarks>
/// The density is not rescaled: <see cref="TotalMass"/> says how far atom and bands together are from one, which is the numerical error of the table.
/// <para>Source: derived here, as BandQuadrature.</para>
/// </remarks>
public sealed class TabulatedSpectralLaw : ISpectralLaw
{
    /// <summary>The law of <paramref name="bands"/> (ascending, disjoint) and an atom at zero of weight <paramref name="atomAtZero"/>, known to <paramref name="atomError"/>.</summary>
    public TabulatedSpectralLaw(IReadOnlyList<TabulatedBand> bands, double atomAtZero, double atomError = 0)
    {
        ArgumentNullException.ThrowIfNull(bands);
        ArgumentOutOfRangeException.ThrowIfZero(bands.Count);
        for (int i = 1; i < bands.Count; i++)
        {
            if (bands[i].Interval.Lower < bands[i - 1].Interval.Upper)
            {
                throw new ArgumentException($"Band {i} begins at {bands[i].Interval.Lower}, below the end of the one before; give disjoint bands in ascending order.", nameof(bands));
            }
        }

        Bands = bands;
        AtomAtZero = atomAtZero;
        AtomError = atomError;
        Support = [.. bands.Select(band => band.Interval)];
    }

    /// <summary>The bands, ascending.</summary>
    public IReadOnlyList<TabulatedBand> Bands { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SupportInterval> Support { get; }

    /// <inheritdoc/>
    public double AtomAtZero { get; }

    /// <inheritdoc/>
    public double AtomError { get; }

    /// <summary>Lower edge of the lowest band.</summary>
    public double LowerEdge => Support[0].Lower;

    /// <summary>Upper edge of the highest band.</summary>
    public double UpperEdge => Support[^1].Upper;

    /// <summary>Atom and bands together; one up to the error of the table.</summary>
    public double TotalMass => AtomAtZero + Bands.Sum(band => band.Mass);

    /// <inheritdoc/>
    public double Density(double x) => Bands.Sum(band => band.Density(x));

    /// <inheritdoc/>
    public double CumulativeDistribution(double x)
    {
        double sum = x >= 0 ? AtomAtZero : 0;
        foreach (TabulatedBand band in Bands)
        {
            sum += band.MassBelow(x);
        }

        return Math.Clamp(sum, 0, 1);
    }

    /// <inheritdoc/>
    public double Moment(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        return (order == 0 ? AtomAtZero : 0) + Bands.Sum(band => band.Moment(order));
    }
}
