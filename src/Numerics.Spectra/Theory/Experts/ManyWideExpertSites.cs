using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.Experts;

/// <summary>
/// Regime III: many wide experts i, each with a gate of its own; sites are their neurons a. In MSSP the experts share the initial draw of every neuron and its noise, in
/// muP nothing.
/// </summary>
/// <remarks>
/// <code>
/// A_ia = tanh u_ia,   Abar_a = E_i[g_i A_ia]   (average over experts at a fixed neuron)
/// u_iap(t+1)  = u_iap + (eta/P) sum_p' Delta_p' g_ip' (1 - A_iap'^2) v_ia x_p'.x_p
/// psi_ip(t+1) = psi_ip + (eta/P) sum_p' Delta_p' g_ip'(1 - g_ip') m_ip' x_p'.x_p,   m_ip = &lt;v_ia A_iap&gt;_a
/// v_ia(t)     = xi_a(t) + (eta/P) sum_{s&lt;t} C(t,s) sum_p Delta_p(s) g_ip(s) A_iap(s)
/// xi_a(t)     = G'_a(t) + sum_{s&lt;t,p} R^w_p(t,s) Abar_ap(s),   Cov G' = rho_e C
/// h: Cov G_p(t) G_p'(s) = &lt;Abar_ap(t) Abar_ap'(s)&gt;_a, response rho_e R^A, R^A = E_i[g_ip(t) &lt;dA_iap(t)/dxi_a(s)&gt;_a],
///    memory (eta/P) E_i[g_ip'(s) g_ip(t) &lt;A_iap'(s) A_iap(t)&gt;_a]
/// </code>
/// muP: G = 0, R^w = 0, initial fields and xi_ia independent for every expert. The limit does not depend on M/N. Gates are Sobol points: independent ones scatter ten
/// times as much.
/// Equation: expert-dmft-many-wide
/// <para>Source: derived here, docs/mixture-of-experts.md; the models are those of T. Jiang et al., arXiv 2601.20205, and L. C. Vankadara et al., arXiv 2605.14200 (2026).</para>
/// </remarks>
internal sealed class ManyWideExpertSites : IExpertSites
{
    private readonly ExpertLimitModel model;
    private readonly int neurons;
    private readonly int experts;
    private readonly int samples;
    private readonly int times;
    private readonly bool shares;
    private readonly double[] fieldSteps;
    private readonly CausalNoise noise;

    // Fields at [(i n + a) P + p], by expert i and neuron a.
    private readonly double[] u;
    private readonly double[] psi;
    private readonly double[] v;
    private readonly double[] drawn;
    private readonly List<double[]> gated = [];
    private readonly List<double[]> means = [];
    private readonly List<double[]> learned = [];
    private double[] gates = [];
    private double[] values = [];
    private double[] errors = [];

    // du_p/dxi(s) at [((i n + a) T + s) P + p]; dv/dxi(s) at [(i n + a) T + s]; d(sum_p Delta_p g_p A_p)(m)/dxi(s) at [m][(i n + a) m + s]; dAbar_p(m)/dxi(s) at [m][(a
    // m + s) P + p].
    private readonly double[] tangents;
    private readonly double[] backward;
    private readonly List<float[]> learnedSensitivities = [];
    private readonly List<double[]> meanSensitivities = [];

    public ManyWideExpertSites(ExpertLimitModel model, int neurons, int experts, Func<uint, StreamKey> key)
    {
        this.model = model;
        this.neurons = neurons;
        this.experts = experts;
        samples = model.Samples;
        times = model.Steps + 1;
        shares = model.HasInitialPart;
        fieldSteps = model.FieldSteps();
        // Pairs of opposite gates: their mean is 1/2 exactly.
        int half = (experts + 1) / 2;
        double[] drawnGates = GaussianFields.Of(model.Set.InputFactor, half, model.RouterScale, 0, new SobolPoints(key(0)));
        psi = [.. drawnGates, .. drawnGates.Take((experts - half) * samples).Select(value => -value)];
        u = shares
            ? [.. Enumerable.Repeat(GaussianFields.Of(model.Set.InputFactor, neurons, 1, 0, new SobolPoints(key(1))), experts).SelectMany(field => field)]
            : Independent(key);
        v = new double[experts * neurons];
        drawn = new double[shares ? neurons : experts * neurons];
        noise = new CausalNoise(key(2), drawn.Length);
        tangents = new double[v.Length * times * samples];
        backward = new double[v.Length * times];
    }

