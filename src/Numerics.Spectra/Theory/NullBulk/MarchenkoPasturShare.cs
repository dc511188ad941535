namespace Numerics.Spectra.Theory.NullBulk;

/// <summary>
/// Share of the eigenvalues of a white Wishart matrix above a point of its support, in closed form by the angle of the point.
/// </summary>
/// <remarks>
/// <code>
/// x = 1 + c + 2 sqrt(c) cos t,   S(t) = [ (1 + c) t - 2 sqrt(c) sin t - 2 (1 - c) arctan( r tan(t/2) ) ]/(2 pi c),   r = (1 - sqrt c)/(1 + sqrt c)
/// </code>
/// <para>Source: V. A. Marchenko and L. A. Pastur, Math. USSR Sb. 1 (1967) 457, integrated.</para>
/// <para>x = s^2/(m sigma^2), s singular values of an n x m matrix with entry variance sigma^2, c = n/m in (0, 1], t in [0, pi].</para>
/// Equation: marchenko-pastur-share
/// <para>S = 0 above the support and 1 below it. The same law as <see cref="Bulk.Laws.MarchenkoPasturLaw"/>, relative to the n eigenvalues that are not zero by rank.</para>
/// </remarks>
public sealed class MarchenkoPasturShare
{
    private const int Halvings = 200;
    private readonly double root;
    private readonly double edgeRatio;

    /// <summary>The law of c = <paramref name="ratio"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">c is not in (0, 1].</exception>
    public MarchenkoPasturShare(double ratio)
    {
        if (!(ratio is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(ratio), $"The ratio {ratio} is outside (0, 1]; it is the smaller over the larger side.");
        }

        Ratio = ratio;
        root = Math.Sqrt(ratio);
        edgeRatio = (1 - root) / (1 + root);
    }

    /// <summary>c.</summary>
    public double Ratio { get; }

    /// <summary>Share of the eigenvalues above x, between 0 and 1.</summary>
    public double Above(double x) => OfAngle(Angle(x));

    /// <summary>The x with a share <paramref name="share"/> above it, to rounding.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The share is not in [0, 1].</exception>
    public double Quantile(double share)
    {
        if (!(share is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), $"The share {share} is outside [0, 1].");
        }

        double low = 0;
        double high = Math.PI;
        for (int i = 0; i < Halvings && low < high; i++)
        {
            double middle = 0.5 * (low + high);
            if (middle <= low || middle >= high)
            {
                break;
            }

            (low, high) = OfAngle(middle) < share ? (middle, high) : (low, middle);
        }

        return 1 + Ratio + (2 * root * Math.Cos(0.5 * (low + high)));
    }

    /// <summary>t of x, 0 above the support and pi below it.</summary>
    private double Angle(double x) => Math.Acos(Math.Clamp((x - 1 - Ratio) / (2 * root), -1, 1));

    private double OfAngle(double t)
    {
        // tan(t/2) is infinite at pi, where the arctangent is pi/2; at c = 1 its factor is zero.
        double arc = t >= Math.PI ? Math.PI / 2 : Math.Atan(edgeRatio * Math.Tan(0.5 * t));
        double share = (((1 + Ratio) * t) - (2 * root * Math.Sin(t)) - (2 * (1 - Ratio) * arc)) / (2 * Math.PI * Ratio);
        return Math.Clamp(share, 0, 1);
    }
}
