using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>A finite mixture of experts of <see cref="ExpertLimitModel"/> in training: experts and gates read the input, dense routing.</summary>
/// <remarks>
/// <code>
/// f_p = omega . h_p/N,   h_p = (1/M) sum_i g_ip W2_i A_ip,   A = tanh u,   v_ia = (beta/N) sum_n W2_i,na omega_n,   beta = 1 (II), N_e (I, III)
/// omega += (eta/P) sum_p Delta_p h_p,   W2_i,na += (eta/(P beta)) omega_n sum_p Delta_p g_ip A_iap
/// u_iap += (eta/P) sum_p' Delta_p' g_ip' (1 - A_iap'^2) v_ia x_p'.x_p,   psi_ip += (eta/P) sum_p' Delta_p' g_ip'(1 - g_ip') (1/beta) sum_a v_ia A_iap' x_p'.x_p
/// </code>
/// First-layer weights enter by their fields alone, exact in law. W2 is kept as its initial value, stored once where experts share it, and the rank-one changes of the steps.
/// Equation: direct-expert-network
/// Determinism: a function of the streams, and the bits of the LAPACK provider.
/// </remarks>
public sealed class DirectExpertNetwork : IDisposable
{
    private readonly Lapack lapack;
    private readonly ExpertLimitModel model;
    private readonly ExpertSizes sizes;
    private readonly int samples;
    private readonly double beta;
    private readonly double[] fieldSteps;
    private readonly DenseMatrix<double> initial;
    private readonly DenseMatrix<double> input;
    private readonly DenseMatrix<double> hidden;
    private readonly DenseMatrix<double> omega;
    private readonly DenseMatrix<double> back;
    private readonly double[] u;
    private readonly double[] psi;
    private readonly double[] v;

    // A and g A at [(neuron of all experts) P + p]; changes of W2: omega(s) and b(s).
    private readonly double[] values;
    private readonly double[] gated;
    private readonly double[] gates;
    private readonly List<double[]> pastReadouts = [];
    private readonly List<double[]> pastChanges = [];

    /// <summary>Draws the network.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="model">The model; its ratios are not read.</param>
    /// <param name="sizes">N, M, N_e.</param>
    /// <param name="key">Stream of each role.</param>
    public DirectExpertNetwork(Lapack lapack, ExpertLimitModel model, ExpertSizes sizes, Func<uint, StreamKey> key)
    {
        ArgumentNullException.ThrowIfNull(lapack);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sizes);
        ArgumentNullException.ThrowIfNull(key);
        this.lapack = lapack;
        this.model = model;
        this.sizes = sizes;
        samples = model.Samples;
        beta = model.Regime == ExpertRegime.II ? 1 : sizes.ExpertWidth;
        fieldSteps = model.FieldSteps();
        bool shares = model.Parameterization.SharesExperts;
        int columns = shares ? sizes.ExpertWidth : sizes.Neurons;
        initial = new DenseMatrix<double>(sizes.Width, columns);
        double deviation = model.Parameterization.InitialDeviation(ExpertTensor.ExpertOut, zeroReadout: false)!.Value.At(sizes);
        for (int j = 0; j < columns; j++)
        {
            GaussianFill.Fill(key(2), (uint)j, 0, deviation, initial.Column(j));
        }

        double[] fields = Fields(key(0), columns, 1);
        u = new double[sizes.Neurons * samples];
        for (int j = 0; j < u.Length; j++)
        {
            u[j] = fields[j % fields.Length];
        }

