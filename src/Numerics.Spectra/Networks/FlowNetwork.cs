using System.Numerics;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>
/// The gradient flow of the network of <see cref="NonlinearNetwork{T}"/>: the limit of small steps. A step of the options, of length learning rate, is integrated instead of made, with an error control.
/// </summary>
/// <typeparam name="T">Element type of the fields.</typeparam>
/// <remarks>
/// <code>
/// d/dt (w, h^1, M^l) = (update of one step at the state)/(learning rate);    state: two panels, and the spikes of M^l, each with the weight that the method gives its stage
/// error of a step: the largest of |Delta w|/|w|, |Delta h^1|/|h^1|, |Delta M|_F/sigma, times max(1, 1/gamma0), by which the output multiplies it
/// </code>
/// DormandPrince.Stages ask queries as steps do; what is accepted becomes spikes, so that all that follows from a history of training holds. Plain gradient flow only: no momentum, no weight decay.
/// Equation: network-flow
/// Source: Bordelon and Pehlevan, arXiv 2205.09653 (the flow); the method is that of <see cref="DormandPrince"/>.
/// Determinism: as <see cref="NonlinearTraining{T}"/>.
/// </remarks>
public sealed class FlowNetwork<T> : NonlinearNetwork<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double LeastStep = 1e-8;

    private readonly Panel<T>[] firstSlopes;
    private readonly Panel<T>[] readoutSlopes;
    private readonly Spike[][][] spikeSlopes;
    private readonly Panel<T> firstBase;
    private readonly Panel<T> readoutBase;
    private double size = 1;
    private int accepted;
    private int rejected;
    private double largest;

    /// <summary>Draws the first layer and the readout.</summary>
    /// <inheritdoc cref="NonlinearNetwork{T}(NetworkOptions, TrainingSet, IReadOnlyList{LowRankPlus{T}}, IReadOnlyList{ISiteSource{T}}, NetworkStreams, ShardExecutor, bool, bool)"/>
    /// <exception cref="ArgumentException">Momentum, weight decay, no tolerance, or matrices that keep no bases of their queries.</exception>
    public FlowNetwork(
        NetworkOptions options,
        TrainingSet set,
        IReadOnlyList<LowRankPlus<T>> matrices,
        IReadOnlyList<ISiteSource<T>> sites,
        NetworkStreams keys,
        ShardExecutor executor,
        bool isInfinite = false,
        bool ownsMatrices = false)
        : base(Integrable(options, matrices), set, matrices, sites, keys, executor, isInfinite, ownsMatrices)
    {
        firstBase = new Panel<T>(First.Shards, First.Columns, executor.Buffers);
        readoutBase = new Panel<T>(First.Shards, Readout.Columns, executor.Buffers);
        firstSlopes = [.. Enumerable.Range(0, DormandPrince.Stages).Select(_ => new Panel<T>(First.Shards, First.Columns, executor.Buffers))];
        readoutSlopes = [.. Enumerable.Range(0, DormandPrince.Stages).Select(_ => new Panel<T>(First.Shards, Readout.Columns, executor.Buffers))];
        spikeSlopes = [.. Enumerable.Range(0, DormandPrince.Stages).Select(_ => new Spike[matrices.Count][])];
    }

    /// <inheritdoc/>
    public override FlowEvidence? Flow => new(accepted, rejected, largest);

    /// <inheritdoc/>
    private protected override void Descend(GradientStep step)
    {
        Slope(0, step);
        double done = 0;
        while (done < 1)
        {
            Executor.Communicator.ThrowIfCancelled(Cancellation);
            RequireRoom(step);
            double length = Math.Min(size, 1 - done);
            bool isCut = length < size, isLast = length >= 1 - done;
            Algebra.Copy(First.View(), firstBase.View());
            Algebra.Copy(Readout.View(), readoutBase.View());
            for (int stage = 1; stage < DormandPrince.Stages; stage++)
            {
                Move(length, DormandPrince.Rows[stage - 1]);
                Slope(stage, new GradientStep(Options, Set, step.Step, OutputOf(Propagate())));
            }

            double error = Error(length) / Options.FlowTolerance, next = DormandPrince.Next(length, error);
            if (error <= 1)
            {
                Accept(length);
                largest = Math.Max(largest, error * Options.FlowTolerance);

                // A step that was cut at the end of the interval says that its own size is small enough, not that a larger one is too large.
                size = isCut ? Math.Max(size, next) : next;
                done = isLast ? 1 : done + length;
                continue;
            }

            Reject();
            size = next;
            if (size < LeastStep)
            {
                throw new ArithmeticException($"Gradient flow takes steps below {LeastStep:E0} of the learning rate to reach a tolerance of {Options.FlowTolerance:E0}; raise flowTolerance, or take gradient descent.");
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (Panel<T> panel in firstSlopes.Concat(readoutSlopes).Append(firstBase).Append(readoutBase))
        {
            panel.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Refuses what the base class would draw in vain.</summary>
    private static NetworkOptions Integrable(NetworkOptions options, IReadOnlyList<LowRankPlus<T>> matrices)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(matrices);
        if (options.Optimizer is not null || !(options.FlowTolerance > 0))
        {
            throw new ArgumentException("Gradient flow has a tolerance, and neither momentum nor weight decay; take gradient descent.", nameof(options));
        }

        return matrices.All(matrix => matrix.Gaussian is { Left.Record: not null, Right.Record: not null })
            ? options
            : throw new ArgumentException("Gradient flow needs matrices that keep bases of what they are asked; take revealed ones.", nameof(matrices));
    }

    /// <summary>Refuses a step for which the records of the matrices have no room, those of the following intervals kept free.</summary>
    private void RequireRoom(GradientStep step)
    {
        (int right, int left) = QueryRank.Capacity(Options, Set);
        IGaussianOperator<T> first = Matrices[0].Gaussian;
        long forward = first.Right.Count + ((DormandPrince.Stages - 1L) * Set.Samples) + Set.ForwardQueries(Options.Steps) - Set.ForwardQueries(step.Step);
        long backward = first.Left.Count + ((DormandPrince.Stages - 1L) * step.Batch.Count) + Set.BackwardQueries(Options.Steps) - Set.BackwardQueries(step.Step + 1);
        if (forward > right || backward > left)
        {
            throw new ArithmeticException(
                $"Gradient flow needs more steps of integration than its record has room for, {accepted + rejected} so far; divide learningRate and multiply steps by the same number, or raise flowTolerance.");
        }
    }

    /// <summary>The change in one step at the present state, whose forward pass has been made.</summary>
    private void Slope(int stage, GradientStep step)
    {
        Algebra.Clear(firstSlopes[stage].View());
        Algebra.Clear(readoutSlopes[stage].View());
        Backpropagate(
            step,
            (values, changes) => Add(values, changes, readoutSlopes[stage]),
            (layer, spikes) => spikeSlopes[stage][layer] = [.. spikes],
            (values, changes) => Add(values, changes, firstSlopes[stage]));
    }

    /// <summary>State = base + length sum of row_j slope_j.</summary>
    private void Move(double length, IReadOnlyList<double> row)
    {
        Algebra.Copy(firstBase.View(), First.View());
        Algebra.Copy(readoutBase.View(), Readout.View());
        AddSlopes(length, row);
        for (int layer = 0; layer < Matrices.Count; layer++)
        {
            Matrices[layer].Try(Weighted(layer, length, row));
        }
    }

    private void AddSlopes(double length, IReadOnlyList<double> row)
    {
        for (int stage = 0; stage < row.Count; stage++)
        {
            if (row[stage] != 0)
            {
                Algebra.AddProduct(firstSlopes[stage].View(), Diagonal(First.Columns, length * row[stage]), First.View());
                Algebra.AddProduct(readoutSlopes[stage].View(), Diagonal(Readout.Columns, length * row[stage]), Readout.View());
            }
        }
    }

    private Spike[] Weighted(int layer, double length, IReadOnlyList<double> row) =>
        [.. row.SelectMany((weight, stage) => spikeSlopes[stage][layer].Where(_ => weight != 0).Select(spike => spike with { Strength = length * weight * spike.Strength }))];

    /// <summary>The state is that of the last stage, whose slope is the first one of the next step.</summary>
    private void Accept(double length)
    {
        accepted++;
        for (int layer = 0; layer < Matrices.Count; layer++)
        {
            Matrices[layer].Try([]);
            foreach (Spike spike in Weighted(layer, length, DormandPrince.Rows[^1]))
            {
                Matrices[layer].AddSpike(spike);
            }
        }

        (firstSlopes[0], firstSlopes[^1]) = (firstSlopes[^1], firstSlopes[0]);
        (readoutSlopes[0], readoutSlopes[^1]) = (readoutSlopes[^1], readoutSlopes[0]);
        (spikeSlopes[0], spikeSlopes[^1]) = (spikeSlopes[^1], spikeSlopes[0]);
    }

    private void Reject()
    {
        rejected++;
        Algebra.Copy(firstBase.View(), First.View());
        Algebra.Copy(readoutBase.View(), Readout.View());
        foreach (LowRankPlus<T> matrix in Matrices)
        {
            matrix.Try([]);
        }
    }

    /// <summary>The largest relative difference between both orders, of the weights or of what the output makes of it.</summary>
    private double Error(double length)
    {
        double error = 0;
        foreach ((Panel<T> state, Panel<T>[] slopes) in ((Panel<T>, Panel<T>[])[])[(First, firstSlopes), (Readout, readoutSlopes)])
        {
            using var difference = new Panel<T>(state.Shards, state.Columns, Executor.Buffers);
            Algebra.Clear(difference.View());
            for (int stage = 0; stage < DormandPrince.Stages; stage++)
            {
                Algebra.AddProduct(slopes[stage].View(), Diagonal(state.Columns, length * DormandPrince.ErrorWeights[stage]), difference.View());
            }

            error = Worse(error, Math.Sqrt(SquaredNorm(difference) / Math.Max(SquaredNorm(state), double.Epsilon)));
        }

        for (int layer = 0; layer < Matrices.Count; layer++)
        {
            error = Worse(error, Norm(Matrices[layer].Gaussian, Weighted(layer, length, DormandPrince.ErrorWeights)) / Options.OperatorScale);
        }

        // The output is the readout over gamma0: an error of the weights is one of the output over gamma0.
        return error * Math.Max(1, Options.Parameterization.OutputMultiplier(Options.OutputScale, Options.Width) * Options.Width);
    }

    /// <summary>The larger of both; a number that is not finite stays.</summary>
    private static double Worse(double a, double b) => double.IsFinite(a) && (!double.IsFinite(b) || b > a) ? b : a;

    private double SquaredNorm(Panel<T> panel)
    {
        var gram = new DenseMatrix<double>(panel.Columns, panel.Columns);
        Algebra.Gram(panel.View(), panel.View(), gram);
        return Enumerable.Range(0, panel.Columns).Sum(column => gram[column, column]);
    }

    /// <summary>|(1/N) sum of strength u v^T|_F: the spikes are added in the bases before anything is squared, lest nearly equal products cancel.</summary>
    private static double Norm(IGaussianOperator<T> matrix, Spike[] spikes)
    {
        QueryRecord left = matrix.Left.Record!, right = matrix.Right.Record!;
        using var core = new SpikeCore(left, right);
        core.Add(spikes, spikes.Length);
        using DenseMatrix<double> sum = core.Leading(left.Rank, right.Rank, 1.0 / matrix.Columns);
        double squares = 0;
        foreach (double entry in sum.AsSpan())
        {
            squares = Math.FusedMultiplyAdd(entry, entry, squares);
        }

        return Math.Sqrt(squares);
    }

    private static DenseMatrix<double> Diagonal(int order, double value)
    {
        var diagonal = new DenseMatrix<double>(order, order);
        for (int i = 0; i < order; i++)
        {
            diagonal[i, i] = value;
        }

        return diagonal;
    }
}

/// <summary>What an integration of gradient flow rests on.</summary>
/// <param name="Accepted">Steps of the method.</param>
/// <param name="Rejected">Steps made again because of their error.</param>
/// <param name="LargestError">Largest estimated error of a step, relative.</param>
public sealed record FlowEvidence(int Accepted, int Rejected, double LargestError);
