using System.Numerics;
using Numerics.Kernels.Elementwise;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>
/// A fully connected network with L hidden layers of width N, trained by gradient descent. Written once for stored and revealed matrices, single and
/// double precision, finite width and the infinite-width solvers: they differ in the operators and site sources handed in.
/// </summary>
/// <typeparam name="T">Element type of the fields.</typeparam>
/// <remarks>
/// Forward: <c>h^1 = W0 x/sqrt(D)</c>, <c>h^(l+1) = M^l phi(h^l)</c>, <c>f = w . phi(h^L) / (gamma0 N)</c> (muP).
/// Backward: <c>g^L = w phi'(h^L)</c>, <c>z^l = M^l^T g^(l+1)</c>, <c>g^l = phi'(h^l) z^l</c>.
/// One step, all right-hand sides at time t, kap = eta gamma0 c (muP; the table of width exponents is <see cref="Parameterization"/>):
/// <c>w += kap sum_m Delta_m phi(h^L_m)</c>, <c>h^1_a += kap sum_m K_am Delta_m g^1_m</c>, <c>M^l += (kap/N) sum_m Delta_m g^(l+1)_m phi(h^l_m)^T</c>.
/// Each update has its layer's learning rate factor besides; a centred output is f(t) - f(0), in Delta and in the trajectory; phi carries the gain (docs/conventions.md).
/// Equation: network-training
/// Source: Bordelon and Pehlevan, arXiv 2205.09653.
/// Determinism: revealed matrices give the same bits for any number of threads and ranks. Not thread-safe.
/// </remarks>
public sealed class NonlinearNetwork<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly NetworkOptions options;
    private readonly TrainingSet set;
    private readonly PanelAlgebra<T> algebra;
    private readonly IReadOnlyList<LowRankPlus<T>> matrices;
    private readonly Panel<T>[] fields;
    private readonly Panel<T> features;
    private readonly Panel<T> gradients;
    private readonly Panel<T> backward;
    private readonly Panel<T> readout;
    private readonly bool isInfinite;
    private double[]? initialOutput;

    /// <summary>Draws the first layer and the readout.</summary>
    /// <param name="options">Architecture and training.</param>
    /// <param name="set">Data.</param>
    /// <param name="matrices">M^1 .. M^(L-1) at initialisation.</param>
    /// <param name="sites">Site sources of layers 1 .. L.</param>
    /// <param name="keys">Streams of the first layer and the readout.</param>
    /// <param name="executor">Threads.</param>
    /// <param name="isInfinite">Whether the width counts sites of an infinitely wide network, whose output before training is zero.</param>
    public NonlinearNetwork(
        NetworkOptions options,
        TrainingSet set,
        IReadOnlyList<LowRankPlus<T>> matrices,
        IReadOnlyList<ISiteSource<T>> sites,
        NetworkStreams keys,
        ShardExecutor executor,
        bool isInfinite = false)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(matrices);
        ArgumentNullException.ThrowIfNull(sites);
        ArgumentNullException.ThrowIfNull(executor);
        if (options.Depth < 2 || matrices.Count != options.Depth - 1 || sites.Count != options.Depth)
        {
            throw new ArgumentException(
                $"A network of depth {options.Depth} needs depth >= 2, {options.Depth - 1} matrices and {options.Depth} site sources; "
                + $"{matrices.Count} and {sites.Count} were given.");
        }

        if (options.LearningRateFactors.Refusal(matrices.Count) is { } refusal)
        {
            throw new ArgumentException(refusal, nameof(options));
        }

        this.options = options;
        this.set = set;
        this.matrices = matrices;
        this.isInfinite = isInfinite;
        algebra = new PanelAlgebra<T>(executor);
        RowShards shards = executor.Cut(options.Width);
        fields = Enumerable.Range(0, options.Depth).Select(_ => new Panel<T>(shards, set.Samples, algebra.Executor.Buffers)).ToArray();
        features = new Panel<T>(shards, set.Samples, algebra.Executor.Buffers);
        gradients = new Panel<T>(shards, set.Samples, algebra.Executor.Buffers);
        backward = new Panel<T>(shards, set.Samples, algebra.Executor.Buffers);
        readout = new Panel<T>(shards, 1, algebra.Executor.Buffers);
        DrawFirstLayer(sites[0], keys.FirstLayer);
        sites[^1].Draw(keys.Readout, 0, null, readout.View(), 1);
    }

    /// <summary>The hidden matrices with their spikes.</summary>
    public IReadOnlyList<LowRankPlus<T>> Matrices => matrices;

    /// <summary>Trains for the steps of the options.</summary>
    /// <param name="report">Called with the fraction done.</param>
    /// <param name="cancellation">Checked before every step.</param>
    /// <returns>The trajectory; a diverging run returns what it has, with the step named.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public TrainingTrajectory Train(Action<double>? report = null, CancellationToken cancellation = default)
    {
        var loss = new List<double>();
        var outputs = new List<double[]>();
        var marks = matrices.Select(_ => new LayerMark[options.Steps + 1]).ToArray();
        for (int step = 0; step <= options.Steps; step++)
        {
            algebra.Executor.Communicator.ThrowIfCancelled(cancellation);
            Mark(marks, step);
            double[] output = Centred(Forward(isFirst: step == 0));
            outputs.Add(output);
            loss.Add(MeanLoss(output));
            if (!double.IsFinite(loss[^1]) || loss[^1] > options.DivergenceFactor * Math.Max(0.5, loss[0]))
            {
                return new TrainingTrajectory(loss, outputs, marks, step);
            }

            if (step < options.Steps)
            {
                BackwardAndUpdate(step, output);
            }

            report?.Invoke((step + 1.0) / (options.Steps + 1));
        }

        return new TrainingTrajectory(loss, outputs, marks, null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Panel<T> panel in fields.Append(features).Append(gradients).Append(backward).Append(readout))
        {
            panel.Dispose();
        }
    }

    private void DrawFirstLayer(ISiteSource<T> sites, StreamKey key)
    {
        using var sources = new Panel<T>(fields[0].Shards, set.Samples, algebra.Executor.Buffers);
        sites.Draw(key, 0, null, sources.View(), 1);
        algebra.Clear(fields[0].View());
        DenseMatrix<double> factor = set.InputFactor.Transpose();
        algebra.AddProduct(sources.View(), factor, fields[0].View());
    }

    private void Mark(LayerMark[][] marks, int step)
    {
        for (int layer = 0; layer < marks.Length; layer++)
        {
            marks[layer][step] = LayerMark.Of(matrices[layer]);
        }
    }

    /// <summary>Forward pass; leaves phi(h^L) in the feature panel.</summary>
    private double[] Forward(bool isFirst)
    {
        for (int layer = 0; layer < options.Depth; layer++)
        {
            Activate(fields[layer]);
            if (layer < matrices.Count)
            {
                matrices[layer].Multiply(features.View(), fields[layer + 1].View());
            }
        }

        if (isFirst && isInfinite)
        {
            InfiniteReadout.Orthogonalize(algebra, features, readout);
            return new double[set.Samples];
        }

        var sums = new DenseMatrix<double>(1, set.Samples);
        algebra.Gram(readout.View(), features.View(), sums);
        double multiplier = options.Parameterization.OutputMultiplier(options.OutputScale, options.Width);
        return Enumerable.Range(0, set.Samples).Select(m => multiplier * sums[0, m]).ToArray();
    }

    /// <summary>The output less that of the first call, if it is to be centred.</summary>
    private double[] Centred(double[] output)
    {
        if (!options.CentreOutput)
        {
            return output;
        }

        initialOutput ??= output;
        return output.Select((f, m) => f - initialOutput[m]).ToArray();
    }

    private void BackwardAndUpdate(int step, double[] output)
    {
        IReadOnlyList<int> batch = set.Batch(step);
        double weight = options.LossWeight(batch.Count);
        double kappa = options.Parameterization.StepSize(options.LearningRate, options.OutputScale, weight, options.Width);
        double spike = options.Parameterization.SpikeStrength(options.LearningRate, options.OutputScale, weight, options.Width);
        LearningRateFactors factors = options.LearningRateFactors;
        double[] Changes(double size) => batch.Select(m => size * (set.Targets[m] - output[m])).ToArray();

        PanelView<T> g = gradients.View(0, batch.Count);
        PanelView<T> z = backward.View(0, batch.Count);
        MultiplyByDerivative(fields[^1], batch, column: _ => readout.View(), g);
        UpdateReadout(batch, Changes(kappa * factors.Readout));
        for (int layer = matrices.Count - 1; layer >= 0; layer--)
        {
            matrices[layer].MultiplyTransposed(g, z);
            AddSpikes(layer, batch, Changes(spike * factors.OfHidden(layer)));
            MultiplyByDerivative(fields[layer], batch, column: j => z.Slice(j, 1), g);
        }

        UpdateFirstLayer(batch, Changes(kappa * factors.First), g);
    }

    private void UpdateReadout(IReadOnlyList<int> batch, double[] changes)
    {
        var coefficients = new DenseMatrix<double>(set.Samples, 1);
        for (int j = 0; j < batch.Count; j++)
        {
            coefficients[batch[j], 0] = changes[j];
        }

        algebra.AddProduct(features.View(), coefficients, readout.View());
    }

    private void UpdateFirstLayer(IReadOnlyList<int> batch, double[] changes, PanelView<T> g)
    {
        var coefficients = new DenseMatrix<double>(batch.Count, set.Samples);
        for (int a = 0; a < set.Samples; a++)
        {
            for (int j = 0; j < batch.Count; j++)
            {
                coefficients[j, a] = changes[j] * set.InputGram[a, batch[j]];
            }
        }

        algebra.AddProduct(g, coefficients, fields[0].View());
    }

    /// <summary>The left queries just asked pair with the right queries of the last forward pass.</summary>
    private void AddSpikes(int layer, IReadOnlyList<int> batch, double[] strengths)
    {
        LowRankPlus<T> matrix = matrices[layer];
        int firstLeft = matrix.Gaussian.Left.Count - batch.Count;
        int firstRight = matrix.Gaussian.Right.Count - set.Samples;
        for (int j = 0; j < batch.Count; j++)
        {
            matrix.AddSpike(new Spike(firstLeft + j, firstRight + batch[j], strengths[j]));
        }
    }

    private void Activate(Panel<T> field)
    {
        algebra.Executor.Run(field.Shards, shard =>
        {
            for (int m = 0; m < set.Samples; m++)
            {
                Activations.Activate<T>(options.Activation, field.Column(shard, m), features.Column(shard, m));
            }
        });
        ApplyGain(features.View());
    }

    private void MultiplyByDerivative(Panel<T> field, IReadOnlyList<int> batch, Func<int, PanelView<T>> column, PanelView<T> target)
    {
        algebra.Executor.Run(field.Shards, shard =>
        {
            for (int j = 0; j < batch.Count; j++)
            {
                Activations.MultiplyByDerivative<T>(
                    options.Activation, field.Column(shard, batch[j]), column(j).Column(shard, 0), target.Column(shard, j));
            }
        });
        ApplyGain(target);
    }

    private void ApplyGain(PanelView<T> values)
    {
        if (options.ActivationFactor != 1)
        {
            algebra.Scale(values, options.ActivationFactor, values);
        }
    }

    private double MeanLoss(double[] output) =>
        output.Select((f, m) => (set.Targets[m] - f) * (set.Targets[m] - f)).Sum() / (2 * set.Samples);
}
