using Numerics.Kernels.Elementwise;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Sparse;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks.Spatial;

/// <summary>A network of rates with a given connectivity, in time: dx/dt = -x + J phi(x) + noise, with the tangent vector of its largest Lyapunov exponent.</summary>
/// <remarks>
/// phi is tanh for excitatory and 5 tanh(x/5) for inhibitory neurons: slope 1 at rest, and a ceiling of inhibition that keeps loops of both from freezing. Heun's method for the drift
/// (error of a growth rate of the order of step^2), then the noise, of standard deviation noise sqrt(step). The tangent vector obeys the derivative of the step itself.
/// Determinism: initial state, noise of a step and tangent vector are addressed by stream, step and neuron; bits do not depend on threads.
/// </remarks>
public sealed class RateNetwork
{
    private readonly SparseMatrix connectivity;
    private readonly int excitatory;
    private readonly RateSettings settings;
    private readonly ShardExecutor executor;
    private readonly StreamKey noiseStream;
    private readonly double[] state;
    private readonly double[] tangent;
    private readonly double[] predicted;
    private readonly double[] predictedTangent;
    private readonly double[] noise;
    private readonly double[] response;
    private readonly double[] responseTangent;
    private readonly double[] pairs;
    private readonly double[] first;
    private readonly double[] second;

    /// <summary>The initial state.</summary>
    /// <param name="connectivity">J, square.</param>
    /// <param name="excitatory">Number of excitatory neurons, which come first.</param>
    /// <param name="settings">Time and noise.</param>
    /// <param name="initial">Stream of the initial state.</param>
    /// <param name="noise">Stream of the noise; column n is step n.</param>
    /// <param name="tangent">Stream of the initial tangent vector.</param>
    /// <param name="executor">Threads.</param>
    public RateNetwork(
        SparseMatrix connectivity, int excitatory, RateSettings settings, StreamKey initial, StreamKey noise, StreamKey tangent, ShardExecutor executor)
    {
        ArgumentNullException.ThrowIfNull(connectivity);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(executor);
        (this.connectivity, this.excitatory, this.settings, this.executor, noiseStream) = (connectivity, excitatory, settings, executor, noise);
        int n = connectivity.Rows;
        state = new double[n];
        this.tangent = new double[n];
        predicted = new double[n];
        predictedTangent = new double[n];
        this.noise = new double[n];
        response = new double[n];
        responseTangent = new double[n];
        pairs = new double[2 * n];
        first = new double[2 * n];
        second = new double[2 * n];
        GaussianFill.Fill(initial, 0, 0, settings.InitialAmplitude, state);
        GaussianFill.Fill(tangent, 0, 0, 1, this.tangent);
        _ = Normalize();
    }

    /// <summary>x.</summary>
    public ReadOnlySpan<double> State => state;

    /// <summary>Steps taken.</summary>
    public int Steps { get; private set; }

    /// <summary>tanh(x) of the excitatory neurons.</summary>
    /// <param name="activity">One number for each excitatory neuron.</param>
    public void ExcitatoryActivity(Span<double> activity) => Activations.Activate(ActivationKind.Tanh, state.AsSpan(0, excitatory), activity);

    /// <summary>One step.</summary>
    /// <returns>Logarithm of the growth of the tangent vector.</returns>
    public double Step()
    {
        double h = settings.Step;
        Product(state, tangent, first);
        for (int i = 0; i < state.Length; i++)
        {
            first[2 * i] -= state[i];
            first[(2 * i) + 1] -= tangent[i];
            predicted[i] = state[i] + (h * first[2 * i]);
            predictedTangent[i] = tangent[i] + (h * first[(2 * i) + 1]);
        }

        if (settings.Scheme == RateScheme.Heun)
        {
            Product(predicted, predictedTangent, second);
            for (int i = 0; i < state.Length; i++)
            {
                predicted[i] = state[i] + (h / 2 * (first[2 * i] + second[2 * i] - predicted[i]));
                predictedTangent[i] = tangent[i] + (h / 2 * (first[(2 * i) + 1] + second[(2 * i) + 1] - predictedTangent[i]));
            }
        }

        predicted.CopyTo(state, 0);
        predictedTangent.CopyTo(tangent, 0);
        if (settings.Noise > 0)
        {
            GaussianFill.Fill(noiseStream, (uint)Steps, 0, settings.Noise * Math.Sqrt(h), noise);
            for (int i = 0; i < state.Length; i++)
            {
                state[i] += noise[i];
            }
        }

        Steps++;
        return Normalize();
    }

    /// <summary>J phi(x) and J phi'(x) v, interleaved.</summary>
    private void Product(double[] x, double[] v, double[] product)
    {
        Activations.ActivateAndMultiplyByDerivative(
            ActivationKind.Tanh, (ReadOnlySpan<double>)x.AsSpan(0, excitatory), v.AsSpan(0, excitatory), response.AsSpan(0, excitatory), responseTangent.AsSpan(0, excitatory));
        Span<double> scaled = response.AsSpan(excitatory);
        for (int i = excitatory; i < x.Length; i++)
        {
            scaled[i - excitatory] = x[i] / SpatialNetwork.InhibitoryCeiling;
        }

        // d/dx 5 tanh(x/5) = tanh'(x/5).
        Activations.MultiplyByDerivative(ActivationKind.Tanh, (ReadOnlySpan<double>)scaled, v.AsSpan(excitatory), responseTangent.AsSpan(excitatory));
        Activations.Activate(ActivationKind.Tanh, (ReadOnlySpan<double>)scaled, scaled);
        for (int i = 0; i < x.Length; i++)
        {
            pairs[2 * i] = i < excitatory ? response[i] : SpatialNetwork.InhibitoryCeiling * response[i];
            pairs[(2 * i) + 1] = responseTangent[i];
        }

        connectivity.MultiplyPairs(executor, pairs, product);
    }

    private double Normalize()
    {
        double sum = 0;
        foreach (double v in tangent)
        {
            sum += v * v;
        }

        double norm = Math.Sqrt(sum);
        for (int i = 0; i < tangent.Length; i++)
        {
            tangent[i] /= norm;
        }

        return Math.Log(norm);
    }
}
