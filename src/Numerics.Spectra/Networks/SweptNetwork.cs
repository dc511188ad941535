using System.Numerics;
using Numerics.Kernels.Drivers;
using Numerics.Kernels.Reductions;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.LinearAlgebra.Sweeps;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>
/// The route of <see cref="NonlinearTraining{T}"/> in single sweeps, for revealed matrices: all that a step does to the rows of a layer happens block of rows by block of rows, while the block is
/// in the cache. Inner layers are swept twice a step, the first and the last once.
/// </summary>
/// <typeparam name="T">Element type of the fields.</typeparam>
/// <remarks>
/// <code>
/// layer L:        w += phi(h^L) changes of the step before;  h^L = M^(L-1) phi;  sums w . phi(h^L);  asks g^L of M^(L-1)
/// layer l, down:  z = M^l^T g^(l+1);  asks g^l of M^(l-1)
/// layer 1:        z = M^1^T g^2;  h^1 += g^1 changes;  asks phi(h^1) of M^1
/// layer l, up:    h^l = M^(l-1) phi(h^(l-1));  asks phi(h^l) of M^l
/// </code>
/// Outputs are those of the plain route to rounding, as long as every query has a new direction; the law is the same always.
/// </remarks>
public sealed class SweptNetwork<T> : NonlinearTraining<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly SweptGaussian<T>[] matrices;
    private readonly RowBlockPanel<T>[] fields;
    private readonly RowBlockPanel<T> features;
    private readonly RowBlockPanel<T> readout;
    private readonly PopulationSweep<T> sweep;
    private readonly int[] all;
    private DenseMatrix<double>? readoutChanges;

    /// <summary>Draws the first layer and the readout.</summary>
    /// <param name="options">Architecture and training.</param>
    /// <param name="set">Data.</param>
    /// <param name="streams">Streams of the replica; hidden matrix W^l, l = 1..L-1, is matrix l.</param>
    /// <param name="executor">Threads.</param>
    /// <exception cref="ArgumentException">More queries than a revealed matrix of this width can answer, or fewer than two layers.</exception>
    public SweptNetwork(NetworkOptions options, TrainingSet set, NetworkStreams streams, ShardExecutor executor)
        : base(options, set, executor)
    {
        if (!Serves(options, set))
        {
            throw new ArgumentException("Single sweeps train one output by plain gradient descent; take the plain route.", nameof(options));
        }

        RowShards shards = executor.Cut(options.Width);
        matrices = [.. Enumerable.Range(1, options.Depth - 1).Select(layer => new SweptGaussian<T>(
            TrainingRoute.Matrix<T>(options, set, shards, streams, layer), set.Samples, executor))];
        fields = [.. Enumerable.Range(1, options.Depth - 1).Select(_ => new RowBlockPanel<T>(shards, set.Samples, executor.Buffers))];
        features = new RowBlockPanel<T>(shards, set.Samples, executor.Buffers);
        readout = new RowBlockPanel<T>(shards, 1, executor.Buffers);
        sweep = new PopulationSweep<T>(executor);
        all = [.. Enumerable.Range(0, set.Samples)];
        Draw(streams);
    }

    /// <summary>Whether this route trains such a network: one output, gradient descent without momentum and weight decay.</summary>
    public static bool Serves(NetworkOptions options, TrainingSet set)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(set);
        return options.Optimizer is null && set.Outputs == 1 && options.FlowTolerance == 0;
    }

    /// <summary>The hidden matrices.</summary>
    public IReadOnlyList<SweptGaussian<T>> Matrices => matrices;

    /// <inheritdoc/>
    public override IReadOnlyList<ISpikedMatrix<T>> Trained => matrices;

    /// <inheritdoc/>
    private protected override BasisEvidence? Bases => BasisEvidence.Of(matrices.SelectMany(matrix => new[] { matrix.LeftRecord, matrix.RightRecord }));

    /// <inheritdoc/>
    private protected override LayerMark Mark(int layer, int step) =>
        new(matrices[layer].Spikes.Count, matrices[layer].MarkBefore(step, Set.BackwardQueries(step), step, Set.Samples * step));

    /// <inheritdoc/>
    private protected override void Weigh(int step)
    {
        // Plain gradient descent: no weight changes but by its spikes.
    }

    /// <inheritdoc/>
    private protected override double[] Forward(int step)
    {
        if (step == 0)
        {
            Start();
        }

        bool isLast = step == Options.Steps;
        int noise = isLast ? 0 : Set.Samples;
        for (int layer = 1; layer < matrices.Length; layer++)
        {
            SweptGaussian<T> below = matrices[layer - 1];
            sweep.Run(below.Left, below.Multiply(Set.Samples), noise, matrices[layer].Right, all, new UpwardWork(this, fields[layer]));
        }

        SweptGaussian<T> last = matrices[^1];
        IReadOnlyList<int> batch = isLast ? [] : Set.Batch(step);
        return sweep.Run(last.Left, last.Multiply(Set.Samples), noise, isLast ? null : last.Left, batch, new TopWork(this, batch));
    }

    /// <inheritdoc/>
    private protected override void Descend(GradientStep step)
    {
        readoutChanges = step.Readout;
        int noise = NextBatch(step.Step);
        for (int layer = matrices.Length - 1; layer >= 0; layer--)
        {
            SweptGaussian<T> matrix = matrices[layer];
            SweepAnswer answer = matrix.MultiplyTransposed(step.Batch.Count);
            foreach (Spike spike in step.Spikes(layer, matrix.Left.Count, matrix.Right.Count, Set.Samples))
            {
                matrix.AddSpike(spike);
            }

            if (layer > 0)
            {
                sweep.Run(matrix.Right, answer, noise, matrices[layer - 1].Left, step.Batch, new DownwardWork(this, fields[layer], step.Batch));
            }
            else
            {
                sweep.Run(matrix.Right, answer, noise, matrix.Right, all, new FirstWork(this, step));
            }
        }
    }

    /// <inheritdoc/>
    private protected override SweepEvidence? Close()
    {
        double defect = 0, loss = 0;
        int dropped = 0;
        foreach (SweptSide<T> side in matrices.SelectMany(matrix => new[] { matrix.Left, matrix.Right }))
        {
            defect = Math.Max(defect, sweep.Close(side));
            loss = Math.Max(loss, side.LargestLoss);
            dropped += side.Dropped;
        }

        return new SweepEvidence(sweep.Sweeps, sweep.CarefulSweeps, dropped, loss, defect);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (IDisposable owned in matrices.Cast<IDisposable>().Concat(fields).Append(features).Append(readout).Append(sweep))
        {
            owned.Dispose();
        }
    }

    /// <summary>The noise that the first queries of each matrix are answered with, and the first query.</summary>
    private void Start()
    {
        int left = NextBatch(-1);
        foreach (SweptGaussian<T> matrix in matrices)
        {
            sweep.Run(matrix.Left, null, Set.Samples, null, [], null);
            if (matrix != matrices[0] && left > 0)
            {
                sweep.Run(matrix.Right, null, left, null, [], null);
            }
        }

        sweep.Run(matrices[0].Right, null, left, matrices[0].Right, all, new FirstWork(this, null));
    }

    /// <summary>Left queries of the step after this one.</summary>
    private int NextBatch(int step) => step + 1 < Options.Steps ? Set.Batch(step + 1).Count : 0;

    private void Draw(NetworkStreams streams)
    {
        DenseMatrix<double> factor = Set.InputFactor.Transpose();
        int block = RowBlockPanel<T>.BlockRows;
        Executor.Run(readout.Shards, shard =>
        {
            for (int b = 0; b < readout.Blocks(shard); b++)
            {
                int rows = readout.Rows(shard, b);
                long first = readout.Shards.Start(shard) + ((long)b * block);
                Span<T> sources = features.Block(shard, b, 0, Set.Samples);
                sources.Clear();
                for (int m = 0; m < Set.Samples; m++)
                {
                    GaussianColumn.Fill(streams.FirstLayer, (uint)m, first, 1, sources.Slice(m * block, rows));
                }

                Span<T> field = fields[0].Block(shard, b, 0, Set.Samples);
                PanelUpdate.ScaleAndAdd<T>(sources, block, Set.Samples, factor.AsSpan(), 0, field, block, Set.Samples, block);
                GaussianColumn.Fill(streams.Readout, 0, first, 1, readout.Block(shard, b, 0, 1)[..rows]);
            }
        });
    }

    private static Span<T> Rows(Span<T> columns, int column, int rows) => columns.Slice(column * RowBlockPanel<T>.BlockRows, rows);

    private static ReadOnlySpan<T> Rows(ReadOnlySpan<T> columns, int column, int rows) => columns.Slice(column * RowBlockPanel<T>.BlockRows, rows);

    /// <summary>Layer 1: moves h^1 by the step, if there is one, and asks phi(h^1).</summary>
    private sealed class FirstWork(SweptNetwork<T> network, GradientStep? step) : IRowBlockWork<T>
    {
        public int Sums => 0;

        public void Apply(RowBlockPlace place, ReadOnlySpan<T> answer, Span<T> query, Span<double> sums)
        {
            int samples = network.Set.Samples;
            Span<T> field = network.fields[0].Block(place.Shard, place.Block, 0, samples);
            if (step is not null)
            {
                // The columns of the query hold g^1 until phi(h^1) takes their place.
                for (int j = 0; j < step.Batch.Count; j++)
                {
                    network.Equations.Backward(Rows(field, step.Batch[j], place.Rows), Rows(answer, j, place.Rows), Rows(query, j, place.Rows));
                }

                RowEquations<T>.Descend(query, RowBlockPanel<T>.BlockRows, step.First, field, place.Rows);
            }

            for (int m = 0; m < samples; m++)
            {
                network.Equations.Activate(Rows(field, m, place.Rows), Rows(query, m, place.Rows));
            }
        }
    }

    /// <summary>An inner layer on the way up: h^l is the answer, phi(h^l) the query.</summary>
    private sealed class UpwardWork(SweptNetwork<T> network, RowBlockPanel<T> fields) : IRowBlockWork<T>
    {
        public int Sums => 0;

        public void Apply(RowBlockPlace place, ReadOnlySpan<T> answer, Span<T> query, Span<double> sums)
        {
            answer.CopyTo(fields.Block(place.Shard, place.Block, 0, network.Set.Samples));
            for (int m = 0; m < network.Set.Samples; m++)
            {
                network.Equations.Activate(Rows(answer, m, place.Rows), Rows(query, m, place.Rows));
            }
        }
    }

    /// <summary>An inner layer on the way down: z is the answer, g^l the query.</summary>
    private sealed class DownwardWork(SweptNetwork<T> network, RowBlockPanel<T> fields, IReadOnlyList<int> batch) : IRowBlockWork<T>
    {
        public int Sums => 0;

        public void Apply(RowBlockPlace place, ReadOnlySpan<T> answer, Span<T> query, Span<double> sums)
        {
            Span<T> field = fields.Block(place.Shard, place.Block, 0, network.Set.Samples);
            for (int j = 0; j < batch.Count; j++)
            {
                network.Equations.Backward(Rows(field, batch[j], place.Rows), Rows(answer, j, place.Rows), Rows(query, j, place.Rows));
            }
        }
    }

    /// <summary>The last layer: the readout moves by the step before, h^L is the answer, g^L of the batch the query.</summary>
    private sealed class TopWork(SweptNetwork<T> network, IReadOnlyList<int> batch) : IRowBlockWork<T>
    {
        private readonly DenseMatrix<double>? changes = network.readoutChanges;
        private readonly int[] columns = [.. network.all.Select(m => batch.ToList().IndexOf(m))];

        public int Sums => network.Set.Samples;

        public void Apply(RowBlockPlace place, ReadOnlySpan<T> answer, Span<T> query, Span<double> sums)
        {
            int block = RowBlockPanel<T>.BlockRows;
            Span<T> phi = network.features.Block(place.Shard, place.Block, 0, Sums);
            Span<T> weights = network.readout.Block(place.Shard, place.Block, 0, 1);
            if (changes is not null)
            {
                RowEquations<T>.Descend(phi, block, changes, weights, place.Rows);
            }

            Span<T> w = Rows(weights, 0, place.Rows);
            for (int m = 0; m < Sums; m++)
            {
                if (columns[m] >= 0)
                {
                    network.Equations.ActivateAndBackward(Rows(answer, m, place.Rows), w, Rows(phi, m, place.Rows), Rows(query, columns[m], place.Rows));
                }
                else
                {
                    network.Equations.Activate(Rows(answer, m, place.Rows), Rows(phi, m, place.Rows));
                }

                sums[m] += Reduction.Dot<T>(w, Rows(phi, m, place.Rows));
            }
        }
    }
}
