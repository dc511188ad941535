using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.SpatialNetworks;

/// <summary>What a rate network does.</summary>
public enum ActivityRegime
{
    /// <summary>The state of rest is stable.</summary>
    Asynchronous,

    /// <summary>A uniform state, on or off.</summary>
    Synchronous,

    /// <summary>A uniform oscillation.</summary>
    Oscillation,

    /// <summary>Standing bumps of activity.</summary>
    Bump,

    /// <summary>Travelling waves.</summary>
    Wave,

    /// <summary>Chaotic fluctuations.</summary>
    Chaos,
}

/// <summary>The regime that the spectrum of the connectivity predicts for dx/dt = -x + J phi(x) with slopes phi'(0) = 1.</summary>
/// <remarks>
/// The state of rest is stable iff max(Re lambda*, R) &lt; 1, lambda* the outlier of largest real part, k* its wave number. Beyond, what crosses 1 farthest decides: the bulk makes chaos;
/// an outlier a synchronous state (k* = 0, real), an oscillation (k* = 0, complex), bumps (k* > 0, real) or a wave (k* > 0, complex). A statement about the onset: far beyond it, or where
/// two instabilities compete, the network need not end in the mode that grows fastest.
/// Reference: J. Kadmon, H. Sompolinsky, Phys. Rev. X 5, 041030 (2015); K. Rajan, L. Abbott, Phys. Rev. Lett. 97, 188104 (2006).
/// Equation: linear-onset-regime
/// </remarks>
/// <param name="Regime">What is predicted.</param>
/// <param name="Leading">lambda*; null if no eigenvalue lies outside the disk.</param>
/// <param name="Radius">R.</param>
/// <param name="Competitor">Largest real part that the disk or an outlier of another wave number has.</param>
public sealed record LinearRegime(ActivityRegime Regime, SpatialOutlier? Leading, double Radius, double Competitor)
{
    private const double NearOnset = 0.1;
    private const double Separate = 0.1;
    private const double ClearChaos = 1.5;

    /// <summary>max(Re lambda*, R): the state of rest is stable below 1.</summary>
    public double Growth => Math.Max(Leading?.Value.Real ?? double.NegativeInfinity, Radius);

    /// <summary>
    /// Whether finite networks of a thousand neurons are expected to show it: rest up to 0.9; an outlier from 1.1 on, if it is 0.1 above what else there is, and that grows at most a third as
    /// fast and is below 1.1 (beyond, several attractors compete and the fastest mode need not win); chaos from R = 1.5 on (closer to 1, limit cycles are frequent) with stable outliers.
    /// </summary>
    public bool IsClear => Regime switch
    {
        ActivityRegime.Asynchronous => Growth < 1 - NearOnset,
        ActivityRegime.Chaos => Radius > ClearChaos && (Leading is null || Leading.Value.Real < 1),
        _ => Growth > 1 + NearOnset && Growth - Competitor > Separate && Competitor - 1 < Math.Min((Growth - 1) / 3, NearOnset),
    };

    /// <summary>Of a network.</summary>
    public static LinearRegime Of(SpatialNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Of(SpatialOutliers.Find(network), VarianceProfileBulk.Of(network).Radius);
    }

    /// <summary>Of outliers and a bulk radius.</summary>
    public static LinearRegime Of(IReadOnlyList<SpatialOutlier> outliers, double radius)
    {
        ArgumentNullException.ThrowIfNull(outliers);
        SpatialOutlier? leading = outliers.OrderByDescending(outlier => outlier.Value.Real).FirstOrDefault();
        double real = leading?.Value.Real ?? double.NegativeInfinity;
        ActivityRegime regime = Math.Max(real, radius) < 1 ? ActivityRegime.Asynchronous
            : radius >= real ? ActivityRegime.Chaos
            : (leading!.SquaredWaveNumber == 0, leading.Value.Imaginary == 0) switch
            {
                (true, true) => ActivityRegime.Synchronous,
                (true, false) => ActivityRegime.Oscillation,
                (false, true) => ActivityRegime.Bump,
                (false, false) => ActivityRegime.Wave,
            };
        double competitor = outliers.Where(outlier => leading is not null && outlier.SquaredWaveNumber != leading.SquaredWaveNumber)
            .Select(outlier => outlier.Value.Real).Append(radius).Max();
        return new(regime, leading, radius, competitor);
    }
}
