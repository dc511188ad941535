using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.Outliers;

/// <summary>
/// Everything a training run revealed about one hidden matrix, cut at any step: the input of the outlier equation and of the exact completion.
/// </summary>
/// <remarks>Source: derived here, docs/nonlinear-mup.md, sections 3 and 5; conditioning as in E. Bolthausen, Commun. Math. Phys. 325 (2014) 333.</remarks>
public sealed class HiddenLayerHistory
{
    private readonly SpikeTimeline timeline;
    private readonly ConditionedLayer known;
    private readonly double normalisation;
    private ConditionedLayer? full;
    private SpikeCore core;
    private int coreStep;

    /// <summary>The history of a matrix with given knowledge of it.</summary>
    /// <param name="full">What was known at the end of training.</param>
    /// <param name="spikes">All spikes in the order of adding.</param>
    /// <param name="marks">How much of both was there before each step.</param>
    /// <param name="optimizer">rho and m where the initial weights or the spikes change with the step (spike r of step r); null where they do not.</param>
    public HiddenLayerHistory(ConditionedLayer full, IReadOnlyList<Spike> spikes, IReadOnlyList<LayerMark> marks, OptimizerMemory? optimizer = null)
        : this(
            WithoutQueries(full), new QueryRecord(full.GradientCoordinates), new QueryRecord(full.FeatureCoordinates), 1, new SpikeTimeline(spikes, marks, optimizer)) => this.full = full;

    private HiddenLayerHistory(ConditionedLayer known, QueryRecord gradients, QueryRecord features, double normalisation, SpikeTimeline timeline)
    {
        this.known = known;
        this.normalisation = normalisation;
        this.timeline = timeline;
        Gradients = gradients;
        Features = features;
        core = new SpikeCore(gradients, features);
    }

    /// <summary>The left queries, in the units of the revealed matrix or, of given knowledge, in its units.</summary>
    public QueryRecord Gradients { get; }

    /// <summary>The right queries.</summary>
    public QueryRecord Features { get; }

    /// <summary>What was known at the end of training, with the coordinates of all queries, which are written out when first asked for.</summary>
    public ConditionedLayer Full => full ??= new ConditionedLayer(
        Scaled(Gradients.ToMatrix(), normalisation),
        Scaled(Features.ToMatrix(), normalisation),
        known.CrossProduct,
        known.RightProductGram,
        known.LeftProductGram,
        known.InitialScale,
        known.AspectRatio);

    /// <summary>The same without the coordinates of the queries: as large as their bases, whatever their number.</summary>
    public ConditionedLayer Known => known;

    /// <summary>Reads the history off a revealed matrix after training; ask nothing of it afterwards, since the records of its queries are the matrix's own. Takes all processes that share its rows.</summary>
    /// <param name="revealed">The matrix.</param>
    /// <param name="spikes">What training added to it, in the order of adding.</param>
    /// <param name="marks">How much of both was there before each step.</param>
    /// <param name="optimizer">rho and m where the initial weights or the spikes change with the step (spike r of step r); null where they do not.</param>
    public static HiddenLayerHistory Of(
        IRevealedKnowledge revealed, IReadOnlyList<Spike> spikes, IReadOnlyList<LayerMark> marks, OptimizerMemory? optimizer = null)
    {
        ArgumentNullException.ThrowIfNull(revealed);
        ArgumentNullException.ThrowIfNull(spikes);
        var atTheEnd = new ConditionedLayer(
            new DenseMatrix<double>(revealed.LeftRecord.Rank, 0),
            new DenseMatrix<double>(revealed.RightRecord.Rank, 0),
            revealed.CrossProduct,
            revealed.RightProductGram(),
            revealed.LeftProductGram(),
            revealed.Scale,
            (double)revealed.Rows / revealed.Columns);
        return new HiddenLayerHistory(atTheEnd, revealed.LeftRecord, revealed.RightRecord, 1 / Math.Sqrt(revealed.Columns), new SpikeTimeline([.. spikes], marks, optimizer));
    }

    /// <summary>rho(<paramref name="step"/>), factor of the initial matrix left.</summary>
    public double Retained(int step) => timeline.Retained(step);

    /// <summary>What the queries of steps before <paramref name="step"/> reveal about the part rho A(0) of M(<paramref name="step"/>).</summary>
    public ConditionedLayer At(int step)
    {
        GaussianMark asked = timeline.Mark(step).Asked;
        ConditionedLayer before = Full.Leading(asked.LeftRank, asked.RightRank, asked.LeftQueries, asked.RightQueries);
        return timeline.Retained(step) == 1 ? before : before.Retained(timeline.Retained(step));
    }

    /// <summary>What <see cref="At"/> knows, without the coordinates of the queries.</summary>
    public ConditionedLayer KnownAt(int step)
    {
        GaussianMark asked = timeline.Mark(step).Asked;
        ConditionedLayer before = known.Leading(asked.LeftRank, asked.RightRank, 0, 0);
        return timeline.Retained(step) == 1 ? before : before.Retained(timeline.Retained(step));
    }

    /// <summary>
    /// RU C RV^T of M(<paramref name="step"/>) in the bases of the queries before the step: all spikes as one small matrix. Steps that ascend cost one pass over the spikes in all.
    /// </summary>
    /// <remarks>Not thread-safe.</remarks>
    public DenseMatrix<double> CoreAt(int step)
    {
        if (step < coreStep)
        {
            core.Dispose();
            core = new SpikeCore(Gradients, Features);
            coreStep = 0;
        }

        timeline.Advance(core, coreStep, step);
        coreStep = step;
        GaussianMark asked = timeline.Mark(step).Asked;
        return core.Leading(asked.LeftRank, asked.RightRank, normalisation * normalisation);
    }

    /// <summary>The spikes of M(<paramref name="step"/>).</summary>
    public SpikeSet SpikesAt(int step)
    {
        Spike[] added = timeline.At(step);
        return new SpikeSet(
            added.Select(s => s.Left).ToArray(), added.Select(s => s.Right).ToArray(), added.Select(s => s.Strength).ToArray());
    }

    /// <summary>How much had been asked before a step.</summary>
    public GaussianMark Asked(int step) => timeline.Mark(step).Asked;

    private static ConditionedLayer WithoutQueries(ConditionedLayer full)
    {
        ArgumentNullException.ThrowIfNull(full);
        return full.Leading(full.LeftBasisCount, full.RightBasisCount, 0, 0);
    }

    private static DenseMatrix<double> Scaled(DenseMatrix<double> matrix, double factor)
    {
        foreach (ref double entry in matrix.AsSpan())
        {
            entry *= factor;
        }

        return matrix;
    }
}