    public ExpertOrderRow Forward()
    {
        int t = gated.Count;
        var row = new ExpertOrderRow(samples, t);
        gates = [.. psi.Select(GaussianFields.Logistic)];
        values = [.. u.Select(Math.Tanh)];
        var a = new double[values.Length];
        var mean = new double[neurons * samples];
        for (int j = 0; j < a.Length; j++)
        {
            a[j] = gates[(j / (neurons * samples) * samples) + (j % samples)] * values[j];
            mean[j % mean.Length] += a[j] / experts;
        }

        gated.Add(a);
        means.Add(mean);
        for (int i = 0; i < psi.Length; i++)
        {
            row.Logit[i % samples] += psi[i] / experts;
        }

        for (int s = 0; s <= t; s++)
        {
            if (shares)
            {
                GaussianFields.Overlap(mean, means[s], samples).CopyTo(row.Covariance[s], 0);
            }

            double[] overlap = s < t ? GaussianFields.Overlap(a, gated[s], samples) : [];
            for (int k = 0; k < overlap.Length; k++)
            {
                // overlap[q, p] is of g_q A_q at t and g_p A_p at s, memory at [p, q].
                row.Memory[s][(k % samples * samples) + (k / samples)] = model.LearningRate / samples * overlap[k];
            }
        }

        Respond(row);
        return row;
    }

    public double Backward(ReadoutProcess readout, double[] errors)
    {
        int t = gated.Count - 1;
        this.errors = errors;
        noise.Draw([.. readout.Correlation.Select(c => model.ExpertWidthRatio * c)], drawn);
        for (int s = 0; shares && s < t; s++)
        {
            for (int j = 0; j < means[s].Length; j++)
            {
                drawn[j / samples] += readout.Response(s, j % samples) * means[s][j];
            }
        }

        learned.Add(Learned(t));
        double total = 0;
        double[] memory = [.. readout.Correlation.Take(t).Select(c => model.LearningRate / samples * c)];
        for (int j = 0; j < v.Length; j++)
        {
            v[j] = drawn[j % drawn.Length];
            for (int s = 0; s < t; s++)
            {
                v[j] += memory[s] * learned[s][j];
            }

            total += v[j] * v[j];
        }

        Sense(t, memory, readout);
        return total / v.Length;
    }

    public void Advance()
    {
        int t = gated.Count - 1;
        Span<double> now = stackalloc double[samples];
        Span<double> router = stackalloc double[samples];
        for (int i = 0; i < experts; i++)
        {
            ReadOnlySpan<double> g = gates.AsSpan(i * samples, samples);
            router.Clear();
            for (int a = 0; a < neurons; a++)
            {
                int site = (i * neurons) + a;
                ReadOnlySpan<double> value = values.AsSpan(site * samples, samples);
                for (int s = 0; s <= t; s++)
                {
                    Span<double> tangent = tangents.AsSpan(((site * times) + s) * samples, samples);
                    for (int p = 0; p < samples; p++)
                    {
                        double change = backward[(site * times) + s] - (2 * value[p] * tangent[p] * v[site]);
                        now[p] = errors[p] * g[p] * (1 - (value[p] * value[p])) * change;
                    }

                    GaussianFields.Move(now, fieldSteps, tangent);
                }

                for (int p = 0; p < samples; p++)
                {
                    now[p] = errors[p] * g[p] * (1 - (value[p] * value[p])) * v[site];
                    router[p] += v[site] * value[p] / neurons;
                }

                GaussianFields.Move(now, fieldSteps, u.AsSpan(site * samples, samples));
            }

            for (int p = 0; p < samples; p++)
            {
                now[p] = errors[p] * g[p] * (1 - g[p]) * router[p];
            }

            GaussianFields.Move(now, fieldSteps, psi.AsSpan(i * samples, samples));
        }
    }

