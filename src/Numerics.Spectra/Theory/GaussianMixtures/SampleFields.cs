using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.GaussianMixtures;

/// <summary>What samples say of the weights at given overlaps, and the bias that balances them: the first half of the state evolution.</summary>
/// <remarks>
/// <code>
/// margins of cluster k:  omega ~ N(y_k (m_k + b), q_k)
/// Vh_k = -alpha r_k E g',   qh_k = alpha r_k E g^2,   mh_k = alpha r_k y_k E g;     trained bias:  sum_k mh_k = 0
/// </code>
/// <para>sum_k mh_k falls with b: its zero is bracketed.</para>
/// <para>Source: Loureiro et al. 2021.</para>
/// Equation: mixture-samples
/// </remarks>
internal sealed class SampleFields(GeneralizedLinearModel model)
{
    private const double BiasPrecision = 1e-15;

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

        double Force(double bias) => At(m, q, v, bias).Signal.Sum();
        double middle = Force(near);
        if (!double.IsFinite(middle))
        {
            return double.NaN;
        }

        // The force falls: the zero is above where it is positive.
        double step = Math.CopySign(1e-3 * (1 + Math.Abs(near)), middle);
        double other = near;
        double value = middle;
        for (int doubling = 0; doubling < 80 && value != 0 && Math.Sign(value) == Math.Sign(middle); doubling++, step *= 4)
        {
            (near, middle) = (other, value);
            other = near + step;
            value = Force(other);
        }

        return middle == 0 ? near : Math.Sign(value) == Math.Sign(middle) ? double.NaN : BracketedRoot.Find(Force, near, middle, other, value, BiasPrecision);
    }
}
