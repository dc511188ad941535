using Numerics.Kernels.Random;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.Experts;

/// <summary>Regime II: many small experts. A site is an expert: its gate and its N_e neurons a, which the gate couples.</summary>
/// <remarks>
/// <code>
/// A_ap = g_p tanh u_ap,   g = 1/(1 + exp(-psi)),   c = 1 (MSSP), 0 (muP),   rho = M/N
/// u_ap(t+1)  = u_ap + (eta/P) sum_p' Delta_p' g_p' (1 - tanh^2 u_ap') v_a x_p'.x_p
/// psi_p(t+1) = psi_p + (eta/P) sum_p' Delta_p' g_p'(1 - g_p') [sum_a v_a tanh u_ap'] x_p'.x_p
/// xi_a(t)    = c [G'_a(t) + (1/N_e) sum_{s&lt;t,p} R^w_p(t,s) A_ap(s)],                Cov G' = (rho/N_e) C
/// v_a(t)     = xi_a(t) + (eta/P) sum_{s&lt;t} C(t,s) sum_p Delta_p(s) A_ap(s)
/// h: Cov G = Phi, memory (eta N_e/P) Phi_p'p(s,t), response c rho R^A,  Phi = &lt;A_p A_p'&gt; and R^A = &lt;dA_a/dxi_a&gt; over experts and slots
/// </code>
/// Equation: expert-dmft-small
/// <para>Source: derived here, docs/mixture-of-experts.md; the models are those of T. Jiang et al., arXiv 2601.20205, and L. C. Vankadara et al., arXiv 2605.14200 (2026).</para>
/// </remarks>
internal sealed class SmallExpertSites : IExpertSites
{
    private readonly ExpertLimitModel model;
    private readonly int sites;
    private readonly int slots;
    private readonly int samples;
    private readonly int times;
    private readonly double[] fieldSteps;
    private readonly CausalNoise? noise;

    // u_ap at [(i N_e + a) P + p]; psi_p at [i P + p]; v_a at [i N_e + a].
    private readonly double[] u;
    private readonly double[] psi;
    private readonly double[] v;
    private readonly List<double[]> outputs = [];
    private readonly List<double[]> errors = [];
    private double[] gates = [];
    private double[] values = [];

    // Sources of sensitivities are k = s N_e + b. dA_ap(m)/dxi_k at [m][((i m N_e + k) N_e + a) P + p]; du_ap/dxi_k at [((i K + k) N_e + a) P + p], dpsi_p/dxi_k at [(i
    // K + k) P + p].
    private readonly List<float[]> sensitivities = [];
    private readonly double[] fieldTangents;
    private readonly double[] gateTangents;
    private readonly int sources;

    public SmallExpertSites(ExpertLimitModel model, int sites, Func<uint, StreamKey> key)
    {
        this.model = model;
        this.sites = sites;
        slots = model.ExpertWidth;
        samples = model.Samples;
        times = model.Steps + 1;
        fieldSteps = model.FieldSteps();
        var points = new SobolPoints(key(0));
        psi = GaussianFields.Of(model.Set.InputFactor, sites, model.RouterScale, 0, points);
        u = new double[sites * slots * samples];
        for (int a = 0; a < slots; a++)
        {
            double[] own = GaussianFields.Of(model.Set.InputFactor, sites, 1, (1 + a) * samples, points);
            for (int i = 0; i < sites; i++)
            {
                own.AsSpan(i * samples, samples).CopyTo(u.AsSpan(((i * slots) + a) * samples));
            }
        }

        v = new double[sites * slots];
        noise = model.HasInitialPart ? new CausalNoise(key(1), sites * slots) : null;
        sources = model.HasInitialPart ? times * slots : 0;
        fieldTangents = new double[sites * sources * slots * samples];
        gateTangents = new double[sites * sources * samples];
    }

    public ExpertOrderRow Forward()
    {
        int t = outputs.Count;
        var row = new ExpertOrderRow(samples, t);
        gates = [.. psi.Select(GaussianFields.Logistic)];
        values = [.. u.Select(Math.Tanh)];
        var a = new double[values.Length];
        for (int i = 0; i < a.Length; i++)
        {
            a[i] = gates[(i / (slots * samples) * samples) + (i % samples)] * values[i];
        }

        outputs.Add(a);
        for (int i = 0; i < psi.Length; i++)
        {
            row.Logit[i % samples] += psi[i] / sites;
        }

        for (int s = 0; s <= t; s++)
        {
            double[] overlap = GaussianFields.Overlap(a, outputs[s], samples);
            overlap.CopyTo(row.Covariance[s], 0);
            for (int k = 0; s < t && k < overlap.Length; k++)
            {
                // overlap[q, p] = <A_q(t) A_p(s)>, memory at [p, q].
                row.Memory[s][(k % samples * samples) + (k / samples)] = model.LearningRate * slots / samples * overlap[k];
            }
        }

        if (noise is not null)
        {
            Respond(row);
        }

        return row;
    }

