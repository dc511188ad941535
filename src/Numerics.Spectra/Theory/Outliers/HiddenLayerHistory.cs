using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.Outliers;

/// <summary>
/// Everything a training run revealed about one hidden matrix, cut at any step: the input of the outlier equation and of the exact completion.
/// </summary>
/// <remarks>Source: derived here, docs/nonlinear-mup.md, sections 3 and 5; conditioning as in E. Bolthausen, Commun. Math. Phys. 325 (2014) 333.</remarks>
/// <param name="full">What was known at the end of training.</param>
/// <param name="spikes">All spikes in the order of adding.</param>
/// <param name="marks">How much of both was there before each step.</param>
/// <param name="optimizer">rho and m where the initial weights or the spikes change with the step (spike r of step r); null where they do not.</param>
public sealed class HiddenLayerHistory(
    ConditionedLayer full, IReadOnlyList<Spike> spikes, IReadOnlyList<LayerMark> marks, OptimizerMemory? optimizer = null)
{
    private readonly SpikeTimeline timeline = new(spikes, marks, optimizer);

    /// <summary>What was known at the end of training.</summary>
    public ConditionedLayer Full { get; } = full;

    /// <summary>Reads the history off a revealed matrix after training. Takes all processes that share its rows.</summary>
    /// <param name="revealed">The matrix.</param>
    /// <param name="spikes">What training added to it, in the order of adding.</param>
    /// <param name="marks">How much of both was there before each step.</param>
    /// <param name="optimizer">rho and m where the initial weights or the spikes change with the step (spike r of step r); null where they do not.</param>
    public static HiddenLayerHistory Of(
        IRevealedKnowledge revealed, IReadOnlyList<Spike> spikes, IReadOnlyList<LayerMark> marks, OptimizerMemory? optimizer = null)
    {
        ArgumentNullException.ThrowIfNull(revealed);
        ArgumentNullException.ThrowIfNull(spikes);
        double normalisation = 1 / Math.Sqrt(revealed.Columns);
        var full = new ConditionedLayer(
            Scaled(revealed.LeftCoordinates, normalisation),
            Scaled(revealed.RightCoordinates, normalisation),
            revealed.CrossProduct,
            revealed.RightProductGram(),
            revealed.LeftProductGram(),
            revealed.Scale,
            (double)revealed.Rows / revealed.Columns);
        return new HiddenLayerHistory(full, [.. spikes], marks, optimizer);
    }

    /// <summary>rho(<paramref name="step"/>), factor of the initial matrix left.</summary>
    public double Retained(int step) => timeline.Retained(step);

    /// <summary>What the queries of steps before <paramref name="step"/> reveal about the part rho A(0) of M(<paramref name="step"/>).</summary>
    public ConditionedLayer At(int step)
    {
        GaussianMark asked = timeline.Mark(step).Asked;
        ConditionedLayer known = Full.Leading(asked.LeftRank, asked.RightRank, asked.LeftQueries, asked.RightQueries);
        return timeline.Retained(step) == 1 ? known : known.Retained(timeline.Retained(step));
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

    private static DenseMatrix<double> Scaled(DenseMatrix<double> matrix, double factor)
    {
        foreach (ref double entry in matrix.AsSpan())
        {
            entry *= factor;
        }

        return matrix;
    }
}