        psi = Fields(key(1), sizes.Experts, RouterScale());
        omega = new DenseMatrix<double>(sizes.Width, 1);
        GaussianFill.Fill(key(3), 0, 0, model.ReadoutScale, omega.Column(0));
        input = new DenseMatrix<double>(columns, samples);
        hidden = new DenseMatrix<double>(sizes.Width, samples);
        back = new DenseMatrix<double>(columns, 1);
        v = new double[sizes.Neurons];
        values = new double[u.Length];
        gated = new double[u.Length];
        gates = new double[psi.Length];
    }

    /// <summary>Trains for the steps of the model.</summary>
    /// <param name="report">Called with the fraction done.</param>
    /// <param name="cancellation">Checked before every step.</param>
    /// <returns>The trajectory; a diverging run returns what it has, with the step named.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ExpertTrajectory Train(Action<double>? report = null, CancellationToken cancellation = default)
    {
        var trajectory = new ExpertTrajectory(samples);
        for (int t = 0; t <= model.Steps; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            Forward();
            double[] f = [.. Enumerable.Range(0, samples).Select(p => SpanProducts.Dot(omega.Column(0), hidden.Column(p)) / sizes.Width)];
            double[] moments = [.. Enumerable.Range(0, samples).Select(p => SpanProducts.Dot(hidden.Column(p), hidden.Column(p)) / sizes.Width)];
            double[] logits = [.. Enumerable.Range(0, samples).Select(p => Enumerable.Range(0, sizes.Experts).Average(i => psi[(i * samples) + p]))];
            if (!trajectory.Add(f, model.Set.Targets, SpanProducts.Dot(omega.Column(0), omega.Column(0)) / sizes.Width, moments, logits))
            {
                break;
            }

            Backward();
            if (!trajectory.AddGradient(SpanProducts.Dot(v, v) / v.Length))
            {
                break;
            }

            if (t < model.Steps)
            {
                Advance([.. f.Select((value, p) => model.Set.Targets[p] - value)]);
            }

            report?.Invoke((t + 1.0) / (model.Steps + 1));
        }

        return trajectory;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        initial.Dispose();
        input.Dispose();
        hidden.Dispose();
        omega.Dispose();
        back.Dispose();
    }

    /// <summary>Bytes of a network.</summary>
    public static double Bytes(ExpertLimitModel model, ExpertSizes sizes)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sizes);
        double columns = model.Parameterization.SharesExperts ? sizes.ExpertWidth : sizes.Neurons;
        return 8 * ((sizes.Width * columns) + ((double)sizes.Neurons * ((5 * model.Samples) + model.Steps)) + ((double)sizes.Width * (model.Samples + model.Steps)));
    }

    /// <summary>Floating-point operations of the training.</summary>
    public static double Operations(ExpertLimitModel model, ExpertSizes sizes)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sizes);
        double columns = model.Parameterization.SharesExperts ? sizes.ExpertWidth : sizes.Neurons;
        double step = (2 * sizes.Width * columns * (model.Samples + 1)) + (sizes.Neurons * model.Samples * (100.0 + (2 * model.Samples) + (2 * model.Steps)));
        return (model.Steps + 1) * step;
    }

    private double RouterScale() => model.Regime != ExpertRegime.I ? model.RouterScale
        : (model.Parameterization.InitialDeviation(ExpertTensor.Router, zeroReadout: false)?.At(sizes) ?? 0) * Math.Sqrt(model.InputDimension);

    private double[] Fields(StreamKey key, int count, double scale)
    {
        var fields = new double[count * samples];
        var z = new double[samples];
        for (int i = 0; i < count; i++)
        {
            GaussianFill.Fill(key, (uint)i, 0, scale, z);
            for (int p = 0; p < samples; p++)
            {
                for (int k = 0; k <= p; k++)
                {
                    fields[(i * samples) + p] += model.Set.InputFactor[p, k] * z[k];
                }
            }
        }

        return fields;
    }

    private void Forward()
    {
        for (int i = 0; i < psi.Length; i++)
        {
            gates[i] = 1 / (1 + Math.Exp(-psi[i]));
        }

        input.AsSpan().Clear();
        int columns = (int)input.Rows;
        for (int j = 0; j < sizes.Neurons; j++)
        {
            for (int p = 0; p < samples; p++)
            {
                int at = (j * samples) + p;
                values[at] = Math.Tanh(u[at]);
                gated[at] = gates[(j / sizes.ExpertWidth * samples) + p] * values[at];
                input[j % columns, p] += gated[at];
            }
        }

        Multiply.Into(lapack, false, initial, false, input, 1.0 / sizes.Experts, 0, hidden, checkFinite: false);
        for (int s = 0; s < pastChanges.Count; s++)
        {
            for (int p = 0; p < samples; p++)
            {
                double overlap = 0;
                for (int j = 0; j < sizes.Neurons; j++)
                {
                    overlap += pastChanges[s][j] * gated[(j * samples) + p];
                }

                SpanProducts.Add(overlap / sizes.Experts, pastReadouts[s], hidden.Column(p));
            }
        }
    }

    private void Backward()
    {
        Multiply.Into(lapack, true, initial, false, omega, beta / sizes.Width, 0, back, checkFinite: false);
        Span<double> start = back.Column(0);
        for (int j = 0; j < v.Length; j++)
        {
            v[j] = start[j % start.Length];
        }

        for (int s = 0; s < pastChanges.Count; s++)
        {
            SpanProducts.Add(beta / sizes.Width * SpanProducts.Dot(pastReadouts[s], omega.Column(0)), pastChanges[s], v);
        }
    }

    private void Advance(double[] errors)
    {
        Span<double> now = stackalloc double[samples];
        Span<double> router = stackalloc double[samples];
        var change = new double[sizes.Neurons];
        for (int i = 0; i < sizes.Experts; i++)
        {
            ReadOnlySpan<double> g = gates.AsSpan(i * samples, samples);
            router.Clear();
            for (int a = 0; a < sizes.ExpertWidth; a++)
            {
                int j = (i * sizes.ExpertWidth) + a;
                for (int p = 0; p < samples; p++)
                {
                    double value = values[(j * samples) + p];
                    change[j] += model.LearningRate / (samples * beta) * errors[p] * g[p] * value;
                    now[p] = errors[p] * g[p] * (1 - (value * value)) * v[j];
                    router[p] += v[j] * value / beta;
                }

                Move(now, u.AsSpan(j * samples, samples));
            }

            for (int p = 0; p < samples; p++)
            {
                now[p] = errors[p] * g[p] * (1 - g[p]) * router[p];
            }

            Move(now, psi.AsSpan(i * samples, samples));
        }

        pastReadouts.Add([.. omega.Column(0)]);
        pastChanges.Add(change);
        for (int p = 0; p < samples; p++)
        {
            SpanProducts.Add(model.LearningRate / samples * errors[p], hidden.Column(p), omega.Column(0));
        }
    }

    private void Move(ReadOnlySpan<double> gradients, Span<double> fields)
    {
        for (int p = 0; p < samples; p++)
        {
            SpanProducts.Add(gradients[p], fieldSteps.AsSpan(p * samples, samples), fields);
        }
    }
}
