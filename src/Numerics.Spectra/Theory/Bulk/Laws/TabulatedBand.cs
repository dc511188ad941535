namespace Numerics.Spectra.Theory.Bulk.Laws;

/// <summary>A density on one interval, known at the nodes of a <see cref="BandQuadrature"/> and continued between them by its cosine series.</summary>
/// <remarks>Source: derived here, as BandQuadrature.</remarks>
public sealed class TabulatedBand
{
    private readonly double[] coefficients;
    private readonly double[] density;

    /// <summary>The band with values <paramref name="density"/> at the nodes of <paramref name="quadrature"/>.</summary>
    public TabulatedBand(BandQuadrature quadrature, IReadOnlyList<double> density)
    {
        ArgumentNullException.ThrowIfNull(quadrature);
        ArgumentNullException.ThrowIfNull(density);
        if (density.Count != quadrature.Nodes.Count)
        {
            throw new ArgumentException($"{density.Count} values for {quadrature.Nodes.Count} nodes; give one value for each node.", nameof(density));
        }

        Quadrature = quadrature;
        this.density = [.. density];
        coefficients = quadrature.CosineCoefficients(this.density);
    }

    /// <summary>Nodes and weights.</summary>
    public BandQuadrature Quadrature { get; }

    /// <summary>The interval.</summary>
    public SupportInterval Interval => Quadrature.Interval;

    /// <summary>The values at the nodes.</summary>
    internal IReadOnlyList<double> NodeDensity => density;

    /// <summary>Integral of the density.</summary>
    public double Mass => Math.PI * coefficients[0];

    /// <summary>Density at <paramref name="x"/>; zero outside and at the ends.</summary>
    public double Density(double x)
    {
        if (!Interval.Contains(x))
        {
            return 0;
        }

        double theta = Quadrature.Angle(x);
        double sum = 0;
        for (int k = 0; k < coefficients.Length; k++)
        {
            sum += coefficients[k] * Math.Cos(k * theta);
        }

        return Math.Max(0, sum / Quadrature.Slope(theta));
    }

    /// <summary>Integral of the density from the lower edge to <paramref name="x"/>.</summary>
    public double MassBelow(double x)
    {
        double theta = Quadrature.Angle(x);
        double sum = coefficients[0] * theta;
        for (int k = 1; k < coefficients.Length; k++)
        {
            sum += coefficients[k] * Math.Sin(k * theta) / k;
        }

        return Math.Clamp(sum, 0, Mass);
    }

    /// <summary>Integral of x^order times the density.</summary>
    public double Moment(int order)
    {
        double sum = 0;
        for (int j = 0; j < density.Length; j++)
        {
            sum += density[j] * Quadrature.Weight(j) * Math.Pow(Quadrature.Nodes[j], order);
        }

        return sum;
    }
}
