namespace Numerics.Spectra.Theory.Edges;

/// <summary>
/// Mean and standard deviation of the j-th largest point at a soft edge of a real symmetric ensemble (beta = 1).
/// </summary>
/// <remarks>
/// <code>
/// lambda_j = 2 sqrt(n) + n^(-1/6) TW_j + o(n^(-1/6))      GOE: off-diagonal variance 1, diagonal variance 2, lambda_1 the largest
/// </code>
/// <para>Source: C. A. Tracy and H. Widom, Commun. Math. Phys. 177 (1996) 727; F. Bornemann, Markov Process. Relat. Fields 16 (2010) 803,
/// table of the six largest levels. The six pairs are checked by sampling in the tests.</para>
/// <para>Order j = 1 is the largest. Variances are dimensionless, in units of the edge scale.</para>
/// Equation: tracy-widom-moments
/// <para>Valid at a regular (square-root) edge without outliers close by.</para>
/// </remarks>
public static class TracyWidomMoments
{
    private static readonly double[] Means = [-1.2065335745, -3.2624279028, -4.8216302757, -6.1620399636, -7.3701147042, -8.4862183723];
    private static readonly double[] Variances = [1.6077810345, 1.0354474415, 0.8223901151, 0.7031581054, 0.6242523679, 0.5670071487];

    /// <summary>Number of levels tabulated.</summary>
    public static int Count => Means.Length;

    /// <summary>Mean of TW_j, j = <paramref name="order"/> from 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is not tabulated.</exception>
    public static double Mean(int order) => Means[Index(order)];

    /// <summary>Variance of TW_j, j = <paramref name="order"/> from 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is not tabulated.</exception>
    public static double Variance(int order) => Variances[Index(order)];

    /// <summary>Standard deviation of TW_j, j = <paramref name="order"/> from 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is not tabulated.</exception>
    public static double StandardDeviation(int order) => Math.Sqrt(Variance(order));

    private static int Index(int order)
    {
        if (order < 1 || order > Count)
        {
            throw new ArgumentOutOfRangeException(nameof(order), $"Level {order} is outside 1 to {Count}.");
        }

        return order - 1;
    }
}
