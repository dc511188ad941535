using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.GaussianMixtures;

/// <summary>Overlaps of the weight vectors of a softmax classifier, class of coordinates by class, in coordinates of <see cref="LabelContrasts"/>: matrices in the place of the numbers of <see cref="WeightPrior"/>.</summary>
/// <remarks>
/// <code>
/// R_c = (lambda + sum_k s_kc Vh_k)^-1;   V_k = sum_c u_c s_kc R_c,   m_k = sum_c u_c R_c sum_l G^c_kl mh_l,
/// q_k = sum_c u_c s_kc R_c [ sum_l s_lc qh_l + sum_ll' G^c_ll' mh_l mh_l'^T ] R_c
/// </code>
/// <para>Source: Loureiro et al. 2021; the l2 penalty of weights on one coordinate, a vector, is solved in closed form.</para>
/// Equation: softmax-weights
/// </remarks>
internal sealed class SoftmaxWeights(GaussianMixture mixture, double lambda, int n)
{
    /// <summary>Overlaps of hats: [cluster] of vectors m and matrices q and V, by rows.</summary>
    /// <param name="precision">Vh_k = -alpha r_k E dg/domega.</param>
    /// <param name="variance">qh_k = alpha r_k E g g^T.</param>
    /// <param name="signal">mh_k = alpha r_k E g.</param>
    public (double[][] Mean, double[][] Self, double[][] Susceptibility) Overlaps(double[][] precision, double[][] variance, double[][] signal)
    {
        int clusters = mixture.Clusters;
        double[][] Zero(int length) => [.. Enumerable.Range(0, clusters).Select(_ => new double[length])];
        (double[][] m, double[][] q, double[][] v) = (Zero(n), Zero(n * n), Zero(n * n));
        for (int c = 0; c < mixture.Classes; c++)
        {
            double[] inverse = SmallMatrix.Scalar(n, lambda), field = new double[n * n];
            double[][] along = Zero(n);
            for (int k = 0; k < clusters; k++)
            {
                Add(mixture.Variances[k][c], precision[k], inverse);
                Add(mixture.Variances[k][c], variance[k], field);
                for (int l = 0; l < clusters; l++)
                {
                    Add(mixture.MeanGram[c][k][l], signal[l], along[k]);
                }

                for (int i = 0; i < n; i++)
                {
                    Add(signal[k][i], along[k], field.AsSpan(i * n, n));
                }
            }

            double[] r = SmallMatrix.Inverse(n, inverse);
            double[] square = SmallMatrix.Product(n, SmallMatrix.Product(n, r, field), r);
            var image = new double[n];
            for (int k = 0; k < clusters; k++)
            {
                double weight = mixture.CoordinateFractions[c] * mixture.Variances[k][c];
                Add(weight, square, q[k]);
                Add(weight, r, v[k]);
                SmallMatrix.Apply(r, along[k], image);
                Add(mixture.CoordinateFractions[c], image, m[k]);
            }
        }

        return (m, q, v);
    }

    private static void Add(double factor, ReadOnlySpan<double> x, Span<double> sum)
    {
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] += factor * x[i];
        }
    }
}
