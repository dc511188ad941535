using MathNet.Numerics;

namespace Numerics.Spectra.Theory.NullBulk;

/// <summary>Which scale profile was divided out of the entries before their spectrum was taken.</summary>
public enum EntryNormalization
{
    /// <summary>None: entries as they are.</summary>
    None,

    /// <summary>Rows scaled to equal norms.</summary>
    Rows,

    /// <summary>Rows and columns scaled to equal norms.</summary>
    RowsAndColumns,
}

/// <summary>
/// Whether what remains without the outliers is the bulk of independent entries: a calibrated test by linear statistics of Chebyshev polynomials.
/// </summary>
/// <remarks>
/// <code>
/// y = (x - 1 - c)/(2 sqrt c),   z_j = [ sum over the bulk of T_j(y) - n tau_j - mu_j ]/sqrt(j/2),   j = 2 ... J,   J = clip(0.75 n^(1/3), 4, 8)
/// tau_j = -(1 - c)(-sqrt c)^(j - 2)/2,   mu_j = (1 + (-1)^j)/4 + [j = 2] kappa_4/2 - (1/2) sum over outliers of u^(-j)
/// p = P( chi^2 with J - 1 degrees of freedom > sum_j z_j^2 )
/// </code>
/// <para>The z_j are asymptotically independent N(0, 1). kappa_4, the excess kurtosis of the entries, is felt by j = 2 only; after scaling of rows the term kappa_4/2
/// becomes -1, of rows and columns -2 - kappa_4/2.</para>
/// <para>Source: Z. D. Bai and J. W. Silverstein, Ann. Probab. 32 (2004) 553; T. Cabanal-Duvillard, Ann. Inst. H. Poincare 37 (2001) 373 (Chebyshev polynomials);
/// rates in docs/trained-weights.md.</para>
/// Equation: chebyshev-bulk-test
/// <para>Never a test of independent points: eigenvalues repel and their linear statistics have variances of order 1 whatever n.</para>
/// </remarks>
/// <param name="Scores">z_j, j from 2.</param>
/// <param name="PValue">p.</param>
public sealed record ChebyshevBulkTest(IReadOnlyList<double> Scores, double PValue)
{
    /// <summary>Tests.</summary>
    /// <param name="descending">All n singular values, descending.</param>
    /// <param name="longer">m.</param>
    /// <param name="outliers">Those that are not of the bulk, and the variance of the rest.</param>
    /// <param name="kurtosis">kappa_4, excess kurtosis of the entries.</param>
    /// <param name="normalization">Scaling of the entries before.</param>
    public static ChebyshevBulkTest Of(
        ReadOnlySpan<double> descending, long longer, OutlierCount outliers, double kurtosis, EntryNormalization normalization = EntryNormalization.None)
    {
        ArgumentNullException.ThrowIfNull(outliers);
        int n = descending.Length;
        int degree = (int)Math.Clamp(Math.Round(0.75 * Math.Cbrt(n)), 4, 8);
        double c = n / (double)longer;
        double root = Math.Sqrt(c);
        double[] sums = Sums(descending[outliers.Above..^outliers.Below], degree, longer * outliers.BulkVariance, c);
        var scores = new double[degree - 1];
        for (int j = 2; j <= degree; j++)
        {
            double tau = -0.5 * (1 - c) * Math.Pow(-root, j - 2);
            double mu = (j % 2 == 0 ? 0.5 : 0) + (j == 2 ? KurtosisTerm(kurtosis, normalization) : 0) - (0.5 * outliers.Positions.Sum(u => Math.Pow(u, -j)));
            scores[j - 2] = (sums[j] - (n * tau) - mu) / Math.Sqrt(j / 2.0);
        }

        double square = scores.Sum(z => z * z);
        return new ChebyshevBulkTest(scores, square > 1e4 ? 0 : Math.Clamp(SpecialFunctions.GammaUpperRegularized((degree - 1) / 2.0, square / 2), 0, 1));
    }

    private static double KurtosisTerm(double kurtosis, EntryNormalization normalization) => normalization switch
    {
        EntryNormalization.None => kurtosis / 2,
        EntryNormalization.Rows => -1,
        _ => -2 - (kurtosis / 2),
    };

    private static double[] Sums(ReadOnlySpan<double> bulk, int degree, double unit, double c)
    {
        var sums = new double[degree + 1];
        foreach (double s in bulk)
        {
            double y = ((s * s / unit) - 1 - c) / (2 * Math.Sqrt(c));
            double before = 1;
            double now = y;
            for (int j = 1; j <= degree; j++)
            {
                sums[j] += now;
                (before, now) = (now, (2 * y * now) - before);
            }
        }

        return sums;
    }
}
