namespace Numerics.Spectra.Theory.NullBulk;

/// <summary>All that the singular values of one matrix say about the bulk of independent entries.</summary>
/// <remarks>Source: derived here from the files that it calls.</remarks>
/// <param name="Longer">m, the longer side.</param>
/// <param name="EntryVariance">Mean square of the entries.</param>
/// <param name="Kurtosis">Excess kurtosis of the entries.</param>
/// <param name="Outliers">Outliers above and below, and the variance of the bulk.</param>
/// <param name="Bulk">Whether the rest is the null bulk.</param>
/// <param name="Distance">Distance from the nearest null law.</param>
public sealed record BulkAnalysis(
    long Longer, double EntryVariance, double Kurtosis, OutlierCount Outliers, ChebyshevBulkTest Bulk, LeastDistance Distance)
{
    /// <summary>sigma (sqrt m + sqrt n).</summary>
    public double UpperEdge => Math.Sqrt(Outliers.BulkVariance) * (Math.Sqrt(Longer) + Math.Sqrt(Distance.Size));

    /// <summary>sigma (sqrt m - sqrt n).</summary>
    public double LowerEdge => Math.Sqrt(Outliers.BulkVariance) * (Math.Sqrt(Longer) - Math.Sqrt(Distance.Size));

    /// <summary>Analyses.</summary>
    /// <param name="descending">All n singular values, descending, not all zero.</param>
    /// <param name="longer">m >= n.</param>
    /// <param name="kurtosis">Excess kurtosis of the entries.</param>
    /// <param name="falseAlarmRate">alpha of the count.</param>
    /// <param name="normalization">Scaling of the entries before.</param>
    public static BulkAnalysis Of(
        ReadOnlySpan<double> descending, long longer, double kurtosis, double falseAlarmRate = 0.01, EntryNormalization normalization = EntryNormalization.None)
    {
        double squares = 0;
        foreach (double s in descending)
        {
            squares += s * s;
        }

        OutlierCount outliers = OutlierCount.Of(descending, longer, falseAlarmRate);
        return new BulkAnalysis(
            longer,
            squares / longer / descending.Length,
            kurtosis,
            outliers,
            ChebyshevBulkTest.Of(descending, longer, outliers, kurtosis, normalization),
            LeastDistance.Of(descending, longer));
    }
}