    private double[] Independent(Func<uint, StreamKey> key)
    {
        // Neurons of one expert are a net of their own, shifted anew: averages over neurons are what experts need.
        var all = new double[experts * neurons * samples];
        for (int i = 0; i < experts; i++)
        {
            GaussianFields.Of(model.Set.InputFactor, neurons, 1, 0, new SobolPoints(key(3 + (uint)i))).CopyTo(all, i * neurons * samples);
        }

        return all;
    }

    /// <summary>sum_p Delta_p g_ip A_iap of this time, and its sensitivities.</summary>
    private double[] Learned(int t)
    {
        var sums = new double[v.Length];
        var own = new float[v.Length * t];
        for (int site = 0; site < sums.Length; site++)
        {
            ReadOnlySpan<double> g = gates.AsSpan(site / neurons * samples, samples);
            for (int p = 0; p < samples; p++)
            {
                sums[site] += errors[p] * gated[t][(site * samples) + p];
            }

            for (int s = 0; s < t; s++)
            {
                double sum = 0;
                for (int p = 0; p < samples; p++)
                {
                    double value = values[(site * samples) + p];
                    sum += errors[p] * g[p] * (1 - (value * value)) * tangents[(((site * times) + s) * samples) + p];
                }

                own[(site * t) + s] = (float)sum;
            }
        }

        learnedSensitivities.Add(own);
        return sums;
    }

    private void Respond(ExpertOrderRow row)
    {
        int t = row.Time;
        var mean = new double[shares ? neurons * t * samples : 0];
        for (int site = 0; site < v.Length; site++)
        {
            ReadOnlySpan<double> g = gates.AsSpan(site / neurons * samples, samples);
            for (int s = 0; s < t; s++)
            {
                for (int p = 0; p < samples; p++)
                {
                    double value = values[(site * samples) + p];
                    double derivative = g[p] * (1 - (value * value)) * tangents[(((site * times) + s) * samples) + p];
                    row.Response[s][p] += model.ExpertWidthRatio * derivative / v.Length;
                    if (shares)
                    {
                        mean[((((site % neurons) * t) + s) * samples) + p] += derivative / experts;
                    }
                }
            }
        }

        meanSensitivities.Add(mean);
    }

    /// <summary>dv_ia(t)/dxi(s).</summary>
    private void Sense(int t, double[] memory, ReadoutProcess readout)
    {
        double[] shared = shares ? SharedPart(t, readout) : [];
        for (int site = 0; site < v.Length; site++)
        {
            for (int s = 0; s <= t; s++)
            {
                double sum = (s == t ? 1 : 0) + (shares && s < t ? shared[((site % neurons) * t) + s] : 0);
                for (int m = s + 1; m < t; m++)
                {
                    sum += memory[m] * learnedSensitivities[m][(site * m) + s];
                }

                backward[(site * times) + s] = sum;
            }
        }
    }

    /// <summary>sum_{m,p} R^w_p(t,m) dAbar_ap(m)/dxi_a(s) at [a t + s].</summary>
    private double[] SharedPart(int t, ReadoutProcess readout)
    {
        var parts = new double[neurons * t];
        for (int m = 1; m < t; m++)
        {
            double[] weight = [.. Enumerable.Range(0, samples).Select(p => readout.Response(m, p))];
            for (int a = 0; a < neurons; a++)
            {
                for (int s = 0; s < m; s++)
                {
                    parts[(a * t) + s] += SpanProducts.Dot(weight, meanSensitivities[m].AsSpan(((a * m) + s) * samples, samples));
                }
            }
        }

        return parts;
    }
}
