using System.Numerics;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>
/// The gradient flow of the network of <see cref="NonlinearNetwork{T}"/>: the limit of small steps. A step of the options, of length learning rate, is integrated instead of made, with an error control.
/// </summary>
/// <typeparam name="T">Element type of the fields.</typeparam>
/// <remarks>
/// <code>
/// d/dt (w, h^1, M^l) = (update of one step at the state)/(learning rate);    state: two panels, and the spikes of M^l, each with the weight that the method gives its stage
/// embedded pair of orders 5 and 4;   error of a step: the largest of |Delta w|/|w|, |Delta h^1|/|h^1|, |Delta M|_F/sigma
/// </code>
/// Stages ask queries as steps do; what is accepted becomes spikes, so that all that follows from a history of training holds. Plain gradient flow only: no momentum, no weight decay.
/// Equation: network-flow
/// Source: J. R. Dormand and P. J. Prince, J. Comput. Appl. Math. 6 (1980) 19; step size control as in E. Hairer, S. P. Norsett and G. Wanner, Solving Ordinary Differential Equations I, section II.4.
/// Determinism: as <see cref="NonlinearTraining{T}"/>.
/// </remarks>
public sealed class FlowNetwork<T> : NonlinearNetwork<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Stages = 7;
    private const double LeastStep = 1e-8;

    /// <summary>Rows of stages 1 to 6; the last row is the method of order 5 itself.</summary>
    private static readonly double[][] Rows =
    [
        [1.0 / 5],
        [3.0 / 40, 9.0 / 40],
        [44.0 / 45, -56.0 / 15, 32.0 / 9],
        [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
        [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
        [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84],
    ];

    /// <summary>Order 5 less order 4.</summary>
    private static readonly double[] Difference = [71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40];

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
    /// <exception cref="ArgumentException">Momentum, weight decay, or no tolerance.</exception>
    public FlowNetwork(
        NetworkOptions options,
        TrainingSet set,
        IReadOnlyList<LowRankPlus<T>> matrices,
        IReadOnlyList<ISiteSource<T>> sites,
        NetworkStreams keys,
        ShardExecutor executor,
        bool isInfinite = false,
        bool ownsMatrices = false)
        : base(options, set, matrices, sites, keys, executor, isInfinite, ownsMatrices)
    {
        if (options.Optimizer is not null || !(options.FlowTolerance > 0))
        {
            throw new ArgumentException("Gradient flow has a tolerance, and neither momentum nor weight decay; take gradient descent.", nameof(options));
        }

        firstBase = new Panel<T>(First.Shards, First.Columns, executor.Buffers);
        readoutBase = new Panel<T>(First.Shards, Readout.Columns, executor.Buffers);
        firstSlopes = [.. Enumerable.Range(0, Stages).Select(_ => new Panel<T>(First.Shards, First.Columns, executor.Buffers))];
        readoutSlopes = [.. Enumerable.Range(0, Stages).Select(_ => new Panel<T>(First.Shards, Readout.Columns, executor.Buffers))];
        spikeSlopes = [.. Enumerable.Range(0, Stages).Select(_ => new Spike[matrices.Count][])];
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
            double length = Math.Min(size, 1 - done);
            bool isLast = length >= 1 - done;
            Algebra.Copy(First.View(), firstBase.View());
            Algebra.Copy(Readout.View(), readoutBase.View());
            for (int stage = 1; stage < Stages; stage++)
            {
                Move(length, Rows[stage - 1]);
                Slope(stage, new GradientStep(Options, Set, step.Step, OutputOf(Propagate())));
            }

            double error = Error(length) / Options.FlowTolerance;
            size = length * (double.IsFinite(error) ? Math.Clamp(0.9 * Math.Pow(Math.Max(error, 1e-10), -0.2), 0.2, 5) : 0.2);
            if (error <= 1)
            {
                Accept(length);
                largest = Math.Max(largest, error * Options.FlowTolerance);
                done = isLast ? 1 : done + length;
                continue;
            }

            Reject();
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
    private void Move(double length, double[] row)
    {
        Algebra.Copy(firstBase.View(), First.View());
        Algebra.Copy(readoutBase.View(), Readout.View());
        AddSlopes(length, row);
        for (int layer = 0; layer < Matrices.Count; layer++)
        {
            Matrices[layer].Try(Weighted(layer, length, row));
        }
    }

    private void AddSlopes(double length, double[] row)
    {
        for (int stage = 0; stage < row.Length; stage++)
        {
            if (row[stage] != 0)
            {
                Algebra.AddProduct(firstSlopes[stage].View(), Diagonal(First.Columns, length * row[stage]), First.View());
                Algebra.AddProduct(readoutSlopes[stage].View(), Diagonal(Readout.Columns, length * row[stage]), Readout.View());
            }
        }
    }

    private Spike[] Weighted(int layer, double length, double[] row) =>
        [.. row.SelectMany((weight, stage) => spikeSlopes[stage][layer].Where(_ => weight != 0).Select(spike => spike with { Strength = length * weight * spike.Strength }))];

    /// <summary>The state is that of the last stage, whose slope is the first one of the next step.</summary>
    private void Accept(double length)
    {
        accepted++;
        for (int layer = 0; layer < Matrices.Count; layer++)
        {
            Matrices[layer].Try([]);
            foreach (Spike spike in Weighted(layer, length, Rows[^1]))
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

    /// <summary>The largest relative difference between both orders.</summary>
    private double Error(double length)
    {
        double error = 0;
        foreach ((Panel<T> state, Panel<T>[] slopes) in ((Panel<T>, Panel<T>[])[])[(First, firstSlopes), (Readout, readoutSlopes)])
        {
            using var difference = new Panel<T>(state.Shards, state.Columns, Executor.Buffers);
            Algebra.Clear(difference.View());
            for (int stage = 0; stage < Stages; stage++)
            {
                Algebra.AddProduct(slopes[stage].View(), Diagonal(state.Columns, length * Difference[stage]), difference.View());
            }

            error = Worse(error, Math.Sqrt(SquaredNorm(difference) / SquaredNorm(state)));
        }

        for (int layer = 0; layer < Matrices.Count; layer++)
        {
            error = Worse(error, Math.Sqrt(Math.Max(0, SquaredNorm(Matrices[layer].Gaussian, Weighted(layer, length, Difference)))) / Options.OperatorScale);
        }

        return error;
    }

    /// <summary>The larger of both; a number that is not finite stays.</summary>
    private static double Worse(double a, double b) => double.IsFinite(a) && (!double.IsFinite(b) || b > a) ? b : a;

    private double SquaredNorm(Panel<T> panel)
    {
        var gram = new DenseMatrix<double>(panel.Columns, panel.Columns);
        Algebra.Gram(panel.View(), panel.View(), gram);
        return Enumerable.Range(0, panel.Columns).Sum(column => gram[column, column]);
    }

    /// <summary>|(1/N) sum of strength u v^T|_F^2.</summary>
    private static double SquaredNorm(IGaussianOperator<T> matrix, Spike[] spikes)
    {
        double sum = 0;
        foreach (Spike a in spikes)
        {
            foreach (Spike b in spikes)
            {
                sum += a.Strength * b.Strength * matrix.Left.InnerProduct(a.Left, b.Left) * matrix.Right.InnerProduct(a.Right, b.Right);
            }
        }

        return sum / ((double)matrix.Columns * matrix.Columns);
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
