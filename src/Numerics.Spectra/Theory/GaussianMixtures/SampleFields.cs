using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.GaussianMixtures;

/// <summary>What samples say of the weights at given overlaps, and the bias that balances them: the first half of the state evolution.</summary>
/// <remarks>
/// <code>
/// margins of cluster k:  omega ~ N(y_k (m_k + b), q_k)
/// Vh_k = -alpha r_k E g',   qh_k = alpha r_k E g^2,   mh_k = alpha r_k y_k E g;     trained bias:  sum_k mh_k = 0
/// </code>
/// <para>sum_k mh_k falls with b, at the rate sum_k Vh_k: Newton's method, halving where a step leaves the bracket.</para>
/// <para>Source: Loureiro et al. 2021.</para>
/// Equation: mixture-samples
/// </remarks>
internal sealed class SampleFields(GeneralizedLinearModel model)
{
    private const double BiasPrecision = 2e-15;
    private const int MostIterations = 200;

    private readonly GaussianMixture mixture = model.Mixture;

    /// <summary>Averages over the training samples of cluster k.</summary>
    public MarginAverages Margin(int k, ReadOnlySpan<double> m, ReadOnlySpan<double> q, ReadOnlySpan<double> v, double bias) =>
        MarginAverages.Of(model.Loss, mixture.Labels[k] * (m[k] + bias), Math.Sqrt(q[k]), v[k]);

    /// <summary>The fields at a bias.</summary>
    public WeightFields At(ReadOnlySpan<double> m, ReadOnlySpan<double> q, ReadOnlySpan<double> v, double bias)
    {
        var hats = WeightFields.Of(mixture.Clusters);
        for (int k = 0; k < mixture.Clusters; k++)
        {
            MarginAverages margin = Margin(k, m, q, v, bias);
            double weight = model.SampleRatio * mixture.ClusterProbabilities[k];
            hats.Precision[k] = -weight * margin.Response;
            hats.Variance[k] = weight * margin.ForceSquare;
            hats.Signal[k] = weight * mixture.Labels[k] * margin.Force;
        }

        return hats;
    }

    /// <summary>The trained bias; 0 if it is not trained, NaN where no bias balances the forces.</summary>
    /// <param name="m">Overlaps with the means.</param>
    /// <param name="q">Self-overlaps.</param>
    /// <param name="v">Susceptibilities.</param>
    /// <param name="near">Where to look first.</param>
    public double Bias(double[] m, double[] q, double[] v, double near)
    {
        if (!model.FitBias)
        {
            return 0;
        }

        (double low, double high) = (double.NegativeInfinity, double.PositiveInfinity);
        double b = near;
        for (int iteration = 0; iteration < MostIterations; iteration++)
        {
            WeightFields hats = At(m, q, v, b);
            (double force, double slope) = (hats.Signal.Sum(), -hats.Precision.Sum());
            if (!double.IsFinite(force) || !double.IsFinite(slope))
            {
                return double.NaN;
            }

            (low, high) = force > 0 ? (b, high) : (low, b);
            double longest = 8 * (1 + Math.Abs(b));
            double next = b + Math.Clamp(slope < 0 ? -force / slope : Math.CopySign(longest, force), -longest, longest);
            next = next > low && next < high ? next : double.IsFinite(high - low) ? 0.5 * (low + high) : next;
            if (force == 0 || Math.Abs(next - b) <= BiasPrecision * (1 + Math.Abs(b)))
            {
                return next;
            }

            b = next;
        }

        return double.NaN;
    }
}
