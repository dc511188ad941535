using Numerics.Kernels.Elementwise;
using Numerics.Kernels.Random;
using Numerics.Kernels.Reductions;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>
/// Training of one network of <see cref="FluctuationModel"/> with any number of hidden layers: the first layer by its fields (exact, since only the Gram matrix of the inputs matters),
/// further layers by their weights. Neurons of one hidden layer may have unequal shares in place of 1/N, which makes them nodes of a quadrature over the infinitely wide network.
/// </summary>
/// <remarks>
/// <code>
/// dw/dt = gamma0 sum_m Delta_m phi(h^L_m),   dW^l/dt = (gamma0/sqrt N) sum_m Delta_m g^(l+1)_m phi(h^l_m)^T,   dh^1_n/dt = gamma0 sum_m K_nm Delta_m g^1_m
/// m: rows of the batch;   Delta = y - f (centred: y - f + f_0),   g^L_m = w phi'(h^L_m),   g^l_m = phi'(h^l_m) W^lT g^(l+1)_m/sqrt N
/// Phi^l_mn = (1/N) phi(h^l_m) . phi(h^l_n),   tangent kernel K_mn = Phi^L_mn + sum_(l=1..L) G^l_mn Phi^(l-1)_mn,   G^l_mn = (1/N) g^l_m . g^l_n,   Phi^0 = inputGram
/// </code>
/// Equation: fluctuation-network
/// Source: B. Bordelon and C. Pehlevan, Dynamics of Finite Width Kernel and Prediction Fluctuations in Mean Field Neural Networks (2023), section 2.
/// <para>Deterministic. Not for several threads at once.</para>
/// </remarks>
public sealed class FluctuationNetwork
{
    // Outputs this many times as large as targets and initial outputs are on their way to infinity.
    private const double LargestRatio = 1e6;

    private readonly FluctuationModel model;
    private readonly int width;
    private readonly double[]? shares;
    private readonly double[] state;
    private readonly double[] rate;
    private readonly double[] stage;
    private readonly double[] sum;
    private readonly double[][][] features;
    private readonly double[][][] derivatives;
    private readonly double[][][] gradients;
    private readonly double[] scratch;
    private readonly double[] start;
    private readonly double[] output;

    /// <summary>A network at its start.</summary>
    /// <param name="model">What it is.</param>
    /// <param name="readout">w, one of each neuron.</param>
    /// <param name="fields">h^1 of each sample.</param>
    /// <param name="hidden">W^1 .. W^(L-1), rows one after the other; empty for one hidden layer.</param>
    /// <param name="shares">Shares of the neurons, of sum 1; null for 1/N, and always for more layers.</param>
    public FluctuationNetwork(FluctuationModel model, double[] readout, IReadOnlyList<double[]> fields, IReadOnlyList<double[]> hidden, double[]? shares = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(readout);
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(hidden);
        this.model = model;
        this.shares = shares;
        width = readout.Length;
        Samples = fields.Count;
        Layers = hidden.Count + 1;
        state = [.. readout, .. fields.SelectMany(field => field), .. hidden.SelectMany(matrix => matrix)];
        rate = new double[state.Length];
        stage = new double[model.Times.Stages.Count > 1 ? state.Length : 0];
        sum = new double[stage.Length];
        features = Vectors();
        derivatives = Vectors();
        gradients = Vectors();
        scratch = new double[width];
        start = new double[Samples];
        output = new double[Samples];
        Residuals = [.. Enumerable.Range(0, model.Times.Evaluations).Select(_ => new double[model.Training])];
    }

    /// <summary>Number of samples whose fields were given: all, or those of training alone.</summary>
    public int Samples { get; }

    /// <summary>Number of hidden layers L.</summary>
    public int Layers { get; }

    /// <summary>Delta at every evaluation that moved weights; 0 outside its batch.</summary>
    public double[][] Residuals { get; }

    /// <summary>Number of steps after which outputs were beyond every bound, and training stopped; null if that did not happen.</summary>
    public int? DivergedAt { get; private set; }

    /// <summary>f of every sample after the steps that are done, f - f_0 if centred.</summary>
    public IReadOnlyList<double> Output => output;

    /// <summary>A network of Gaussian weights.</summary>
    /// <param name="model">What it is.</param>
    /// <param name="width">N.</param>
    /// <param name="layers">Hidden layers.</param>
    /// <param name="streams">Random streams.</param>
    public static FluctuationNetwork Draw(FluctuationModel model, int width, int layers, NetworkStreams streams)
    {
        ArgumentNullException.ThrowIfNull(model);
        var readout = new double[width];
        GaussianFill.Fill(streams.Readout, 0, 0, 1, readout);
        double[][] fields = [.. Enumerable.Range(0, model.Samples).Select(_ => new double[width])];
        var column = new double[width];
        for (int k = 0; k < model.Samples; k++)
        {
            GaussianFill.Fill(streams.FirstLayer, (uint)k, 0, 1, column);
            for (int m = k; m < model.Samples; m++)
            {
                VectorUpdate.Add(model.Factor[m][k], column, fields[m]);
            }
        }

        double[][] hidden = [.. Enumerable.Range(1, layers - 1).Select(layer =>
        {
            var matrix = new double[width * width];
            for (int row = 0; row < width; row++)
            {
                GaussianFill.Fill(streams.Right(layer), (uint)row, 0, 1, matrix.AsSpan(row * width, width));
            }

            return matrix;
        })];
        return new FluctuationNetwork(model, readout, fields, hidden);
    }

