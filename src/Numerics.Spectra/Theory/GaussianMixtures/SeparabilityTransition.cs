using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.GaussianMixtures;

/// <summary>
/// Samples per dimension up to which a hyperplane separates the labels of a Gaussian mixture: above it the maximum-likelihood classifier exists, below it its weights have no bound.
/// </summary>
/// <remarks>
/// <code>
/// scale-free limit of any margin loss, without a penalty:  P = max(omega, 0),  g = (-omega)_+/V,   omega ~ N(y_k (m_k + b), q_k)
/// hats ~ (1/V, 1/V^2, 1/V) alpha r_k E[1(omega &lt; 0), (-omega)_+^2, y_k (-omega)_+],   then as in <see cref="WeightPrior"/> with lambda = 0
/// sum_k Vh_k V_k = 1 gives  alpha* = 1/sum_k r_k Pr_k(omega &lt; 0):  at the transition a fraction 1/alpha* of the samples binds
/// </code>
/// <para>
/// The scales of (m, sqrt q, b) and of V are free and set to 1 after every sweep. With one covariance for all clusters it is 1/alpha* = min over (m, b) of the mean of (-omega)_+^2 (Candes and Sur
/// 2020; a test).
/// </para>
/// <para>Source: the limit of the equations of Loureiro et al. 2021 in which the overlaps grow without bound.</para>
/// Equation: separability-transition
/// </remarks>
/// <param name="Ratio">alpha*.</param>
/// <param name="Scatter">Var e/(E e)^2 of e = (-omega)_+^2/V_k over samples at the transition; 5 without means and bias.</param>
public sealed record SeparabilityTransition(double Ratio, double Scatter)
{
    private const int MostSweeps = 20_000;
    private const double Tolerance = 1e-12;

    /// <summary>The transition, or null where no finite one was found: a bias alone separates, or means without noise.</summary>
    /// <param name="mixture">The mixture.</param>
    /// <param name="fitBias">Whether the hyperplane may have a bias.</param>
    /// <exception cref="ArgumentException">The mixture has a fault.</exception>
    public static SeparabilityTransition? Of(GaussianMixture mixture, bool fitBias)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        if (mixture.Faults().FirstOrDefault() is { } fault)
        {
            throw new ArgumentException($"{fault.Parameter}: {fault.Sentence}", nameof(mixture));
        }

        if (fitBias && !mixture.HasBothLabels)
        {
            return null;
        }

        var prior = new WeightPrior(new GeneralizedLinearModel(mixture, 1, 0));
        int clusters = mixture.Clusters;
        double[] m = [.. mixture.Labels.Select(label => 0.1 * label)], q = [.. Enumerable.Repeat(1.0, clusters)], v = [.. Enumerable.Repeat(1.0, clusters)];
        double[] nextM = new double[clusters], nextQ = new double[clusters], nextV = new double[clusters];
        double bias = 0;
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            bias = fitBias ? Bias(mixture, m, q, v, bias) : 0;
            double alpha = 1 / Enumerable.Range(0, clusters).Sum(k => mixture.ClusterProbabilities[k] * Binding(mixture, k, m, q, bias).Share);
            prior.Overlaps(Hats(mixture, alpha, m, q, v, bias), nextM, nextQ, nextV);
            double scale = Math.Sqrt(nextQ.Average()), unit = nextV.Average(), change = 0;
            for (int k = 0; k < clusters; k++)
            {
                (double newM, double newQ, double newV) = (nextM[k] / scale, nextQ[k] / (scale * scale), nextV[k] / unit);
                change = Math.Max(change, Math.Abs(newM - m[k]) + Math.Abs(newQ - q[k]) + Math.Abs(newV - v[k]));
                (m[k], q[k], v[k]) = (0.5 * (m[k] + newM), 0.5 * (q[k] + newQ), 0.5 * (v[k] + newV));
            }

            bias /= scale;
            if (!double.IsFinite(change) || !double.IsFinite(alpha))
            {
                return null;
            }

            if (change < Tolerance)
            {
                return Math.Abs(scale - 1) < 1e-6 ? new(alpha, ScatterOf(mixture, m, q, v, bias)) : null;
            }
        }

        return null;
    }

    private static WeightFields Hats(GaussianMixture mixture, double alpha, double[] m, double[] q, double[] v, double bias)
    {
        var hats = WeightFields.Of(mixture.Clusters);
        for (int k = 0; k < mixture.Clusters; k++)
        {
            (double share, double force, double square) = Binding(mixture, k, m, q, bias);
            double weight = alpha * mixture.ClusterProbabilities[k];
            hats.Precision[k] = weight * share / v[k];
            hats.Variance[k] = weight * square / (v[k] * v[k]);
            hats.Signal[k] = weight * mixture.Labels[k] * force / v[k];
        }

        return hats;
    }

    /// <summary>Pr(omega &lt; 0), E (-omega)_+ and its square.</summary>
    private static (double Share, double Force, double Square) Binding(GaussianMixture mixture, int k, double[] m, double[] q, double bias)
    {
        double s = Math.Sqrt(q[k]), mean = mixture.Labels[k] * (m[k] + bias), a = -mean / s;
        double share = NormalLaw.Below(a), density = NormalLaw.Density(a);
        return (share, s * (density + (a * share)), s * s * (((1 + (a * a)) * share) + (a * density)));
    }

    /// <summary>From E (-omega)_+^4 = s^4 [ (a^4 + 6 a^2 + 3) Phi(a) + (a^3 + 5 a) phi(a) ], a = -mean/s.</summary>
    private static double ScatterOf(GaussianMixture mixture, double[] m, double[] q, double[] v, double bias)
    {
        double mean = 0, square = 0;
        for (int k = 0; k < mixture.Clusters; k++)
        {
            double a = -mixture.Labels[k] * (m[k] + bias) / Math.Sqrt(q[k]), aa = a * a, unit = q[k] / v[k];
            mean += mixture.ClusterProbabilities[k] * Binding(mixture, k, m, q, bias).Square / v[k];
            square += mixture.ClusterProbabilities[k] * unit * unit * ((((aa * aa) + (6 * aa) + 3) * NormalLaw.Below(a)) + (a * (aa + 5) * NormalLaw.Density(a)));
        }

        return (square / (mean * mean)) - 1;
    }

    private static double Bias(GaussianMixture mixture, double[] m, double[] q, double[] v, double near)
    {
        double Force(double b) => Enumerable.Range(0, mixture.Clusters).Sum(k => mixture.ClusterProbabilities[k] * mixture.Labels[k] * Binding(mixture, k, m, q, b).Force / v[k]);
        double low = near - 1, high = near + 1;
        for (int doubling = 0; doubling < 40 && !(Force(low) > 0); doubling++)
        {
            low -= Math.Pow(2, doubling);
        }

        for (int doubling = 0; doubling < 40 && !(Force(high) < 0); doubling++)
        {
            high += Math.Pow(2, doubling);
        }

        return BracketedRoot.Find(Force, low, Force(low), high, Force(high), 1e-15);
    }
}
