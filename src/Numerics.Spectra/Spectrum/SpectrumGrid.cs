using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Spectrum;

/// <summary>Bins of equal width in which a measured spectrum and its law become comparable: mean densities and distribution functions.</summary>
/// <remarks>
/// <code>
/// bin k: [l + k h, l + (k + 1) h),   h = (u - l)/bins;   density of a sample: #{x_i in bin}/(n h),   of a law: (F(l + (k + 1) h) - F(l + k h))/h without its atom
/// distribution function at the upper ends l + (k + 1) h, exact zeros included
/// </code>
/// <para>Linear statistics: their means over samples are those of one large sample. Deterministic.</para>
/// </remarks>
public sealed class SpectrumGrid
{
    /// <summary>Number of bins unless told otherwise: at size 1000 each holds a dozen values.</summary>
    public const int DefaultBins = 80;

    private readonly double lower;
    private readonly double[] ends;

    /// <summary>Bins from <paramref name="lower"/> to <paramref name="upper"/>, the larger of the two.</summary>
    public SpectrumGrid(double lower, double upper, int bins = DefaultBins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (!(upper > lower && double.IsFinite(upper - lower)))
        {
            throw new ArgumentException($"Bins from {lower} to {upper} have no width; give finite lower < upper.", nameof(upper));
        }

        this.lower = lower;
        Width = (upper - lower) / bins;
        ends = [.. Enumerable.Range(1, bins).Select(k => lower + (k * Width))];
        Middles = [.. Enumerable.Range(0, bins).Select(k => lower + ((k + 0.5) * Width))];
    }

    /// <summary>h.</summary>
    public double Width { get; }

    /// <summary>Middles of the bins, ascending, where densities are given.</summary>
    public IReadOnlyList<double> Middles { get; }

    /// <summary>Upper ends of the bins, ascending, where distribution functions are given.</summary>
    public IReadOnlyList<double> Ends => ends;

    /// <summary>The bin that holds a value; null outside all of them.</summary>
    public int? IndexOf(double value)
    {
        double bin = Math.Floor((value - lower) / Width);
        return bin >= 0 && bin < ends.Length ? (int)bin : null;
    }

    /// <summary>A range that holds given values with a fifth of their spread on either side, in two digits; from 0 on if they cannot be negative.</summary>
    public static SupportInterval Covering(IReadOnlyList<double> values, bool isNonnegative)
    {
        ArgumentNullException.ThrowIfNull(values);
        double margin = 0.2 * Math.Max(values.Max() - values.Min(), values.Any(value => value != 0) ? 1e-6 * values.Max(Math.Abs) : 1e-6);
        double top = values.Max() + margin;
        double bottom = isNonnegative ? 0 : values.Min() - margin;
        return InTwoDigits(bottom, top);
    }

    /// <summary>The least range around another one whose ends are written with two digits of its length.</summary>
    public static SupportInterval InTwoDigits(double bottom, double top)
    {
        double digit = Math.Pow(10, Math.Floor(Math.Log10(top - bottom)) - 1);
        return new SupportInterval(Math.Floor(bottom / digit) * digit, Math.Ceiling(top / digit) * digit);
    }

    /// <summary>Fraction of <paramref name="total"/> values in each bin over its width; values left out count as exact zeros outside every bin.</summary>
    public double[] Histogram(IReadOnlyList<double> values, long total)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(total, values.Count);
        var density = new double[ends.Length];
        foreach (double value in values)
        {
            if (IndexOf(value) is { } bin)
            {
                density[bin] += 1 / (total * Width);
            }
        }

        return density;
    }

    /// <summary>Fraction of <paramref name="total"/> values up to the end of each bin; those not listed are exact zeros.</summary>
    public double[] Cumulative(IReadOnlyList<double> values, long total)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(total, values.Count);
        long zeros = total - values.Count;
        return [.. ends.Select(end => (values.Count(value => value <= end) + (end >= 0 ? zeros : 0)) / (double)total)];
    }

    /// <summary>Mean density of a law over each bin, without its atom.</summary>
    public double[] Histogram(ISpectralLaw law)
    {
        ArgumentNullException.ThrowIfNull(law);
        return Histogram(x => law.CumulativeDistribution(x) - (x >= 0 ? law.AtomAtZero : 0));
    }

    /// <summary>Mean density over each bin of a distribution function without atoms.</summary>
    public double[] Histogram(Func<double, double> distribution)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        double[] below = [distribution(lower), .. ends.Select(distribution)];
        return [.. Enumerable.Range(0, ends.Length).Select(k => (below[k + 1] - below[k]) / Width)];
    }

    /// <summary>Distribution function of a law at the ends, the atom included.</summary>
    public double[] Cumulative(ISpectralLaw law)
    {
        ArgumentNullException.ThrowIfNull(law);
        return [.. ends.Select(law.CumulativeDistribution)];
    }
}
