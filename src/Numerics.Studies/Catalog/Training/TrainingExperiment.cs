using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Theory.Edges;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.Training;

/// <summary>
/// An experiment on networks in training: the largest singular values of their weights over the steps, in double or single precision, stored or revealed, and in the letters that
/// the reader asked for.
/// </summary>
/// <remarks>
/// The simulation measures the largest singular values; theory says of each whether it is an outlier. One that is clear of the edge is judged as <see cref="Outlier"/>, the others as
/// <see cref="TopSingularValue"/>.
/// </remarks>
public abstract class TrainingExperiment : TwoPrecisionExperiment
{
    private readonly MatrixKind matrix;
    private readonly int ranks;
    private readonly List<Observable> inLetters = [];

    /// <summary>What the parameters say of it.</summary>
    /// <param name="precision">Precision of the simulated fields.</param>
    /// <param name="matrix">Kind of the Gaussian matrices.</param>
    /// <param name="shown">Letters.</param>
    /// <param name="replicas">Number of networks.</param>
    /// <param name="ranks">Number of singular values followed.</param>
    protected TrainingExperiment(FloatingPrecision precision, MatrixKind matrix, Conventions shown, int replicas, int ranks)
        : base(precision)
    {
        this.matrix = matrix;
        this.ranks = ranks;
        Shown = shown;
        Replicas = replicas;
        Rank = Axis.Of("rank", Enumerable.Range(1, ranks));
    }

    /// <inheritdoc/>
    public sealed override int Replicas { get; }

    /// <inheritdoc/>
    public sealed override string? WhyNoLadder => Shown.WhyNoLadder;

    /// <inheritdoc/>
    public sealed override bool SolvesTheoryOnce => true;

    /// <inheritdoc/>
    public sealed override string? WhyRowsAreNotShared => MatrixPolicy.Of(matrix).WhyRowsAreNotShared;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Figure> Figures => [.. FiguresOverSteps.Select(Shown.Of)];

    /// <summary>Figures with gradient steps for time.</summary>
    protected abstract IReadOnlyList<Figure> FiguresOverSteps { get; }

    /// <summary>The letters asked for.</summary>
    internal Conventions Shown { get; }

    /// <summary>The axis of the singular values followed.</summary>
    private protected Axis Rank { get; }

    /// <summary>Axes layer, step, rank; null where no spectrum is recorded.</summary>
    internal Observable? TopSingularValue { get; private protected set; }

    /// <summary>The same axes; null where no spectrum is recorded.</summary>
    internal Observable? Outlier { get; private protected set; }

    /// <inheritdoc/>
    public sealed override void Predict(TheoryContext context, Recorder r)
    {
        try
        {
            Solve(context, r);
        }
        finally
        {
            Relabel(r);
        }
    }

    /// <summary>The infinite limit, in singular values of the matrices as they act.</summary>
    /// <inheritdoc cref="Predict"/>
    protected abstract void Solve(TheoryContext context, Recorder r);

    /// <inheritdoc/>
    protected sealed override void SimulateDouble(ReplicaContext context, Recorder r) => Relabelled(() => TrainDouble(context, r), r);

    /// <inheritdoc/>
    protected sealed override void SimulateSingle(ReplicaContext context, Recorder r) => Relabelled(() => TrainSingle(context, r), r);

    /// <summary>One network in double precision, in singular values of the matrices as they act.</summary>
    protected abstract void TrainDouble(ReplicaContext context, Recorder r);

    /// <summary>One network in single precision, in singular values of the matrices as they act.</summary>
    protected abstract void TrainSingle(ReplicaContext context, Recorder r);

    private void Relabelled(Action train, Recorder r)
    {
        try
        {
            train();
        }
        finally
        {
            Relabel(r);
        }
    }

    /// <summary>Columns of the matrix that an entry of singular values belongs to, by the index of the entry and the number of entries.</summary>
    protected abstract double Columns(int entry, int entries);

    /// <summary>Declares singular values, which are recorded in the letters asked for.</summary>
    /// <inheritdoc cref="Experiment.Observe"/>
    protected Observable ObserveSingularValues(string name, string definition, params IReadOnlyList<Axis> axes)
    {
        Observable observable = Observe(name, definition, axes);
        inLetters.Add(observable);
        return observable;
    }

    /// <summary>Writes the largest singular values that were measured; a remark where they did not converge.</summary>
    /// <param name="r">Takes them.</param>
    /// <param name="top">Values.</param>
    /// <param name="where">Matrix and step in words.</param>
    /// <param name="layer">Index on the axis of layers.</param>
    /// <param name="step">Index on the axis of steps.</param>
    /// <returns>Whether they converged.</returns>
    private protected bool RecordLargest(Recorder r, TopSingularValues top, string where, int layer, int step)
    {
        if (!top.Converged)
        {
            // Missing, not wrong; and processes that share the rows go on together, of which rank 0 alone has singular values.
            r.Remark($"Top singular values of {where} did not converge: residual {top.Residual:G3}.");
            return false;
        }

        double[] values = [.. top.Values.Take(ranks)];
        r.Row(TopSingularValue!, values, layer, step);
        r.Row(Outlier!, values, layer, step);
        return true;
    }

    /// <summary>Writes what theory says of the largest singular values of a matrix at this size.</summary>
    internal void PredictLargest(Recorder r, LargestValueLaw law, int layer, int step)
    {
        for (int rank = 0; rank < Math.Min(ranks, law.KnownRanks); rank++)
        {
            LargestValue top = law.At(rank + 1)!;
            r[TopSingularValue!, layer, step, rank] = new Estimate(top.Value, top.MeanError);
            r.ShowOnly(rank < law.OutlierCount && !top.IsCritical ? TopSingularValue! : Outlier!, layer, step, rank);
        }
    }

    private void Relabel(Recorder r) => Shown.Relabel(r, inLetters, Columns);
}
