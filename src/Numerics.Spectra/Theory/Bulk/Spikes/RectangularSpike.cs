using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Theory.Bulk.Spikes;

/// <summary>
/// Largest singular value of a rectangular Gaussian matrix plus one independent rank-one matrix.
/// </summary>
/// <remarks>
/// <code>
/// A + theta u v^T, c = rows/columns:   z = sqrt((1 + theta^2)(c + theta^2))/theta      for theta &gt; c^(1/4)
/// |&lt;u, u_1&gt;|^2 = 1 - c (1 + theta^2)/(theta^2 (theta^2 + c)),   |&lt;v, v_1&gt;|^2 = 1 - (c + theta^2)/(theta^2 (theta^2 + 1))
/// columns Var z = [ 4 theta^2 w + theta^4 ( 2 g_L^2 (h_R - g_R^2) + (2/c) g_R^2 (h_L - g_L^2) ) ]/( theta^2 (g_L g_R)' )^2
///     h = (-g' + g/z)/2 for either side,   w = (-g_L' - g_L/z)/2,   all at the outlier
/// </code>
/// <para>Derivation of the variance: (1 - theta G_uv)^2 = theta^2 G_uu G_vv, linearised in the fluctuations of the three resolvent entries; singular vectors
/// are uniform and independent, so Var G_uu = (2/rows)(h_L - g_L^2), Var G_vv = (2/columns)(h_R - g_R^2), Var G_uv = w/columns, without correlations.</para>
/// <para>Source: F. Benaych-Georges and R. R. Nadakuditi, J. Multivar. Anal. 111 (2012) 120; docs/bulk.md, section 6.</para>
/// <para>Entry variance 1/columns; u, v of unit length. g_L, g_R as in <see cref="BulkResolvent"/>.</para>
/// Equation: rectangular-spike
/// <para>Below threshold the largest singular value stays at the edge 1 + sqrt c and the overlaps vanish.</para>
/// </remarks>
public sealed class RectangularSpike
{
    private readonly BulkResolvent bulk;

    /// <summary>The model of c = rows/columns and spike <paramref name="strength"/> theta, both positive.</summary>
    public RectangularSpike(double aspectRatio, double strength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(aspectRatio);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(strength);
        AspectRatio = aspectRatio;
        Strength = strength;
        bulk = BulkResolvent.ForScale(1, aspectRatio);
    }

    /// <summary>c = rows/columns.</summary>
    public double AspectRatio { get; }

    /// <summary>theta.</summary>
    public double Strength { get; }

    /// <summary>Whether a singular value leaves the bulk, theta &gt; c^(1/4).</summary>
    public bool Escapes => Strength > bulk.ThresholdStrength;

    /// <summary>Largest singular value of the limit.</summary>
    public double Outlier => Escapes ? bulk.SingularValue(Strength * Strength) : bulk.UpperEdge;

    /// <summary>Squared overlap of the top left singular vector with u.</summary>
    public double LeftOverlap => Escapes ? 1 - (AspectRatio * (1 + Square) / (Square * (Square + AspectRatio))) : 0;

    /// <summary>Squared overlap of the top right singular vector with v.</summary>
    public double RightOverlap => Escapes ? 1 - ((AspectRatio + Square) / (Square * (Square + 1))) : 0;

    /// <summary>Number of columns times the variance of the outlier; zero below threshold.</summary>
    public double ScaledVariance
    {
        get
        {
            if (!Escapes)
            {
                return 0;
            }

            double z = Outlier;
            (double gL, double gR) = bulk.AtSquaredStrength(Square);
            (double dL, double dR) = bulk.DerivativesAtSquaredStrength(Square);
            double hL = 0.5 * (-dL + (gL / z));
            double hR = 0.5 * (-dR + (gR / z));
            double w = 0.5 * (-dL - (gL / z));
            double diagonal = (2 * gL * gL * (hR - (gR * gR))) + (2 / AspectRatio * gR * gR * (hL - (gL * gL)));
            double slope = Square * ((dL * gR) + (gL * dR));
            return ((4 * Square * w) + (Square * Square * diagonal)) / (slope * slope);
        }
    }

    private double Square => Strength * Strength;
}
