namespace Numerics.Spectra.Theory.Edges;

/// <summary>
/// Mean and spread of the extreme singular values of a Gaussian matrix of finite size, from the fluctuation law of the edge.
/// </summary>
/// <remarks>
/// <code>
/// s_j = (sigma/sqrt n) [ sqrt n' + sqrt p' + (1/2)(1/sqrt n' + 1/sqrt p')^(1/3) TW_j ],   n' = columns - 1/2,  p' = rows - 1/2
/// square: s_j = sigma [ 2 + 2^(-2/3) n^(-2/3) TW_j ] - sigma/(2n) + ...
/// lower edge (rows != columns), j-th smallest: (sigma/sqrt n) [ |sqrt n' - sqrt p'| - (1/2) |1/sqrt n' - 1/sqrt p'|^(1/3) TW_j ]
/// </code>
/// <para>Derivation: s^2 n/sigma^2 is an eigenvalue of a white Wishart matrix, mu + tau TW_j with mu = (sqrt n' + sqrt p')^2 and
/// tau = sqrt(mu) (1/sqrt n' + 1/sqrt p')^(1/3); s = sqrt(mu) + tau TW_j/(2 sqrt mu) to first order.</para>
/// <para>Source: I. M. Johnstone, Ann. Statist. 29 (2001) 295; the shifts by one half: Z. Ma, Bernoulli 18 (2012) 322.</para>
/// <para>sigma^2/columns: variance of an entry. Edge is the limit sigma (1 + sqrt q); Centre and Scale are those of finite size.</para>
/// Equation: edge-statistics
/// <para>The half shifts remove the O(1/n) term of the mean, so the next correction is O(n^(-4/3)). Not for matrices with an outlier near
/// the edge, nor for the smallest singular value of a (nearly) square matrix (hard edge).</para>
/// </remarks>
public sealed class EdgeStatistics
{
    private readonly double unit;
    private readonly double rootRows;
    private readonly double rootColumns;

    /// <summary>Statistics of a matrix of <paramref name="rows"/> x <paramref name="columns"/> with entry variance sigma^2/columns.</summary>
    public EdgeStatistics(long rows, long columns, double sigma)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigma);
        unit = sigma / Math.Sqrt(columns);
        rootRows = Math.Sqrt(rows - 0.5);
        rootColumns = Math.Sqrt(columns - 0.5);
        Edge = sigma * (1 + Math.Sqrt((double)rows / columns));
    }

    /// <summary>The upper edge of the infinite matrix, sigma (1 + sqrt q).</summary>
    public double Edge { get; }

    /// <summary>Where the fluctuation law of the upper edge is centred at this size.</summary>
    public double Centre => unit * (rootColumns + rootRows);

    /// <summary>delta, the length that multiplies TW_j at the upper edge.</summary>
    public double Scale => 0.5 * unit * Math.Cbrt((1 / rootColumns) + (1 / rootRows));

    /// <summary>Where the fluctuation law of the lower edge is centred at this size.</summary>
    public double LowerCentre => unit * Math.Abs(rootColumns - rootRows);

    /// <summary>The length that multiplies -TW_j at the lower edge.</summary>
    public double LowerScale => 0.5 * unit * Math.Cbrt(Math.Abs((1 / rootColumns) - (1 / rootRows)));

    /// <summary>Mean of the j-th largest singular value, j = <paramref name="order"/> from 1.</summary>
    public double Mean(int order) => Centre + (Scale * TracyWidomMoments.Mean(order));

    /// <summary>Standard deviation of the j-th largest singular value, j = <paramref name="order"/> from 1.</summary>
    public double StandardDeviation(int order) => Scale * TracyWidomMoments.StandardDeviation(order);

    /// <summary>Mean of the j-th smallest of the min(rows, columns) singular values, j = <paramref name="order"/> from 1.</summary>
    public double LowerMean(int order) => LowerCentre - (LowerScale * TracyWidomMoments.Mean(order));

    /// <summary>Standard deviation of the j-th smallest singular value, j = <paramref name="order"/> from 1.</summary>
    public double LowerStandardDeviation(int order) => LowerScale * TracyWidomMoments.StandardDeviation(order);
}
