using Numerics.Kernels.Elementwise;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>A network with one mixture-of-experts layer, trained by gradient descent or Adam on all samples.</summary>
/// <remarks>
/// <code>
/// h   = tanh(W_in^T x)     psi = Q^T h     e_i = tanh(W1_i^T h)
/// h_agg = sum_{i in TopK(psi)} G_i W2_i^T e_i,   f = w_out . h_agg,   L = (1/2B) sum_b (f_b - y_b)^2
/// G_i = 1/(K (1 + exp(-psi_i)))  or  exp(psi_i) over its sum over the active experts
/// </code>
/// Top-K passes gradients through the active gates only. Experts are one matrix: W1 N x (M N_e), W2 (M N_e) x N. There is no residual stream beside the layer.
/// Initial values, rates and Adam's epsilons: <see cref="ExpertParameterization"/>. Adam: beta 0.9 and 0.999, epsilon 1e-8 times the table.
/// Equation: expert-network
/// Determinism: a function of the streams, and the bits of the LAPACK provider. Not thread-safe.
/// </remarks>
public sealed class MixtureNetwork : IDisposable
{
    private const double FirstDecay = 0.9;
    private const double SecondDecay = 0.999;
    private const double Epsilon = 1e-8;
    private static readonly ExpertTensor[] Tensors = [ExpertTensor.Input, ExpertTensor.Router, ExpertTensor.ExpertIn, ExpertTensor.ExpertOut, ExpertTensor.Readout];

    private readonly Lapack lapack;
    private readonly ExpertTask task;
    private readonly ExpertSizes sizes;
    private readonly int batch;
    private readonly DenseMatrix<double>[] weights;
    private readonly DenseMatrix<double>[] gradients;
    private readonly DenseMatrix<double>[] firstMoments;
    private readonly DenseMatrix<double>[] secondMoments;
    private readonly DenseMatrix<double> initialOut;
    private readonly DenseMatrix<double> initialExperts;

    // Fields of the last forward pass: N x B, M x B, (M N_e) x B.
    private readonly DenseMatrix<double> hidden;
    private readonly DenseMatrix<double> logits;
    private readonly DenseMatrix<double> gates;
    private readonly DenseMatrix<double> experts;
    private readonly DenseMatrix<double> gated;
    private readonly DenseMatrix<double> aggregate;
    private readonly DenseMatrix<double> expertGradient;
    private readonly DenseMatrix<double> routerGradient;
    private readonly DenseMatrix<double> hiddenGradient;
    private readonly DenseMatrix<double> backward;
    private int steps;

    /// <summary>Draws the network.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="task">Sizes, scales, data, optimizer.</param>
    /// <param name="key">Stream of each tensor.</param>
    public MixtureNetwork(Lapack lapack, ExpertTask task, Func<uint, StreamKey> key)
    {
        ArgumentNullException.ThrowIfNull(lapack);
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(key);
        this.lapack = lapack;
        this.task = task;
        sizes = task.Sizes;
        batch = task.Targets.Count;
        int width = sizes.Width, neurons = sizes.Neurons;
        weights = [New(task.Inputs.Rows, width), New(width, sizes.Experts), New(width, neurons), New(neurons, width), New(width, 1)];
        gradients = [.. weights.Select(weight => New(weight.Rows, weight.Columns))];
        bool adam = task.Optimizer == ExpertOptimizer.Adam;
        firstMoments = adam ? [.. weights.Select(weight => New(weight.Rows, weight.Columns))] : [];
        secondMoments = adam ? [.. weights.Select(weight => New(weight.Rows, weight.Columns))] : [];
        foreach (ExpertTensor tensor in Tensors)
        {
            Draw(tensor, key((uint)tensor));
        }

        hidden = New(width, batch);
        logits = New(sizes.Experts, batch);
        gates = New(sizes.Experts, batch);
        experts = New(neurons, batch);
        gated = New(neurons, batch);
        aggregate = New(width, batch);
        expertGradient = New(neurons, batch);
        routerGradient = New(sizes.Experts, batch);
        hiddenGradient = New(width, batch);
        backward = New(neurons, 1);
        initialOut = this[ExpertTensor.ExpertOut].Clone();
        Forward();
        initialExperts = experts.Clone();
    }

    /// <summary>f_b of the weights as they are.</summary>
    public double[] Output { get; private set; } = [];

    /// <summary>Loss of the weights as they are.</summary>
    public double Loss => Output.Select((f, b) => (f - task.Targets[b]) * (f - task.Targets[b])).Sum() / (2 * batch);

    /// <summary>(1/B) sum_b y_b f_b: the output along the targets.</summary>
    public double Alignment => SpanProducts.Dot(Output, [.. task.Targets]) / batch;

    /// <summary>The weights as they are.</summary>
    public DenseMatrix<double> this[ExpertTensor tensor] => weights[(int)tensor];

    /// <summary>One step.</summary>
    public void Step()
    {
        double[] errors = [.. Output.Select((f, b) => (task.Targets[b] - f) / batch)];
        Descend(errors);
        steps++;
        foreach (ExpertTensor tensor in Tensors)
        {
            Update(tensor);
        }

        Forward();
    }

