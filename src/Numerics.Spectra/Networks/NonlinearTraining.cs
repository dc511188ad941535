using System.Numerics;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Sweeps;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>
/// A fully connected network with L hidden layers of width N, trained by gradient descent. The equations, stated once; the routes differ in how matrices are multiplied and in the order in
/// which memory is read.
/// </summary>
/// <typeparam name="T">Element type of the fields.</typeparam>
/// <remarks>
/// Forward: <c>h^1 = W0 x/sqrt(D)</c>, <c>h^(l+1) = M^l phi(h^l)</c>, <c>f_c = w_c . phi(h^L) / (gamma0 N)</c> (muP), c = 1..C.
/// Backward: <c>g^L = w phi'(h^L)</c>, <c>z^l = M^l^T g^(l+1)</c>, <c>g^l = phi'(h^l) z^l</c>; with C outputs <c>g^L_m = phi'(h^L_m) sum_c Delta_mc w_c</c>, one column for a sample, and no Delta below.
/// One step, all right-hand sides at time t, kap = eta gamma0 c (muP; the table of width exponents is <see cref="Parameterization"/>):
/// <c>w += kap sum_m Delta_m phi(h^L_m)</c>, <c>h^1_a += kap sum_m K_am Delta_m g^1_m</c>, <c>M^l += (kap/N) sum_m Delta_m g^(l+1)_m phi(h^l_m)^T</c>.
/// With momentum and weight decay every weight moves as <see cref="OptimizerMemory"/> says: spikes count m(t, r) times and M^l(0) rho(t) times; w and h^1 have velocities.
/// Each update has its layer's learning rate factor besides; a centred output is f(t) - f(0), in Delta and in the trajectory; phi carries the gain (docs/conventions.md).
/// Two routes: <see cref="NonlinearNetwork{T}"/>, product by product; <see cref="SweptNetwork{T}"/>, in single sweeps.
/// Equation: network-training
/// Source: Bordelon and Pehlevan, arXiv 2205.09653.
/// Determinism: revealed matrices give the same bits for any number of threads and ranks. Not thread-safe.
/// </remarks>
public abstract class NonlinearTraining<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private double[]? initialOutput;

    private protected NonlinearTraining(NetworkOptions options, TrainingSet set, ShardExecutor executor)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(executor);
        if (options.Depth < 2)
        {
            throw new ArgumentException($"A network of depth {options.Depth} has no hidden matrix; the least depth is 2.", nameof(options));
        }

        if (options.LearningRateFactors.Refusal(options.Depth - 1) is { } refusal)
        {
            throw new ArgumentException(refusal, nameof(options));
        }

        Options = options;
        Set = set;
        Executor = executor;
        Equations = new RowEquations<T>(options);
    }

    /// <summary>The hidden matrices with their spikes.</summary>
    public abstract IReadOnlyList<ISpikedMatrix<T>> Trained { get; }

    /// <summary>Architecture and training.</summary>
    private protected NetworkOptions Options { get; }

    /// <summary>Data.</summary>
    private protected TrainingSet Set { get; }

    /// <summary>Threads.</summary>
    private protected ShardExecutor Executor { get; }

    /// <summary>To be looked at before every step, and inside of one that takes long.</summary>
    private protected CancellationToken Cancellation { get; private set; }

    /// <summary>What holds row by row.</summary>
    private protected RowEquations<T> Equations { get; }

    /// <summary>Trains for the steps of the options.</summary>
    /// <param name="report">Called with the fraction done.</param>
    /// <param name="cancellation">Checked before every step, of an integration, too.</param>
    /// <returns>The trajectory; a diverging run returns what it has, with the step named.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public TrainingTrajectory Train(Action<double>? report = null, CancellationToken cancellation = default)
    {
        Cancellation = cancellation;
        var loss = new List<double>();
        var outputs = new List<double[]>();
        LayerMark[][] marks = [.. Enumerable.Range(1, Options.Depth - 1).Select(_ => new LayerMark[Options.Steps + 1])];
        for (int step = 0; step <= Options.Steps; step++)
        {
            Executor.Communicator.ThrowIfCancelled(cancellation);
            for (int layer = 0; layer < marks.Length; layer++)
            {
                marks[layer][step] = Mark(layer, step);
            }

            Weigh(step);
            double[] output = OutputOf(Forward(step));
            outputs.Add(output);
            loss.Add(MeanLoss(output));
            if (!double.IsFinite(loss[^1]) || loss[^1] > Options.DivergenceFactor * Math.Max(0.5, loss[0]))
            {
                return new TrainingTrajectory(loss, outputs, marks, step);
            }

            if (step < Options.Steps)
            {
                Descend(new GradientStep(Options, Set, step, output));
            }

            report?.Invoke((step + 1.0) / (Options.Steps + 1));
        }

        return new TrainingTrajectory(loss, outputs, marks, null) { Sweeps = Close(), Bases = Bases, Flow = Flow };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The evidence of an integration so far; null where steps are made.</summary>
    public virtual FlowEvidence? Flow => null;

    /// <summary>The evidence of the bases that the matrices keep; null where they keep none.</summary>
    private protected abstract BasisEvidence? Bases { get; }

    /// <summary>What a hidden matrix consists of before a step.</summary>
    private protected abstract LayerMark Mark(int layer, int step);

    /// <summary>Gives the matrices the weights of a step, where they change.</summary>
    private protected abstract void Weigh(int step);

    /// <summary>Forward pass: w_c . phi(h^L_m), all outputs of the first sample first.</summary>
    private protected abstract double[] Forward(int step);

    /// <summary>Backward pass and update.</summary>
    private protected abstract void Descend(GradientStep step);

    /// <summary>What is to be done after the last step; the evidence of single sweeps.</summary>
    private protected virtual SweepEvidence? Close() => null;

    /// <summary>Frees what the route holds.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>f_mc from the sums w_c . phi(h^L_m).</summary>
    private protected double[] OutputOf(double[] sums)
    {
        double multiplier = Options.Parameterization.OutputMultiplier(Options.OutputScale, Options.Width);
        return Centred([.. sums.Select(sum => multiplier * sum)]);
    }

    /// <summary>The output less that of the first call, if it is to be centred.</summary>
    private double[] Centred(double[] output)
    {
        if (!Options.CentreOutput)
        {
            return output;
        }

        initialOutput ??= output;
        return [.. output.Select((f, m) => f - initialOutput[m])];
    }

    private double MeanLoss(double[] output) =>
        output.Select((f, m) => (Set.Targets[m] - f) * (Set.Targets[m] - f)).Sum() / (2 * Set.Samples);
}
