using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Studies.Catalog.SampledSpectrum;

/// <summary>Bins of equal width in which densities and distribution functions of spectra are recorded.</summary>
public sealed class SpectrumGrid
{
    /// <summary>Number of bins: at size 1000 each holds a dozen values.</summary>
    public const int Bins = 80;

    private readonly double lower;
    private readonly double width;

    /// <summary>Bins from <paramref name="lower"/> to <paramref name="upper"/>.</summary>
    public SpectrumGrid(double lower, double upper)
    {
        this.lower = lower;
        width = (upper - lower) / Bins;
    }

    /// <summary>Middles of the bins, where densities are given.</summary>
    public IReadOnlyList<double> Middles() => [.. Enumerable.Range(0, Bins).Select(k => lower + ((k + 0.5) * width))];

    /// <summary>Upper ends of the bins, where distribution functions are given.</summary>
    public IReadOnlyList<double> Ends() => [.. Enumerable.Range(1, Bins).Select(k => lower + (k * width))];

    /// <summary>Fraction of <paramref name="total"/> values in each bin over its width; values left out count as exact zeros outside every bin.</summary>
    public double[] Histogram(IReadOnlyList<double> values, long total)
    {
        ArgumentNullException.ThrowIfNull(values);
        var density = new double[Bins];
        foreach (double value in values)
        {
            int bin = (int)Math.Floor((value - lower) / width);
            if (bin is >= 0 and < Bins)
            {
                density[bin] += 1 / (total * width);
            }
        }

        return density;
    }

    /// <summary>Fraction of <paramref name="total"/> values up to the end of each bin; those not listed are exact zeros.</summary>
    public double[] Cumulative(IReadOnlyList<double> values, long total)
    {
        ArgumentNullException.ThrowIfNull(values);
        long zeros = total - values.Count;
        return [.. Ends().Select(end => (values.Count(value => value <= end) + (end >= 0 ? zeros : 0)) / (double)total)];
    }

    /// <summary>Mean density of a law over each bin, without its atom.</summary>
    public double[] Histogram(ISpectralLaw law)
    {
        ArgumentNullException.ThrowIfNull(law);
        double[] below = [Continuous(law, lower), .. Ends().Select(end => Continuous(law, end))];
        return [.. Enumerable.Range(0, Bins).Select(k => (below[k + 1] - below[k]) / width)];
    }

    /// <summary>Distribution function of a law at the ends, the atom included.</summary>
    public double[] Cumulative(ISpectralLaw law)
    {
        ArgumentNullException.ThrowIfNull(law);
        return [.. Ends().Select(law.CumulativeDistribution)];
    }

    private static double Continuous(ISpectralLaw law, double x) => law.CumulativeDistribution(x) - (x >= 0 ? law.AtomAtZero : 0);
}