    /// <summary>The decomposition of what the experts write and of what comes back, at the weights as they are.</summary>
    public ExpertParts Parts()
    {
        using DenseMatrix<double> fixedOut = New(sizes.Width, batch);
        using DenseMatrix<double> initial = New(sizes.Width, batch);
        using DenseMatrix<double> initialGated = New(sizes.Neurons, batch);
        Gate(initialExperts, initialGated);
        Multiply.Into(lapack, true, initialOut, false, gated, 1, 0, fixedOut, checkFinite: false);
        Multiply.Into(lapack, true, initialOut, false, initialGated, 1, 0, initial, checkFinite: false);
        using DenseMatrix<double> back = New(sizes.Neurons, 1);
        using DenseMatrix<double> initialBack = New(sizes.Neurons, 1);
        Multiply.Into(lapack, false, this[ExpertTensor.ExpertOut], false, this[ExpertTensor.Readout], sizes.ExpertWidth, 0, back, checkFinite: false);
        Multiply.Into(lapack, false, initialOut, false, this[ExpertTensor.Readout], sizes.ExpertWidth, 0, initialBack, checkFinite: false);
        return new ExpertParts(
            Root(initial), Root(aggregate, fixedOut), Root(fixedOut, initial), Root(aggregate), Root(initialBack), Root(back, initialBack));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        DenseMatrix<double>[] fields = [hidden, logits, gates, experts, gated, aggregate, expertGradient, routerGradient, hiddenGradient, backward, initialOut, initialExperts];
        Array.ForEach([.. weights, .. gradients, .. firstMoments, .. secondMoments, .. fields], matrix => matrix.Dispose());
    }

    /// <summary>Bytes of a network.</summary>
    public static double Bytes(ExpertTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        double width = task.Sizes.Width, neurons = task.Sizes.Neurons, copies = task.Optimizer == ExpertOptimizer.Adam ? 4 : 2;
        double parameters = width * ((2 * neurons) + task.Sizes.Experts + task.Inputs.Rows);
        return 8 * ((copies * parameters) + (width * neurons) + (task.Targets.Count * ((6 * neurons) + (4 * width))));
    }

    /// <summary>Floating-point operations of a step.</summary>
    public static double StepOperations(ExpertTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        double width = task.Sizes.Width, neurons = task.Sizes.Neurons;
        return (10 * width * neurons * task.Targets.Count) + (40 * width * neurons) + (200 * neurons * task.Targets.Count);
    }

    private static DenseMatrix<double> New(long rows, long columns) => new(rows, columns);

    private static double Root(DenseMatrix<double> x) => Math.Sqrt(SpanProducts.Dot(x.AsSpan(), x.AsSpan()) / x.AsSpan().Length);

    private static double Root(DenseMatrix<double> x, DenseMatrix<double> y)
    {
        ReadOnlySpan<double> left = x.AsSpan(), right = y.AsSpan();
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += (left[i] - right[i]) * (left[i] - right[i]);
        }

