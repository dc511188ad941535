using Numerics.LinearAlgebra.Dense;

namespace Numerics.Spectra.Theory.Experts;

/// <summary>The readout omega and the aggregated outputs h_p of experts in the limit of infinite scale: a Gaussian process that is linear in its noise, solved exactly.</summary>
/// <remarks>
/// <code>
/// o_p(t)     = G_p(t) + sum_{s&lt;t} [response_p(t,s) + sum_p' memory_p'p(t,s) Delta_p'(s)] omega(s)
/// h_p(t)     = gate_p(t) o_p(t),      f_p(t) = &lt;omega(t) h_p(t)&gt;
/// omega(t+1) = omega(t) + (eta/P) sum_p Delta_p(t) h_p(t)
/// </code>
/// omega(t) and o_p(t) are kept as coefficients of the Gaussians omega(0), G_p(s); moments are quadratic forms. The coefficient of G_p(s) in omega(t) is the response
/// R^w_p(t,s) = d omega(t)/d G_p(s). Without initial part (muP in regimes II and III) G = 0.
/// Equation: expert-readout-process
/// Validity: infinite scale. Cost of T steps: T (T P)^2.
/// <para>Source: derived here, docs/mixture-of-experts.md, section 2; the models are those of T. Jiang et al., arXiv 2601.20205, and L. C. Vankadara et al., arXiv 2605.14200 (2026).</para>
/// </remarks>
internal sealed class ReadoutProcess
{
    private readonly int samples;
    private readonly bool hasNoise;
    private readonly double step;
    private readonly double[][] covariance;
    private readonly List<double[]> readout = [];
    private readonly List<double[]> covered = [];
    private readonly List<double[]> residuals = [];
    private double[][] sums = [];
    private double[] gate = [];

    /// <summary>At time 0.</summary>
    /// <param name="samples">P.</param>
    /// <param name="times">Number of times.</param>
    /// <param name="readoutScale">sigma_w.</param>
    /// <param name="step">eta/P.</param>
    /// <param name="hasNoise">Whether there is an initial part G.</param>
    public ReadoutProcess(int samples, int times, double readoutScale, double step, bool hasNoise)
    {
        this.samples = samples;
        this.hasNoise = hasNoise;
        this.step = step;
        int length = 1 + (hasNoise ? samples * times : 0);
        covariance = [.. Enumerable.Range(0, length).Select(_ => new double[length])];
        covariance[0][0] = readoutScale * readoutScale;
        var start = new double[length];
        start[0] = 1;
        readout.Add(start);
    }

    /// <summary>C(t, s) = &lt;omega(t) omega(s)&gt;, s = 0..t, of the time reached.</summary>
    public double[] Correlation { get; private set; } = [];

    /// <summary>&lt;omega o_p&gt; of the time reached.</summary>
    public double[] Alignment { get; private set; } = [];

    /// <summary>f_p.</summary>
    public double[] Output { get; private set; } = [];

    /// <summary>&lt;h_p^2&gt;.</summary>
    public double[] HiddenMoment { get; private set; } = [];

    /// <summary>R^w_p(t, s) of the time reached; 0 without initial part.</summary>
    public double Response(int source, int sample) => hasNoise ? readout[^1][1 + (source * samples) + sample] : 0;

    /// <summary>Takes the order parameters of the time reached.</summary>
    public void Observe(ExpertOrderRow row)
    {
        Extend(row);
        gate = row.Gate;
        double[] omega = readout[row.Time];
        covered.Add(Apply(omega));
        Correlation = [.. readout.Select(past => Dot(past, covered[row.Time]))];
        sums = [.. Enumerable.Range(0, samples).Select(p => Sum(row, p))];
        Alignment = [.. sums.Select(o => Dot(o, covered[row.Time]))];
        Output = [.. Alignment.Select((m, p) => gate[p] * m)];
        HiddenMoment = [.. sums.Select((o, p) => gate[p] * gate[p] * Dot(o, Apply(o)))];
    }

    /// <summary>Steps to the next time.</summary>
    /// <param name="errors">Delta_p of the time reached.</param>
    public void Advance(double[] errors)
    {
        residuals.Add(errors);
        double[] next = [.. readout[^1]];
        for (int p = 0; p < samples; p++)
        {
            Add(step * errors[p] * gate[p], sums[p], next);
        }

        readout.Add(next);
    }

    private double[] Sum(ExpertOrderRow row, int sample)
    {
        var o = new double[covariance.Length];
        if (hasNoise)
        {
            o[1 + (row.Time * samples) + sample] = 1;
        }

        for (int s = 0; s < row.Time; s++)
        {
            double weight = row.Response[s][sample];
            for (int other = 0; other < samples; other++)
            {
                weight += row.Memory[s][(other * samples) + sample] * residuals[s][other];
            }

            Add(weight, readout[s], o);
        }

        return o;
    }

    private void Extend(ExpertOrderRow row)
    {
        for (int s = 0; hasNoise && s <= row.Time; s++)
        {
            for (int p = 0; p < samples; p++)
            {
                for (int q = 0; q < samples; q++)
                {
                    double value = row.Covariance[s][(p * samples) + q];
                    covariance[1 + (row.Time * samples) + p][1 + (s * samples) + q] = value;
                    covariance[1 + (s * samples) + q][1 + (row.Time * samples) + p] = value;
                }
            }
        }
    }

    /// <summary>Covariance times coefficients, of the Gaussians that are known by now.</summary>
    private double[] Apply(double[] vector)
    {
        var product = new double[vector.Length];
        int known = hasNoise ? 1 + (readout.Count * samples) : 1;
        ReadOnlySpan<double> part = vector.AsSpan(0, known);
        for (int k = 0; k < known; k++)
        {
            product[k] = SpanProducts.Dot(part, covariance[k]);
        }

        return product;
    }

    private static double Dot(double[] x, double[] y) => SpanProducts.Dot(x, y);

    private static void Add(double factor, double[] x, double[] y) => SpanProducts.Add(factor, x, y);
}
