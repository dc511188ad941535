using System.Numerics;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>
/// The plain route of <see cref="NonlinearTraining{T}"/>: product by product, each one pass over memory. Written once for stored and revealed matrices, single and
/// double precision, finite width and the infinite-width solvers: they differ in the operators and site sources handed in.
/// </summary>
/// <typeparam name="T">Element type of the fields.</typeparam>
/// <remarks>The reference for <see cref="SweptNetwork{T}"/>.</remarks>
public class NonlinearNetwork<T> : NonlinearTraining<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PanelAlgebra<T> algebra;
    private readonly IReadOnlyList<LowRankPlus<T>> matrices;
    private readonly Panel<T>[] fields;
    private readonly Panel<T> features;
    private readonly Panel<T> gradients;
    private readonly Panel<T> backward;
    private readonly Panel<T> readout;
    private readonly Panel<T>? seeds;
    private readonly WeightVelocity<T>? readoutVelocity;
    private readonly WeightVelocity<T>? firstVelocity;
    private readonly bool isInfinite;
    private readonly bool ownsMatrices;

    /// <summary>Draws the first layer and the readout.</summary>
    /// <param name="options">Architecture and training.</param>
    /// <param name="set">Data.</param>
    /// <param name="matrices">M^1 .. M^(L-1) at initialisation.</param>
    /// <param name="sites">Site sources of layers 1 .. L.</param>
    /// <param name="keys">Streams of the first layer and the readout.</param>
    /// <param name="executor">Threads.</param>
    /// <param name="isInfinite">Whether the width counts sites of an infinitely wide network, whose output before training is zero.</param>
    /// <param name="ownsMatrices">Whether the matrices are disposed with the network.</param>
    public NonlinearNetwork(
        NetworkOptions options,
        TrainingSet set,
        IReadOnlyList<LowRankPlus<T>> matrices,
        IReadOnlyList<ISiteSource<T>> sites,
        NetworkStreams keys,
        ShardExecutor executor,
        bool isInfinite = false,
        bool ownsMatrices = false)
        : base(options, set, executor)
    {
        ArgumentNullException.ThrowIfNull(matrices);
        ArgumentNullException.ThrowIfNull(sites);
        if (matrices.Count != options.Depth - 1 || sites.Count != options.Depth)
        {
            throw new ArgumentException(
                $"A network of depth {options.Depth} needs depth >= 2, {options.Depth - 1} matrices and {options.Depth} site sources; "
                + $"{matrices.Count} and {sites.Count} were given.");
        }

        this.matrices = matrices;
        this.isInfinite = isInfinite;
        this.ownsMatrices = ownsMatrices;
        algebra = new PanelAlgebra<T>(executor);
        RowShards shards = executor.Cut(options.Width);
        fields = Enumerable.Range(0, options.Depth).Select(_ => new Panel<T>(shards, set.Samples, algebra.Executor.Buffers)).ToArray();
        features = new Panel<T>(shards, set.Samples, algebra.Executor.Buffers);
        gradients = new Panel<T>(shards, set.Samples, algebra.Executor.Buffers);
        backward = new Panel<T>(shards, set.Samples, algebra.Executor.Buffers);
        readout = new Panel<T>(shards, set.Outputs, algebra.Executor.Buffers);
        seeds = set.Outputs == 1 ? null : new Panel<T>(shards, set.Samples, algebra.Executor.Buffers);
        if (options.Optimizer is { } optimizer)
        {
            readoutVelocity = new WeightVelocity<T>(optimizer, readout, executor);
            firstVelocity = new WeightVelocity<T>(optimizer, fields[0], executor);
        }

        DrawFirstLayer(sites[0], keys.FirstLayer);
        sites[^1].Draw(keys.Readout, 0, null, readout.View(), 1);
    }

    /// <summary>The hidden matrices with their spikes.</summary>
    public IReadOnlyList<LowRankPlus<T>> Matrices => matrices;

    /// <inheritdoc/>
    public override IReadOnlyList<ISpikedMatrix<T>> Trained => matrices;

    /// <inheritdoc/>
    private protected override BasisEvidence? Bases => BasisEvidence.Of(matrices.SelectMany(matrix => new[] { matrix.Gaussian.Left.Record, matrix.Gaussian.Right.Record }));

    /// <summary>Arithmetic of panels.</summary>
    private protected PanelAlgebra<T> Algebra => algebra;

    /// <summary>h^1.</summary>
    private protected Panel<T> First => fields[0];

    /// <summary>w.</summary>
    private protected Panel<T> Readout => readout;

    /// <inheritdoc/>
    private protected override LayerMark Mark(int layer, int step) => LayerMark.Of(matrices[layer]);

    /// <inheritdoc/>
    private protected override void Weigh(int step)
    {
        if (Options.Optimizer is not { } optimizer)
        {
            return;
        }

        foreach (LowRankPlus<T> matrix in matrices)
        {
            if (!matrix.TryAdvance(optimizer.Retained(step), optimizer.Momentum, optimizer.WeightDecay, step > 0 ? optimizer.Factor(step - 1) : 1))
            {
                matrix.Weigh(optimizer.Retained(step), [.. Enumerable.Range(0, step).SelectMany(past => Enumerable.Repeat(optimizer.Weight(step, past), Set.Batch(past).Count))]);
            }
        }
    }

    /// <summary>Forward pass; leaves phi(h^L) in the feature panel.</summary>
    private protected override double[] Forward(int step)
    {
        double[] sums = Propagate();
        if (step > 0 || !isInfinite)
        {
            return sums;
        }

        InfiniteReadout.Orthogonalize(algebra, features, readout);
        return new double[sums.Length];
    }

    /// <summary>The forward pass of the present state.</summary>
    private protected double[] Propagate()
    {
        for (int layer = 0; layer < Options.Depth; layer++)
        {
            Activate(fields[layer]);
            if (layer < matrices.Count)
            {
                matrices[layer].Multiply(features.View(), fields[layer + 1].View());
            }
        }

        var sums = new DenseMatrix<double>(Set.Outputs, Set.Samples);
        algebra.Gram(readout.View(), features.View(), sums);
        return sums.AsSpan().ToArray();
    }

    /// <inheritdoc/>
    private protected override void Descend(GradientStep step) => Backpropagate(
        step,
        (values, changes) => Update(values, changes, readout, readoutVelocity),
        (layer, spikes) =>
        {
            foreach (Spike spike in spikes)
            {
                matrices[layer].AddSpike(spike);
            }
        },
        (values, changes) => Update(values, changes, fields[0], firstVelocity));

    /// <summary>The backward pass of the present state, whose forward pass has been made.</summary>
    /// <param name="step">Coefficients.</param>
    /// <param name="moveReadout">Given phi(h^L) and what w moves by in it.</param>
    /// <param name="addSpikes">Given the spikes of every hidden matrix.</param>
    /// <param name="moveFirst">Given g^1 and what h^1 moves by in it.</param>
    private protected void Backpropagate(
        GradientStep step, Action<PanelView<T>, DenseMatrix<double>> moveReadout, Action<int, IEnumerable<Spike>> addSpikes, Action<PanelView<T>, DenseMatrix<double>> moveFirst)
    {
        PanelView<T> g = gradients.View(0, step.Batch.Count);
        PanelView<T> z = backward.View(0, step.Batch.Count);
        if (seeds is not null)
        {
            algebra.Clear(seeds.View(0, step.Batch.Count));
            algebra.AddProduct(readout.View(), step.Errors, seeds.View(0, step.Batch.Count));
        }

        MultiplyByDerivative(fields[^1], step.Batch, column: j => seeds?.View(j, 1) ?? readout.View(), g);
        moveReadout(features.View(), step.Readout);
        for (int layer = matrices.Count - 1; layer >= 0; layer--)
        {
            matrices[layer].MultiplyTransposed(g, z);
            addSpikes(layer, step.Spikes(layer, matrices[layer].Gaussian.Left.Count, matrices[layer].Gaussian.Right.Count, Set.Samples));
            MultiplyByDerivative(fields[layer], step.Batch, column: j => z.Slice(j, 1), g);
        }

        moveFirst(g, step.First);
    }

    /// <summary>target += values changes, row by row.</summary>
    private protected void Add(PanelView<T> values, DenseMatrix<double> changes, Panel<T> target) => Executor.Run(target.Shards, shard => RowEquations<T>.Descend(
        values.Block(shard), target.LeadingDimension(shard), changes, target.Block(shard, 0, target.Columns), target.Shards.Length(shard)));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (Panel<T> panel in fields.Append(features).Append(gradients).Append(backward).Append(readout))
        {
            panel.Dispose();
        }

        seeds?.Dispose();
        readoutVelocity?.Dispose();
        firstVelocity?.Dispose();

        foreach (LowRankPlus<T> matrix in matrices.Where(_ => ownsMatrices))
        {
            matrix.Gaussian.Dispose();
        }
    }

    private void DrawFirstLayer(ISiteSource<T> sites, StreamKey key)
    {
        using var sources = new Panel<T>(fields[0].Shards, Set.Samples, algebra.Executor.Buffers);
        sites.Draw(key, 0, null, sources.View(), 1);
        algebra.Clear(fields[0].View());
        DenseMatrix<double> factor = Set.InputFactor.Transpose();
        algebra.AddProduct(sources.View(), factor, fields[0].View());
    }

    private void Activate(Panel<T> field) => Executor.Run(field.Shards, shard =>
    {
        for (int m = 0; m < Set.Samples; m++)
        {
            Equations.Activate(field.Column(shard, m), features.Column(shard, m));
        }
    });

    private void MultiplyByDerivative(Panel<T> field, IReadOnlyList<int> batch, Func<int, PanelView<T>> column, PanelView<T> target) => Executor.Run(field.Shards, shard =>
    {
        for (int j = 0; j < batch.Count; j++)
        {
            Equations.Backward(field.Column(shard, batch[j]), column(j).Column(shard, 0), target.Column(shard, j));
        }
    });

    private void Update(PanelView<T> values, DenseMatrix<double> changes, Panel<T> weights, WeightVelocity<T>? velocity)
    {
        Panel<T> moved = velocity?.Keep() ?? weights;
        Add(values, changes, moved);
        velocity?.Move();
    }
}
