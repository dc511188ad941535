namespace Numerics.Spectra.Theory.Bulk.Laws;

/// <summary>
/// Singular values of a large rectangular matrix with independent entries: the law of Marchenko and Pastur in s rather than s^2.
/// </summary>
/// <remarks>
/// <code>
/// rho(s) = sqrt((s_+^2 - s^2)(s^2 - s_-^2))/(pi sigma^2 s),   s_+- = sigma |1 +- sqrt q|,   plus an atom (1 - q)_+ at s = 0
/// F(s)   = (1 - q)_+ + [ R + (b + a)/2 (asin((2x - a - b)/(b - a)) + pi/2) - sqrt(ab) (asin(((a + b) x - 2ab)/((b - a) x)) + pi/2) ]/(2 pi sigma^2)
///          x = s^2,  a = s_-^2,  b = s_+^2,  R = sqrt((b - x)(x - a))
/// </code>
/// <para>Source: V. A. Marchenko and L. A. Pastur, Math. USSR Sb. 1 (1967) 457.</para>
/// <para>sigma^2/columns: variance of an entry; q = rows/columns. Weights count the columns singular values of A as eigenvalues of A^T A,
/// so that the continuous part has mass min(q, 1) and the total is one.</para>
/// Equation: marchenko-pastur
/// <para>Valid as rows and columns -> infinity at fixed q; at q = 1 it is the quarter circle.</para>
/// </remarks>
public sealed class MarchenkoPasturSingularValueLaw : ISpectralLaw
{
    // The 1/s of the density costs accuracy when the lower edge is close to zero; 2000 nodes hold 1e-12 down to |1 - q| = 1e-4.
    private const int MomentNodes = 2000;

    /// <summary>The law of entry variance sigma^2/columns and q = rows/columns.</summary>
    public MarchenkoPasturSingularValueLaw(double sigma, double aspectRatio)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigma);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(aspectRatio);
        Sigma = sigma;
        AspectRatio = aspectRatio;
        Support = [new SupportInterval(LowerEdge, UpperEdge)];
    }

    /// <summary>sigma, root of columns times the entry variance.</summary>
    public double Sigma { get; }

    /// <summary>q = rows/columns.</summary>
    public double AspectRatio { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SupportInterval> Support { get; }

    /// <summary>s_+ = sigma (1 + sqrt q).</summary>
    public double UpperEdge => Sigma * (1 + Math.Sqrt(AspectRatio));

    /// <summary>s_- = sigma |1 - sqrt q|.</summary>
    public double LowerEdge => Sigma * Math.Abs(1 - Math.Sqrt(AspectRatio));

    /// <summary>Weight (1 - q)_+ of the exact zeros of A^T A.</summary>
    public double AtomAtZero => Math.Max(0, 1 - AspectRatio);

    /// <summary>rho(x), the continuous part; mass min(q, 1).</summary>
    public double Density(double x)
    {
        double b = UpperEdge;
        double a = LowerEdge;
        return x <= a || x >= b || x <= 0
            ? 0
            : Math.Sqrt((b - x) * (b + x) * (x - a) * (x + a)) / (Math.PI * Sigma * Sigma * x);
    }

    /// <summary>F(x), the fraction of the columns singular values up to x, the atom included.</summary>
    public double CumulativeDistribution(double x)
    {
        double a = LowerEdge * LowerEdge;
        double b = UpperEdge * UpperEdge;
        double square = x * x;
        if (x < 0)
        {
            return 0;
        }

        if (square <= a || square == 0)
        {
            return AtomAtZero;
        }

        if (square >= b)
        {
            return 1;
        }

        double r = Math.Sqrt((b - square) * (square - a));
        double first = Math.Asin(Math.Clamp(((2 * square) - a - b) / (b - a), -1, 1)) + (0.5 * Math.PI);
        double second = Math.Asin(Math.Clamp((((a + b) * square) - (2 * a * b)) / ((b - a) * square), -1, 1)) + (0.5 * Math.PI);
        double continuous = (r + (0.5 * (a + b) * first) - (Math.Sqrt(a * b) * second)) / (2 * Math.PI * Sigma * Sigma);
        return AtomAtZero + continuous;
    }

    /// <inheritdoc/>
    public double Moment(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        if (order == 0 || AspectRatio == 1)
        {
            return new QuarterCircleLaw(Sigma).Moment(order);
        }

        var rule = new BandQuadrature(Support[0], MomentNodes + (8 * order));
        return rule.Integrate(s => Density(s) * Math.Pow(s, order));
    }
}
