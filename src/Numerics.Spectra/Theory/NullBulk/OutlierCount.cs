using Numerics.Spectra.Theory.Edges;

namespace Numerics.Spectra.Theory.NullBulk;

/// <summary>
/// Singular values outside the bulk of independent entries, above and below, counted one after the other at a family level, and the variance of the entries without them.
/// </summary>
/// <remarks>
/// <code>
/// x_j = 1 + c + sqrt(c)(u_j + 1/u_j),  |u_j| >= 1 (u &lt; 0 below the bulk):   sigma^2 = sum over the kept of s^2/m / ( n - k(1 + c) - sqrt(c) sum_j 1/u_j ),   six times from the one before
/// remove the next largest or the next smallest, whichever lies further out in Tracy-Widom units at sizes n - k, m - k, while its p &lt;= alpha/2, at most n/4
/// </code>
/// <para>Where the lower edge says nothing the whole alpha is the upper edge's. Beyond 104 Tracy-Widom units p is below the least double: of two such values the upper one is removed.
/// A value that was removed and comes to lie inside the bulk of a later variance acts with u = (x - 1 - c)/(2 sqrt c), which continues u below 1.</para>
/// <para>A spike shifts the values that stay by a known amount, so that the variance is unbiased by those removed.</para>
/// <para>Source: the law of the spiked bulk, F. Benaych-Georges and R. R. Nadakuditi, J. Multivar. Anal. 111 (2012) 120; sequential counting as in
/// S. Kritchman and B. Nadler, IEEE Trans. Signal Process. 57 (2009) 3930; docs/trained-weights.md.</para>
/// <para>n &lt;= m: sides, c = n/m, x = s^2/(m sigma^2).</para>
/// Equation: outlier-count
/// <para>Deterministic. A count that reaches n/4 says that the picture of a few outliers does not hold.</para>
/// </remarks>
public sealed class OutlierCount
{
    private const int Iterations = 6;

    /// <summary>exp(-2/3 s^(3/2)) is 1e-307 here.</summary>
    private const double MostScore = 104;

    /// <summary>Keeps the denominator positive: at most n/4 values with 1 + c + sqrt(c)/u &lt;= 3.4.</summary>
    private const double LeastInside = 0.7;

    private OutlierCount(int above, int below, bool reachedLimit, double variance, IReadOnlyList<double> positions)
    {
        Above = above;
        Below = below;
        ReachedLimit = reachedLimit;
        BulkVariance = variance;
        Positions = positions;
    }

    /// <summary>Outliers above the bulk.</summary>
    public int Above { get; }

    /// <summary>Outliers below the bulk; always 0 where the lower edge is hard.</summary>
    public int Below { get; }

    /// <summary>Both together.</summary>
    public int Total => Above + Below;

    /// <summary>Whether n/4 values were removed and the next would be, too.</summary>
    public bool ReachedLimit { get; }

    /// <summary>sigma^2 of the entries of the bulk.</summary>
    public double BulkVariance { get; }

    /// <summary>u_j of the outliers, those above (descending) first, then those below (smallest value first).</summary>
    public IReadOnlyList<double> Positions { get; }

    /// <summary>Counts.</summary>
    /// <param name="descending">All n singular values, descending, not all zero.</param>
    /// <param name="longer">m, the longer side.</param>
    /// <param name="falseAlarmRate">alpha of the matrix, shared by both edges; 0.01 in the rates of the documentation.</param>
    /// <exception cref="ArgumentException">No value is positive.</exception>
    public static OutlierCount Of(ReadOnlySpan<double> descending, long longer, double falseAlarmRate = 0.01)
    {
        int n = descending.Length;
        if (n == 0 || !(descending[0] > 0) || !double.IsFinite(descending[0]))
        {
            throw new ArgumentException("No singular value is positive and finite, so that nothing can be counted; give a matrix that is not zero.", nameof(descending));
        }

        int limit = n / 4;
        bool soft = ExtremeValueScore.HasSoftLowerEdge(n, longer);
        double critical = TracyWidomLaw.ForBeta(1).Quantile(1 - Math.Max(1e-12, soft ? falseAlarmRate / 2 : falseAlarmRate));
        int above = 0;
        int below = 0;
        double variance = Kept(descending, longer, 0, 0) / n;
        while (true)
        {
            int k = above + below;
            var score = new ExtremeValueScore(n - k, longer - k);
            double up = score.Upper(descending[above] * descending[above] / variance);
            double smallest = descending[n - 1 - below];
            double low = soft ? score.Lower(smallest * smallest / variance) : double.NegativeInfinity;
            if (Math.Max(up, low) < critical || k == limit)
            {
                return new OutlierCount(above, below, Math.Max(up, low) >= critical, variance, AllPositions(descending, longer, above, below, variance));
            }

            (above, below) = Math.Min(up, MostScore) >= Math.Min(low, MostScore) ? (above + 1, below) : (above, below + 1);
            variance = Variance(descending, longer, above, below, variance);
        }
    }

    /// <summary>sigma^2 with given numbers of values taken out at both ends.</summary>
    internal static double Variance(ReadOnlySpan<double> descending, long longer, int above, int below, double start)
    {
        int n = descending.Length;
        int k = above + below;
        double c = n / (double)longer;
        double root = Math.Sqrt(c);
        double kept = Kept(descending, longer, above, below);
        double variance = start;
        for (int i = 0; i < Iterations; i++)
        {
            double inverse = 0;
            for (int j = 0; j < k; j++)
            {
                inverse += 1 / Position(descending, longer, j, above, variance, LeastInside);
            }

            variance = kept / (n - (k * (1 + c)) - (root * inverse));
        }

        return variance;
    }

    /// <summary>Sum of the kept values; never zero, so that positions stay finite.</summary>
    private static double Kept(ReadOnlySpan<double> descending, long longer, int above, int below)
    {
        double sum = 0;
        foreach (double s in descending[above..^below])
        {
            sum += s * s / longer;
        }

        return Math.Max(sum, double.Epsilon * 1e20);
    }

    /// <summary>u_j; continued to <paramref name="least"/> where the value lies within the bulk of this variance.</summary>
    private static double Position(ReadOnlySpan<double> descending, long longer, int j, int above, double variance, double least)
    {
        double c = descending.Length / (double)longer;
        double s = j < above ? descending[j] : descending[^(j - above + 1)];
        double half = ((s * s / (longer * variance)) - 1 - c) / (2 * Math.Sqrt(c));
        double beyond = Math.Max(least, j < above ? half : -half);
        double u = beyond + Math.Sqrt(Math.Max(0, (beyond * beyond) - 1));
        return j < above ? u : -u;
    }

    private static double[] AllPositions(ReadOnlySpan<double> descending, long longer, int above, int below, double variance)
    {
        var positions = new double[above + below];
        for (int j = 0; j < positions.Length; j++)
        {
            positions[j] = Position(descending, longer, j, above, variance, 1);
        }

        return positions;
    }
}
