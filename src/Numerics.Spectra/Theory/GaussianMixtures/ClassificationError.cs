using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.GaussianMixtures;

/// <summary>Probability that sign(w.x/sqrt(d) + b) is the wrong label of a new sample.</summary>
/// <remarks>
/// <code>
/// sum_k r_k Phi(-y_k (m_k + b)/sqrt(q_k)),   m_k = w.mu_k/d,   q_k = w' Sigma_k w/d
/// </code>
/// <para>Exact for any w at any dimension. A weight of zero leaves the sign of the bias, and a tie counts half.</para>
/// Equation: classification-error
/// <para>Source: B. Loureiro et al., Advances in Neural Information Processing Systems 34 (2021); derived here.</para>
/// </remarks>
public static class ClassificationError
{
    /// <summary>The error of overlaps and bias.</summary>
    /// <param name="mixture">Where samples come from.</param>
    /// <param name="meanOverlaps">m_k.</param>
    /// <param name="selfOverlaps">q_k, not negative.</param>
    /// <param name="bias">b.</param>
    public static double Of(GaussianMixture mixture, ReadOnlySpan<double> meanOverlaps, ReadOnlySpan<double> selfOverlaps, double bias)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        double sum = 0;
        for (int k = 0; k < mixture.Clusters; k++)
        {
            double margin = mixture.Labels[k] * (meanOverlaps[k] + bias);
            double deviation = Math.Sqrt(selfOverlaps[k]);
            sum += mixture.ClusterProbabilities[k] * (deviation > 0 ? NormalLaw.Below(-margin / deviation) : 0.5 * (1 - Math.Sign(margin)));
        }

        return sum;
    }
}
