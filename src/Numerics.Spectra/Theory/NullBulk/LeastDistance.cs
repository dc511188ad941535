namespace Numerics.Spectra.Theory.NullBulk;

/// <summary>
/// Distance of a spectrum from the nearest law of independent entries, and the certified least rank of a change that explains it.
/// </summary>
/// <remarks>
/// <code>
/// D = min over sigma^2 of n sup |F_n - F_MP|,   99 % of independent matrices: D &lt;= q = 0.85 + 0.405 log n
/// a change of rank r moves D by at most r:   R = max(0, ceil(D - q))
/// </code>
/// <para>Source: eigenvalues are rigid, so that n-laws for independent points do not apply: J. Gotze and A. Tikhomirov, Ann. Probab. 39 (2011); interlacing, R. A. Horn and
/// C. R. Johnson, Matrix Analysis, section 7.3; the quantile is measured (docs/trained-weights.md).</para>
/// <para>D in counts of values, 0.5 to n. D/n is the size of the effect.</para>
/// Equation: least-distance
/// <para>R holds whatever the change depends on; n from 32.</para>
/// </remarks>
/// <param name="Counts">D.</param>
/// <param name="Variance">sigma^2 at the least distance.</param>
/// <param name="Size">n.</param>
public readonly record struct LeastDistance(double Counts, double Variance, int Size)
{
    private const int Halvings = 64;

    /// <summary>D/n.</summary>
    public double Share => Counts / Size;

    /// <summary>99 % of matrices with independent entries have a smaller D.</summary>
    public double NullQuantile => NullQuantileOf(Size);

    /// <summary>R.</summary>
    public int CertifiedRank => (int)Math.Max(0, Math.Ceiling(Counts - NullQuantile));

    /// <summary>q of n.</summary>
    public static double NullQuantileOf(int size) => 0.85 + (0.405 * Math.Log(size));

    /// <summary>D of all singular values, outliers included.</summary>
    /// <param name="descending">n singular values, descending, not all zero.</param>
    /// <param name="longer">m.</param>
    public static LeastDistance Of(ReadOnlySpan<double> descending, long longer)
    {
        int n = descending.Length;
        var law = new MarchenkoPasturShare(n / (double)longer);
        // As sigma grows the law moves up: what it has too few of below a point grows, what it has too many of falls. The least maximum is where the two meet.
        double top = descending[0] * descending[0] / longer;
        double low = Math.Log(Math.Max(descending[^1] * descending[^1] / longer, 1e-300) / 4) - 3;
        double high = Math.Log(top) + (2 * Math.Log(1e3));
        low = Math.Min(low, high - 10);
        for (int i = 0; i < Halvings; i++)
        {
            double middle = 0.5 * (low + high);
            (double tooHigh, double tooLow) = Sides(descending, longer, Math.Exp(middle), law);
            (low, high) = tooHigh < tooLow ? (middle, high) : (low, middle);
        }

        double variance = Math.Exp(0.5 * (low + high));
        (double up, double down) = Sides(descending, longer, variance, law);
        return new LeastDistance(Math.Max(up, down), variance, n);
    }

    /// <summary>n sup (F_n - F) and n sup (F - F_n).</summary>
    private static (double TooHigh, double TooLow) Sides(ReadOnlySpan<double> descending, long longer, double variance, MarchenkoPasturShare law)
    {
        int n = descending.Length;
        double tooHigh = 0;
        double tooLow = 0;
        for (int i = 0; i < n; i++)
        {
            double above = n * law.Above(descending[i] * descending[i] / (longer * variance));
            // i values lie strictly above this one, i + 1 at it or above.
            tooHigh = Math.Max(tooHigh, above - i);
            tooLow = Math.Max(tooLow, i + 1 - above);
        }

        return (tooHigh, tooLow);
    }
}