    /// <summary>Trains, and tells after how many steps the network is, from 0 on.</summary>
    /// <param name="reached">Called at the start and after each step; reads <see cref="Output"/> and kernels.</param>
    public void Train(Action<int> reached)
    {
        ArgumentNullException.ThrowIfNull(reached);
        TrainingTimes times = model.Times;
        for (int step = 0; step <= times.Steps; step++)
        {
            Evaluate(state);
            if (step == 0 && model.Centred)
            {
                output.CopyTo(start, 0);
                Array.Clear(output);
            }

            if (output.Any(value => !(Math.Abs(value) <= Bound)))
            {
                DivergedAt = step;
                return;
            }

            reached(step);
            if (step < times.Steps)
            {
                Advance(step, times);
            }
        }
    }

    /// <summary>Phi^l.</summary>
    /// <param name="layer">From 1.</param>
    /// <param name="m">Sample.</param>
    /// <param name="n">Sample.</param>
    public double FeatureKernel(int layer, int m, int n) => layer == 0 ? model.Gram[m][n] : Mean(features[layer - 1][m], features[layer - 1][n]);

    /// <summary>The tangent kernel of all samples.</summary>
    public double[,] TangentKernel()
    {
        for (int m = 0; m < Samples; m++)
        {
            Backward(state, m);
        }

        var kernel = new double[Samples, Samples];
        for (int m = 0; m < Samples; m++)
        {
            for (int n = 0; n <= m; n++)
            {
                double value = FeatureKernel(Layers, m, n);
                for (int layer = 1; layer <= Layers; layer++)
                {
                    value += Mean(gradients[layer - 1][m], gradients[layer - 1][n]) * FeatureKernel(layer - 1, m, n);
                }

                kernel[m, n] = kernel[n, m] = value;
            }
        }

        return kernel;
    }

    private double Bound => LargestRatio * (1 + model.Targets.Max(Math.Abs) + (1 / model.OutputScale));

    private void Advance(int step, TrainingTimes times)
    {
        double length = times.Length(step);
        int first = step * times.Stages.Count;
        if (times.Stages.Count == 1)
        {
            Rate(state, first);
            VectorUpdate.Add(length, rate, state);
            return;
        }

        state.CopyTo(sum, 0);
        for (int s = 0; s < times.Stages.Count; s++)
        {
            double[] at = state;
            if (s > 0)
            {
                state.CopyTo(stage, 0);
                VectorUpdate.Add(length * times.Stages[s].Node, rate, stage);
                at = stage;
                Evaluate(at);
            }

            Rate(at, first + s);
            VectorUpdate.Add(length * times.Stages[s].Weight, rate, sum);
        }

        sum.CopyTo(state, 0);
    }

    /// <summary>Features and outputs of a state.</summary>
    private void Evaluate(double[] at)
    {
        for (int m = 0; m < Samples; m++)
        {
            Activations.ActivateWithDerivative<double>(model.Activation, Field(at, m), features[0][m], derivatives[0][m]);
            for (int layer = 1; layer < Layers; layer++)
            {
                ReadOnlySpan<double> weights = Hidden(at, layer);
                for (int i = 0; i < width; i++)
                {
                    scratch[i] = Reduction.Dot<double>(weights.Slice(i * width, width), features[layer - 1][m]) / Math.Sqrt(width);
                }

                Activations.ActivateWithDerivative<double>(model.Activation, scratch, features[layer][m], derivatives[layer][m]);
            }

            output[m] = (Mean(at.AsSpan(0, width), features[^1][m]) / model.OutputScale) - start[m];
        }
    }

    private void Backward(double[] at, int m)
    {
        VectorUpdate.Multiply(at.AsSpan(0, width), derivatives[^1][m], gradients[^1][m]);
        for (int layer = Layers - 1; layer >= 1; layer--)
        {
            ReadOnlySpan<double> weights = Hidden(at, layer);
            Array.Clear(scratch);
            for (int i = 0; i < width; i++)
            {
                VectorUpdate.Add(gradients[layer][m][i] / Math.Sqrt(width), weights.Slice(i * width, width), scratch);
            }

            VectorUpdate.Multiply(scratch, derivatives[layer - 1][m], gradients[layer - 1][m]);
        }
    }

    /// <summary>How the weights of a state that was evaluated move.</summary>
    private void Rate(double[] at, int evaluation)
    {
        Array.Clear(rate);
        double[] residuals = Residuals[evaluation];
        foreach (int m in model.Batch(evaluation))
        {
            residuals[m] = model.Targets[m] - output[m];
            double pull = model.OutputScale * residuals[m];
            Backward(at, m);
            VectorUpdate.Add(pull, features[^1][m], rate.AsSpan(0, width));
            for (int n = 0; n < Samples; n++)
            {
                VectorUpdate.Add(pull * model.Gram[n][m], gradients[0][m], Field(rate, n));
            }

            for (int layer = 1; layer < Layers; layer++)
            {
                Span<double> weights = Hidden(rate, layer);
                for (int i = 0; i < width; i++)
                {
                    VectorUpdate.Add(pull * gradients[layer][m][i] / Math.Sqrt(width), features[layer - 1][m], weights.Slice(i * width, width));
                }
            }
        }
    }

    private double Mean(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (shares is null)
        {
            return Reduction.Dot(a, b) / width;
        }

        VectorUpdate.Multiply(a, shares, scratch);
        return Reduction.Dot(scratch, b);
    }

    private Span<double> Field(double[] of, int sample) => of.AsSpan((1 + sample) * width, width);

    private Span<double> Hidden(double[] of, int layer) => of.AsSpan(((1 + Samples) * width) + ((layer - 1) * width * width), width * width);

    private double[][][] Vectors() => [.. Enumerable.Range(0, Layers).Select(_ => Enumerable.Range(0, Samples).Select(_ => new double[width]).ToArray())];
}
