namespace Numerics.Spectra.Theory.NullBulk;

/// <summary>What the spectrum of a weight matrix looks like.</summary>
public enum SpectrumPicture
{
    /// <summary>Not to be told from independent entries.</summary>
    Untrained,

    /// <summary>The bulk of independent entries and a few outliers.</summary>
    Outliers,

    /// <summary>No matrix of independent entries changed in a few directions.</summary>
    Restructured,

    /// <summary>None of these is established.</summary>
    Undecided,
}

/// <summary>
/// Decides between an untrained matrix, a bulk with a few outliers and a restructured bulk.
/// </summary>
/// <remarks>
/// <code>
/// untrained:     k = 0,  p >= alpha,  D &lt;= q
/// outliers:      1 &lt;= k &lt;= sqrt n,  p >= alpha,  D &lt;= q + k
/// restructured:  (count reached n/4,  or p &lt; alpha and D/n >= 0.02)  and R >= max(few, fewShare n), also with the scales of rows and columns divided out
/// undecided:     the rest
/// </code>
/// <para>k, p, D, R as in <see cref="OutlierCount"/>, <see cref="ChebyshevBulkTest"/> and <see cref="LeastDistance"/>.</para>
/// <para>Source: derived here; docs/trained-weights.md, with measured rates.</para>
/// Equation: spectrum-picture
/// <para>Restructured says that no independent matrix changed in few directions has this spectrum. It does not say why: many outputs, the noise of an optimiser at a large
/// rate, or an initialisation that was not independent.</para>
/// </remarks>
public sealed record PictureRule
{
    private const double LeastShare = 0.02;

    /// <summary>alpha of a matrix.</summary>
    public double FalseAlarmRate { get; init; } = 0.01;

    /// <summary>Share of n that is no longer few; 0: the certified rank is not asked for.</summary>
    public double FewShare { get; init; } = 0.03;

    /// <summary>Number of directions that are never more than few.</summary>
    public int Few { get; init; } = 5;

    /// <summary>Certified rank from which the directions of a change are no longer few; 0 if it is not asked for.</summary>
    /// <param name="size">n.</param>
    public double FewOf(int size) => FewShare > 0 ? Math.Max(Few, FewShare * size) : 0;

    /// <summary>Decides, with one sentence why.</summary>
    /// <param name="spectrum">The matrix.</param>
    /// <param name="scaled">Distance of the same with rows and columns scaled to equal norms; null if that control is not asked.</param>
    public PictureDecision Decide(BulkAnalysis spectrum, LeastDistance? scaled = null)
    {
        ArgumentNullException.ThrowIfNull(spectrum);
        int k = spectrum.Outliers.Total;
        int n = spectrum.Distance.Size;
        bool bulkHolds = spectrum.Bulk.PValue >= FalseAlarmRate;
        LeastDistance distance = spectrum.Distance;
        if (bulkHolds && k <= Math.Sqrt(n) && distance.Counts <= distance.NullQuantile + k)
        {
            return k == 0
                ? new(SpectrumPicture.Untrained, "not to be told from independent entries")
                : new(SpectrumPicture.Outliers, $"{k} outlier{(k == 1 ? "" : "s")} and the bulk of independent entries");
        }

        if (!spectrum.Outliers.ReachedLimit && (bulkHolds || distance.Share < LeastShare))
        {
            return new(SpectrumPicture.Undecided, bulkHolds ? "linear statistics fit, count or distance does not" : $"a significant but small deviation, D/n = {distance.Share:G2}");
        }

        double few = FewOf(n);
        return distance.CertifiedRank < few ? new(SpectrumPicture.Undecided, $"a change of rank {distance.CertifiedRank} could explain it, which is few of {n}")
            : scaled?.CertifiedRank < few ? new(SpectrumPicture.Undecided, "scales of rows and columns explain it")
            : new(SpectrumPicture.Restructured, $"at least {distance.CertifiedRank} of {n} directions have changed");
    }
}

/// <summary>A picture and why.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Reason">A few words without a stop.</param>
public sealed record PictureDecision(SpectrumPicture Picture, string Reason);