        return Math.Sqrt(sum / left.Length);
    }

    private void Draw(ExpertTensor tensor, StreamKey key)
    {
        DenseMatrix<double> weight = this[tensor];
        double deviation = task.Parameterization.InitialDeviation(tensor, task.ZeroReadout)?.At(sizes) ?? 0;
        deviation *= tensor == ExpertTensor.Input ? 1 / Math.Sqrt(task.Inputs.Rows) : 1;
        bool shared = task.Parameterization.SharesExperts && (tensor is ExpertTensor.ExpertIn or ExpertTensor.ExpertOut);
        // The experts are rows of W2; drawing its transpose gives every expert neuron a column of its own.
        bool byRows = tensor == ExpertTensor.ExpertOut;
        long vectors = byRows ? weight.Rows : weight.Columns, length = byRows ? weight.Columns : weight.Rows;
        var column = new double[length];
        for (long j = 0; j < vectors; j++)
        {
            GaussianFill.Fill(key, (uint)(shared ? j % sizes.ExpertWidth : j), 0, deviation, column);
            for (int i = 0; i < length; i++)
            {
                weight[byRows ? j : i, byRows ? i : j] = column[i];
            }
        }
    }

    private void Forward()
    {
        Multiply.Into(lapack, true, this[ExpertTensor.Input], false, task.Inputs, 1, 0, hidden, checkFinite: false);
        Activations.Activate<double>(ActivationKind.Tanh, hidden.AsSpan(), hidden.AsSpan());
        Multiply.Into(lapack, true, this[ExpertTensor.Router], false, hidden, 1, 0, logits, checkFinite: false);
        Multiply.Into(lapack, true, this[ExpertTensor.ExpertIn], false, hidden, 1, 0, experts, checkFinite: false);
        Activations.Activate<double>(ActivationKind.Tanh, experts.AsSpan(), experts.AsSpan());
        for (int b = 0; b < batch; b++)
        {
            ExpertRouting.Gates(task.Gates, sizes.Active, logits.Column(b), gates.Column(b));
        }

        Gate(experts, gated);
        Multiply.Into(lapack, true, this[ExpertTensor.ExpertOut], false, gated, 1, 0, aggregate, checkFinite: false);
        Output = [.. Enumerable.Range(0, batch).Select(b => SpanProducts.Dot(this[ExpertTensor.Readout].Column(0), aggregate.Column(b)))];
    }

    private void Gate(DenseMatrix<double> values, DenseMatrix<double> product)
    {
        for (int b = 0; b < batch; b++)
        {
            ReadOnlySpan<double> value = values.Column(b), gate = gates.Column(b);
            Span<double> result = product.Column(b);
            for (int j = 0; j < result.Length; j++)
            {
                result[j] = gate[j / sizes.ExpertWidth] * value[j];
            }
        }
    }

    /// <summary>Negative gradients of all tensors.</summary>
    /// <param name="errors">(y - f)/B.</param>
    private void Descend(double[] errors)
    {
        DenseMatrix<double> readout = this[ExpertTensor.Readout];
        Multiply.Into(lapack, false, this[ExpertTensor.ExpertOut], false, readout, 1, 0, backward, checkFinite: false);
        for (int b = 0; b < batch; b++)
        {
            Descend(errors[b], b);
        }

        using DenseMatrix<double> error = New(batch, 1);
        errors.CopyTo(error.Column(0));
        using DenseMatrix<double> pull = New(sizes.Neurons, 1);
        Multiply.Into(lapack, false, aggregate, false, error, 1, 0, gradients[(int)ExpertTensor.Readout], checkFinite: false);
        Multiply.Into(lapack, false, gated, false, error, 1, 0, pull, checkFinite: false);
        Multiply.Into(lapack, false, pull, true, readout, 1, 0, gradients[(int)ExpertTensor.ExpertOut], checkFinite: false);
        Multiply.Into(lapack, false, hidden, true, expertGradient, 1, 0, gradients[(int)ExpertTensor.ExpertIn], checkFinite: false);
        Multiply.Into(lapack, false, hidden, true, routerGradient, 1, 0, gradients[(int)ExpertTensor.Router], checkFinite: false);
        Multiply.Into(lapack, false, this[ExpertTensor.ExpertIn], false, expertGradient, 1, 0, hiddenGradient, checkFinite: false);
        Multiply.Into(lapack, false, this[ExpertTensor.Router], false, routerGradient, 1, 1, hiddenGradient, checkFinite: false);
        Span<double> back = hiddenGradient.AsSpan(), h = hidden.AsSpan();
        for (int i = 0; i < back.Length; i++)
        {
            back[i] *= 1 - (h[i] * h[i]);
        }

        Multiply.Into(lapack, false, task.Inputs, true, hiddenGradient, 1, 0, gradients[(int)ExpertTensor.Input], checkFinite: false);
    }

    /// <summary>What reaches the fields of experts and router from one sample.</summary>
    private void Descend(double error, int sample)
    {
        ReadOnlySpan<double> e = experts.Column(sample), gate = gates.Column(sample), v = backward.Column(0);
        Span<double> field = expertGradient.Column(sample), outputs = routerGradient.Column(sample);
        for (int i = 0; i < sizes.Experts; i++)
        {
            outputs[i] = 0;
            for (int a = 0; a < sizes.ExpertWidth; a++)
            {
                int j = (i * sizes.ExpertWidth) + a;
                field[j] = error * gate[i] * v[j] * (1 - (e[j] * e[j]));
                outputs[i] += v[j] * e[j];
            }
        }

        ExpertRouting.Gradient(task.Gates, sizes.Active, gate, error, outputs);
    }

    private void Update(ExpertTensor tensor)
    {
        double rate = task.LearningRate * ExpertParameterization.LearningRate(tensor, task.Optimizer).At(sizes);
        rate /= tensor == ExpertTensor.Input ? task.Inputs.Rows : 1;
        Span<double> weight = this[tensor].AsSpan();
        ReadOnlySpan<double> gradient = gradients[(int)tensor].AsSpan();
        if (task.Optimizer == ExpertOptimizer.Sgd)
        {
            SpanProducts.Add(rate, gradient, weight);
            return;
        }

        double epsilon = Epsilon * ExpertParameterization.Epsilon(tensor).At(sizes);
        double first = 1 / (1 - Math.Pow(FirstDecay, steps)), second = 1 / (1 - Math.Pow(SecondDecay, steps));
        Span<double> m = firstMoments[(int)tensor].AsSpan(), s = secondMoments[(int)tensor].AsSpan();
        for (int i = 0; i < weight.Length; i++)
        {
            m[i] = (FirstDecay * m[i]) + ((1 - FirstDecay) * gradient[i]);
            s[i] = (SecondDecay * s[i]) + ((1 - SecondDecay) * gradient[i] * gradient[i]);
            weight[i] += rate * first * m[i] / (Math.Sqrt(second * s[i]) + epsilon);
        }
    }
}
