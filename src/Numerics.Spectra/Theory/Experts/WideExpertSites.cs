using Numerics.Kernels.Random;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.Experts;

/// <summary>Regime I: a fixed number M of wide experts, all statistically the same, with one gate that they share. A site is a neuron of an expert.</summary>
/// <remarks>
/// <code>
/// u_p(t+1)   = u_p(t) + (eta/P) sum_p' Delta_p' g_p' phi'(u_p') v x_p'.x_p         A_p = tanh u_p
/// psi_p(t+1) = psi_p(t) + (eta/P) sum_p' Delta_p' g_p'(1 - g_p') m_p' x_p'.x_p     psi(0) = 0, g = 1/(1 + exp(-psi)), m_p = &lt;omega o_p&gt;
/// xi(t)      = G'(t) + (1/M) sum_{s&lt;t,p} R^w_p(t,s) A_p(s),                        Cov G' = rho_e C
/// v(t)       = xi(t) + (eta/P) sum_{s&lt;t} C(t,s) sum_p Delta_p(s) g_p(s) A_p(s)
/// o: Cov G = Phi/M, memory (eta/P) g_p'(s) Phi_p'p(s,t), response rho_e R^A, R^A_p(t,s) = &lt;dA_p(t)/dxi(s)&gt;, Phi_pp'(t,s) = &lt;A_p(t) A_p'(s)&gt;
/// </code>
/// M experts of N_e neurons see one process: o is the mean over experts.
/// Equation: expert-dmft-wide
/// <para>Source: derived here, docs/mixture-of-experts.md; the models are those of T. Jiang et al., arXiv 2601.20205, and L. C. Vankadara et al., arXiv 2605.14200 (2026).</para>
/// </remarks>
internal sealed class WideExpertSites : IExpertSites
{
    private readonly ExpertLimitModel model;
    private readonly int sites;
    private readonly int samples;
    private readonly double[] fieldSteps;
    private readonly CausalNoise noise;
    private readonly double[] u;
    private readonly double[] psi;
    private readonly double[] v;
    private readonly List<double[]> outputs = [];
    private readonly List<double[]> gates = [];
    private readonly List<double[]> errors = [];

    // dA_p(m)/dxi(s) at [m][(i m + s) P + p]; du_p/dxi(s) at [(i T + s) P + p]; dv/dxi(s) at [i T + s].
    private readonly List<float[]> sensitivities = [];
    private readonly double[] tangents;
    private readonly double[] backward;
    private readonly int times;
    private double[] alignment = [];

    public WideExpertSites(ExpertLimitModel model, int sites, Func<uint, StreamKey> key)
    {
        this.model = model;
        this.sites = sites;
        samples = model.Samples;
        times = model.Steps + 1;
        fieldSteps = model.FieldSteps();
        u = GaussianFields.Of(model.Set.InputFactor, sites, 1, 0, new SobolPoints(key(0)));
        psi = new double[samples];
        v = new double[sites];
        tangents = new double[sites * times * samples];
        backward = new double[sites * times];
        noise = new CausalNoise(key(1), sites);
    }

    public ExpertOrderRow Forward()
    {
        int t = outputs.Count;
        var row = new ExpertOrderRow(samples, t);
        var a = new double[sites * samples];
        for (int i = 0; i < a.Length; i++)
        {
            a[i] = Math.Tanh(u[i]);
        }

        outputs.Add(a);
        gates.Add([.. psi.Select(GaussianFields.Logistic)]);
        gates[t].CopyTo(row.Gate, 0);
        psi.CopyTo(row.Logit, 0);
        for (int s = 0; s <= t; s++)
        {
            double[] overlap = GaussianFields.Overlap(a, outputs[s], samples);
            for (int k = 0; k < overlap.Length; k++)
            {
                row.Covariance[s][k] = overlap[k] / model.Experts;
            }

            for (int p = 0; s < t && p < samples; p++)
            {
                for (int q = 0; q < samples; q++)
                {
                    // overlap[q, p] = <A_q(t) A_p(s)>.
                    row.Memory[s][(p * samples) + q] = model.LearningRate / samples * gates[s][p] * overlap[(q * samples) + p];
                }
            }
        }

        Respond(row, a);
        return row;
    }

