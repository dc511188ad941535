using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.GaussianMixtures;

/// <summary>What the samples say of a weight, as hats of the state evolution: precision, variance of the field, and its part along each mean.</summary>
/// <param name="Precision">Vh_k = -alpha r_k E g'.</param>
/// <param name="Variance">qh_k = alpha r_k E g^2.</param>
/// <param name="Signal">mh_k = alpha r_k y_k E g.</param>
internal sealed record WeightFields(double[] Precision, double[] Variance, double[] Signal)
{
    /// <summary>Fields of zero.</summary>
    public static WeightFields Of(int clusters) => new(new double[clusters], new double[clusters], new double[clusters]);
}

/// <summary>Overlaps of the weights that minimise penalty plus quadratic field, class by class: the second half of the state evolution.</summary>
/// <remarks>
/// <code>
/// field of a weight in class c:  B = sum_k mh_k mu_k + sqrt(sum_l qh_l s_lc) xi,  variance  tau_c^2 = sum_l qh_l s_lc + mh' G^c mh,  precision  Vh_c = sum_k Vh_k s_kc
/// l2:  w = A_c B,  A_c = 1/(lambda + Vh_c);   V_k = sum_c u_c s_kc A_c,   m_k = sum_c u_c A_c (G^c mh)_k,   q_k = sum_c u_c s_kc A_c^2 tau_c^2
/// l1:  w = soft(B, lambda)/Vh_c;  with u = lambda/tau_c and p = 2 Phi(-u):
///      V_k = sum_c u_c s_kc p/Vh_c,   m_k = sum_c u_c p/Vh_c (G^c mh)_k,   q_k = sum_c u_c s_kc tau_c^2 [ (1 + u^2) p - 2 u phi(u) ]/Vh_c^2
/// </code>
/// <para>
/// For l2 only the Gram matrices of the means matter. For l1 the entries of the means are Gaussian within a class (by Stein's lemma E w mu_k = (G mh)_k E w'); means with zeros are a class of
/// their own.
/// </para>
/// <para>Source: Loureiro et al. 2021.</para>
/// Equation: mixture-weights
/// </remarks>
internal sealed class WeightPrior(GeneralizedLinearModel model)
{
    private readonly GaussianMixture mixture = model.Mixture;

    /// <summary>Writes m, q and V.</summary>
    public void Overlaps(WeightFields hats, Span<double> m, Span<double> q, Span<double> v)
    {
        m.Clear();
        q.Clear();
        v.Clear();
        var along = new double[mixture.Clusters];
        for (int c = 0; c < mixture.Classes; c++)
        {
            double precision = 0, variance = 0;
            for (int k = 0; k < mixture.Clusters; k++)
            {
                precision += hats.Precision[k] * mixture.Variances[k][c];
                variance += hats.Variance[k] * mixture.Variances[k][c];
                along[k] = 0;
                for (int l = 0; l < mixture.Clusters; l++)
                {
                    along[k] += mixture.MeanGram[c][k][l] * hats.Signal[l];
                }
            }

            for (int k = 0; k < mixture.Clusters; k++)
            {
                variance += hats.Signal[k] * along[k];
            }

            (double response, double square) = model.IsSparse
                ? Thresholded(precision, Math.Sqrt(Math.Max(0, variance)), model.Regularization)
                : (1 / (model.Regularization + precision), variance / ((model.Regularization + precision) * (model.Regularization + precision)));
            double fraction = mixture.CoordinateFractions[c];
            for (int k = 0; k < mixture.Clusters; k++)
            {
                m[k] += fraction * response * along[k];
                q[k] += fraction * mixture.Variances[k][c] * square;
                v[k] += fraction * mixture.Variances[k][c] * response;
            }
        }
    }

    /// <summary>Mean derivative and mean square of soft(B, lambda)/precision for B ~ N(0, tau^2).</summary>
    private static (double Response, double Square) Thresholded(double precision, double tau, double lambda)
    {
        double u = lambda / tau;
        double share = 2 * NormalLaw.Below(-u);
        double square = tau * tau * (((1 + (u * u)) * share) - (2 * u * NormalLaw.Density(u)));
        return (share / precision, Math.Max(0, square) / (precision * precision));
    }
}