    public double Backward(ReadoutProcess readout, double[] errors)
    {
        int t = outputs.Count - 1;
        this.errors.Add(errors);
        v.AsSpan().Clear();
        noise?.Draw([.. readout.Correlation.Select(c => model.ExpertCountRatio / slots * c)], v);
        double[][] weights = [.. Enumerable.Range(0, t).Select(s => Weights(readout, s))];
        double total = 0;
        for (int i = 0; i < v.Length; i++)
        {
            for (int s = 0; s < t; s++)
            {
                v[i] += Dot(weights[s], outputs[s].AsSpan(i * samples, samples));
            }

            total += v[i] * v[i];
        }

        for (int i = 0; noise is not null && i < sites; i++)
        {
            MoveTangents(i, t, weights);
        }

        return total / v.Length;
    }

    public void Advance()
    {
        double[] error = errors[^1];
        Span<double> now = stackalloc double[samples];
        Span<double> router = stackalloc double[samples];
        for (int i = 0; i < sites; i++)
        {
            ReadOnlySpan<double> g = gates.AsSpan(i * samples, samples);
            router.Clear();
            for (int a = 0; a < slots; a++)
            {
                int at = ((i * slots) + a) * samples;
                double back = v[(i * slots) + a];
                for (int p = 0; p < samples; p++)
                {
                    double value = values[at + p];
                    now[p] = error[p] * g[p] * (1 - (value * value)) * back;
                    router[p] += back * value;
                }

                GaussianFields.Move(now, fieldSteps, u.AsSpan(at, samples));
            }

            for (int p = 0; p < samples; p++)
            {
                now[p] = error[p] * g[p] * (1 - g[p]) * router[p];
            }

            GaussianFields.Move(now, fieldSteps, psi.AsSpan(i * samples, samples));
        }
    }

    /// <summary>dA/dxi of this time, and R^A.</summary>
    private void Respond(ExpertOrderRow row)
    {
        int t = row.Time, block = slots * samples;
        var own = new float[sites * t * slots * block];
        for (int i = 0; i < sites; i++)
        {
            for (int k = 0; k < t * slots; k++)
            {
                for (int j = 0; j < block; j++)
                {
                    int p = j % samples;
                    double value = values[(i * block) + j], gate = gates[(i * samples) + p];
                    double derivative = (gate * (1 - gate) * gateTangents[(((i * sources) + k) * samples) + p] * value)
                        + (gate * (1 - (value * value)) * fieldTangents[(((i * sources) + k) * block) + j]);
                    own[(((i * t * slots) + k) * block) + j] = (float)derivative;
                    if (j / samples == k % slots)
                    {
                        row.Response[k / slots][p] += derivative;
                    }
                }
            }
        }

        foreach (double[] response in row.Response)
        {
            for (int p = 0; p < samples; p++)
            {
                response[p] *= model.ExpertCountRatio / (sites * slots);
            }
        }

        sensitivities.Add(own);
    }

    /// <summary>Weights of A_ap(s) in v_a(t).</summary>
    private double[] Weights(ReadoutProcess readout, int s) => [.. Enumerable.Range(0, samples).Select(p =>
        (model.LearningRate / samples * readout.Correlation[s] * errors[s][p]) + (readout.Response(s, p) / slots))];

    /// <summary>du and dpsi of one expert with respect to all noise up to time t, at t + 1.</summary>
    private void MoveTangents(int site, int t, double[][] weights)
    {
        int block = slots * samples;
        double[] error = errors[t];
        Span<double> now = stackalloc double[samples];
        Span<double> router = stackalloc double[samples];
        ReadOnlySpan<double> g = gates.AsSpan(site * samples, samples);
        for (int k = 0; k < (t + 1) * slots; k++)
        {
            Span<double> gateTangent = gateTangents.AsSpan(((site * sources) + k) * samples, samples);
            router.Clear();
            for (int a = 0; a < slots; a++)
            {
                double change = Sense(site, t, k, a, weights);
                double back = v[(site * slots) + a];
                Span<double> tangent = fieldTangents.AsSpan((((site * sources) + k) * block) + (a * samples), samples);
                for (int p = 0; p < samples; p++)
                {
                    double value = values[(site * block) + (a * samples) + p], slope = 1 - (value * value), dg = g[p] * (1 - g[p]) * gateTangent[p];
                    now[p] = error[p] * ((dg * slope * back) - (2 * g[p] * value * slope * tangent[p] * back) + (g[p] * slope * change));
                    router[p] += (g[p] * (1 - g[p]) * ((change * value) + (back * slope * tangent[p]))) + (dg * (1 - (2 * g[p])) * back * value);
                }

                GaussianFields.Move(now, fieldSteps, tangent);
            }

            for (int p = 0; p < samples; p++)
            {
                now[p] = error[p] * router[p];
            }

            GaussianFields.Move(now, fieldSteps, gateTangent);
        }
    }

    /// <summary>dv_a(t)/dxi_k of an expert.</summary>
    private double Sense(int site, int t, int source, int slot, double[][] weights)
    {
        double sum = source == (t * slots) + slot ? 1 : 0;
        for (int m = (source / slots) + 1; m < t; m++)
        {
            int at = ((((site * m * slots) + source) * slots) + slot) * samples;
            ReadOnlySpan<float> own = sensitivities[m].AsSpan(at, samples);
            double[] weight = weights[m];
            for (int p = 0; p < samples; p++)
            {
                sum += weight[p] * own[p];
            }
        }

        return sum;
    }

    private static double Dot(double[] x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int p = 0; p < x.Length; p++)
        {
            sum += x[p] * y[p];
        }

        return sum;
    }
}