    public double Backward(ReadoutProcess readout, double[] errors)
    {
        int t = outputs.Count - 1;
        this.errors.Add(errors);
        alignment = readout.Alignment;
        noise.Draw([.. readout.Correlation.Select(c => model.ExpertWidthRatio * c)], v);
        double[][] weights = [.. Enumerable.Range(0, t).Select(s => Weights(readout, s))];
        double total = 0;
        for (int i = 0; i < sites; i++)
        {
            for (int s = 0; s < t; s++)
            {
                v[i] += Dot(weights[s], outputs[s].AsSpan(i * samples, samples));
            }

            total += v[i] * v[i];
            Sense(i, t, weights);
        }

        return total / sites;
    }

    public void Advance()
    {
        int t = outputs.Count - 1;
        double[] error = errors[t], gate = gates[t], a = outputs[t];
        Span<double> now = stackalloc double[samples];
        for (int i = 0; i < sites; i++)
        {
            for (int s = 0; s <= t; s++)
            {
                Span<double> tangent = tangents.AsSpan(((i * times) + s) * samples, samples);
                for (int p = 0; p < samples; p++)
                {
                    double value = a[(i * samples) + p], slope = 1 - (value * value);
                    now[p] = error[p] * gate[p] * slope * (backward[(i * times) + s] - (2 * value * tangent[p] * v[i]));
                }

                GaussianFields.Move(now, fieldSteps, tangent);
            }

            for (int p = 0; p < samples; p++)
            {
                double value = a[(i * samples) + p];
                now[p] = error[p] * gate[p] * (1 - (value * value)) * v[i];
            }

            GaussianFields.Move(now, fieldSteps, u.AsSpan(i * samples, samples));
        }

        for (int p = 0; p < samples; p++)
        {
            now[p] = error[p] * gate[p] * (1 - gate[p]) * alignment[p];
        }

        GaussianFields.Move(now, fieldSteps, psi);
    }

    private void Respond(ExpertOrderRow row, double[] a)
    {
        int t = row.Time;
        var own = new float[sites * t * samples];
        for (int i = 0; i < sites; i++)
        {
            for (int s = 0; s < t; s++)
            {
                for (int p = 0; p < samples; p++)
                {
                    double value = a[(i * samples) + p];
                    double derivative = (1 - (value * value)) * tangents[(((i * times) + s) * samples) + p];
                    own[(((i * t) + s) * samples) + p] = (float)derivative;
                    row.Response[s][p] += derivative;
                }
            }
        }

        foreach (double[] response in row.Response)
        {
            for (int p = 0; p < samples; p++)
            {
                response[p] *= model.ExpertWidthRatio / sites;
            }
        }

        sensitivities.Add(own);
    }

    /// <summary>Weights of A_p(s) in v(t).</summary>
    private double[] Weights(ReadoutProcess readout, int s) => [.. Enumerable.Range(0, samples).Select(p =>
        (model.LearningRate / samples * readout.Correlation[s] * errors[s][p] * gates[s][p]) + (readout.Response(s, p) / model.Experts))];

    /// <summary>dv(t)/dxi(s) of a site.</summary>
    private void Sense(int site, int t, double[][] weights)
    {
        for (int s = 0; s <= t; s++)
        {
            double sum = s == t ? 1 : 0;
            for (int m = s + 1; m < t; m++)
            {
                ReadOnlySpan<float> own = sensitivities[m].AsSpan(((site * m) + s) * samples, samples);
                double[] weight = weights[m];
                for (int p = 0; p < samples; p++)
                {
                    sum += weight[p] * own[p];
                }
            }

            backward[(site * times) + s] = sum;
        }
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
