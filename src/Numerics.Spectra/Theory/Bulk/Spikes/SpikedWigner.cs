namespace Numerics.Spectra.Theory.Bulk.Spikes;

/// <summary>
/// Largest eigenvalue of a symmetric Gaussian matrix plus one independent direction (deformed GOE).
/// </summary>
/// <remarks>
/// <code>
/// H + theta v v^T:   lambda = theta + sigma^2/theta,   |&lt;v, v_1&gt;|^2 = 1 - sigma^2/theta^2      for theta &gt; sigma
/// n Var lambda = 2 sigma^2 (1 - sigma^2/theta^2)                                          (v spread over many sites)
/// </code>
/// <para>Source: M. Capitaine, C. Donati-Martin and D. Feral, Ann. Probab. 37 (2009) 1; A. Pizzo, D. Renfrew and A. Soshnikov, Ann. IHP 49 (2013) 64.</para>
/// <para>sigma^2/n: off-diagonal variance, 2 sigma^2/n on the diagonal; v of unit length.</para>
/// Equation: spiked-wigner
/// <para>Below threshold the largest eigenvalue stays at the edge 2 sigma and the overlap vanishes.</para>
/// </remarks>
public sealed class SpikedWigner
{
    /// <summary>The model of scale <paramref name="sigma"/> and spike <paramref name="strength"/> theta, both positive.</summary>
    public SpikedWigner(double sigma, double strength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigma);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(strength);
        Sigma = sigma;
        Strength = strength;
    }

    /// <summary>sigma.</summary>
    public double Sigma { get; }

    /// <summary>theta.</summary>
    public double Strength { get; }

    /// <summary>Whether an eigenvalue leaves the bulk, theta &gt; sigma.</summary>
    public bool Escapes => Strength > Sigma;

    /// <summary>Largest eigenvalue of the limit.</summary>
    public double Outlier => Escapes ? Strength + (Sigma * Sigma / Strength) : 2 * Sigma;

    /// <summary>Squared overlap of the top eigenvector with the spike.</summary>
    public double Overlap => Escapes ? 1 - (Sigma * Sigma / (Strength * Strength)) : 0;

    /// <summary>n times the variance of the outlier; zero below threshold, where the edge has the law of Tracy and Widom.</summary>
    public double ScaledVariance => 2 * Sigma * Sigma * Overlap;
}
