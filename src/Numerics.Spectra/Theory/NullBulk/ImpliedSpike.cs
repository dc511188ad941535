namespace Numerics.Spectra.Theory.NullBulk;

/// <summary>
/// Strength and overlaps that an outlier would have if it came from one direction independent of the bulk.
/// </summary>
/// <remarks>
/// <code>
/// x = 1 + c + sqrt(c)(u + 1/u):   theta^2 = sqrt(c) u   in units m sigma^2,   threshold theta = c^(1/4)
/// short side: 1 - c(1 + theta^2)/(theta^2 (theta^2 + c)),   long side: 1 - (c + theta^2)/(theta^2 (theta^2 + 1))
/// </code>
/// <para>The inverse of <see cref="Bulk.Spikes.RectangularSpike"/>.</para>
/// <para>Source: F. Benaych-Georges and R. R. Nadakuditi, J. Multivar. Anal. 111 (2012) 120.</para>
/// Equation: implied-spike
/// <para>Trained weights depend on the bulk they started from: there these numbers are a description, not an estimate.</para>
/// </remarks>
/// <param name="Strength">theta, at least c^(1/4).</param>
/// <param name="ShortOverlap">Squared overlap with the true direction on the shorter side.</param>
/// <param name="LongOverlap">Squared overlap on the longer side.</param>
public readonly record struct ImpliedSpike(double Strength, double ShortOverlap, double LongOverlap)
{
    /// <summary>Of an outlier above the bulk.</summary>
    /// <param name="ratio">c = n/m.</param>
    /// <param name="position">u, at least 1; <see cref="OutlierCount.Positions"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">u is below 1: an outlier below the bulk comes from no added spike.</exception>
    public static ImpliedSpike At(double ratio, double position)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ratio);
        ArgumentOutOfRangeException.ThrowIfLessThan(position, 1);
        double square = Math.Sqrt(ratio) * position;
        return new ImpliedSpike(
            Math.Sqrt(square),
            Math.Max(0, 1 - (ratio * (1 + square) / (square * (square + ratio)))),
            Math.Max(0, 1 - ((ratio + square) / (square * (square + 1)))));
    }
}
