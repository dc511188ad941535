namespace Numerics.Spectra.Theory.Bulk.Spikes;

/// <summary>
/// Extreme eigenvalue of a sample covariance matrix whose population has one other eigenvalue: the transition of Baik, Ben Arous and Peche, above and below the bulk.
/// </summary>
/// <remarks>
/// <code>
/// Sigma = 1 + (l - 1) v v^T, c = p/n:   lambda = l (1 + c/(l - 1)),   |&lt;v, v_1&gt;|^2 = (1 - c/(l - 1)^2)/(1 + c/(l - 1))     for |l - 1| &gt; sqrt c
/// n Var lambda = 2 l^2 (1 - c/(l - 1)^2)
/// </code>
/// <para>Source: J. Baik, G. Ben Arous and S. Peche, Ann. Probab. 33 (2005) 1643; D. Paul, Stat. Sinica 17 (2007) 1617.</para>
/// <para>p variables, n real Gaussian samples, divided by n; n is the number of samples, also in the variance.</para>
/// Equation: spiked-covariance
/// <para>l > 1 + sqrt c: above the bulk. l &lt; 1 - sqrt c, which needs c &lt; 1: below it. In between the extreme eigenvalue stays at the edge (1 +- sqrt c)^2 and the overlap
/// vanishes.</para>
/// </remarks>
public sealed class SpikedCovariance
{
    /// <summary>The model of ratio c = p/n and population eigenvalue <paramref name="eigenvalue"/> l, positive and not 1.</summary>
    public SpikedCovariance(double ratio, double eigenvalue)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ratio);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(eigenvalue);
        ArgumentOutOfRangeException.ThrowIfEqual(eigenvalue, 1);
        Ratio = ratio;
        Eigenvalue = eigenvalue;
    }

    /// <summary>c.</summary>
    public double Ratio { get; }

    /// <summary>l.</summary>
    public double Eigenvalue { get; }

    /// <summary>The l from which an eigenvalue leaves the bulk on the side of l: 1 + sqrt c, or 1 - sqrt c for l &lt; 1 (not positive for c at least 1: none leaves).</summary>
    public double Threshold => 1 + (Math.Sign(Eigenvalue - 1) * Math.Sqrt(Ratio));

    /// <summary>Whether an eigenvalue leaves the bulk.</summary>
    public bool Escapes => Math.Abs(Eigenvalue - 1) > Math.Sqrt(Ratio);

    /// <summary>Largest eigenvalue of the limit, for l &lt; 1 the smallest that is not an exact zero.</summary>
    public double Outlier => Escapes ? Eigenvalue * (1 + (Ratio / (Eigenvalue - 1))) : Threshold * Threshold;

    /// <summary>Squared overlap of its eigenvector with v.</summary>
    public double Overlap => Escapes ? Loss / (1 + (Ratio / (Eigenvalue - 1))) : 0;

    /// <summary>n times the variance of the outlier; zero below threshold, where the edge has the law of Tracy and Widom.</summary>
    public double ScaledVariance => Escapes ? 2 * Eigenvalue * Eigenvalue * Loss : 0;

    private double Loss => 1 - (Ratio / ((Eigenvalue - 1) * (Eigenvalue - 1)));
}
