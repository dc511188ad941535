using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Models;

/// <summary>How many directions the queries of a training will span, before it is run: for memory, time and the smallest width.</summary>
/// <param name="Right">Directions of the forward features of one matrix.</param>
/// <param name="Left">Directions of its backward fields.</param>
/// <remarks>
/// Never more than there are queries. Where all samples enter every step and the activation is smooth, the fields of a sample are smooth curves in time, whose span up to a relative tolerance tau
/// stops growing: measured over tanh networks with small steps (docs/nonlinear-mup.md, long training) about 4 log10(1/tau) to 9 log10(1/tau) directions for a sample at converged training, fewer
/// for each the more samples there are. The estimate is 10 log10(1/tau) for each sample. Large steps, and an activation with a kink, whose gradients jump, may take a direction for every query.
/// An estimate for planning: what is needed is found while training.
/// </remarks>
public sealed record QueryRank(int Right, int Left)
{
    private const double DirectionsPerDigit = 10;

    /// <summary>Evaluations of a step where gradient flow is integrated: two steps of the method.</summary>
    private const int FlowEvaluations = 14;

    /// <summary>Most evaluations that a record of queries has room for.</summary>
    private const int MostFlowEvaluations = 1000;

    /// <summary>Most vectors of a side that are ever foreseen; sums of both sides stay integers.</summary>
    private const int Most = int.MaxValue / 4;

    /// <summary>Directions from both sides.</summary>
    public int Total => Right + Left;

    /// <summary>Vectors that training asks from both sides, an estimate where it is integrated.</summary>
    public static double Asked(NetworkOptions options, TrainingSet set)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(set);
        return (options.FlowTolerance > 0 ? FlowEvaluations : 1) * (set.ForwardQueries(options.Steps) + (double)set.BackwardQueries(options.Steps));
    }

    /// <summary>
    /// Tolerance of an integration of gradient flow below which its error control sees what queries leave out of the slopes instead of its own error, in units of the output.
    /// </summary>
    /// <param name="options">Architecture and training.</param>
    /// <param name="single">Whether vectors are of single precision.</param>
    public static double LeastFlowTolerance(NetworkOptions options, bool single)
    {
        ArgumentNullException.ThrowIfNull(options);
        return DormandPrince.SlopeNoise * Tolerance(options, single) / Math.Min(1, options.OutputScale);
    }

    /// <summary>Most vectors that training may ask from the right and from the left: the number of its queries, and of an integration with error control a bound.</summary>
    public static (int Right, int Left) Capacity(NetworkOptions options, TrainingSet set)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(set);
        long factor = options.FlowTolerance > 0 ? MostFlowEvaluations : 1;
        int Bounded(int queries) => (int)Math.Min(factor * queries, Most);
        return (Bounded(set.ForwardQueries(options.Steps)), Bounded(set.BackwardQueries(options.Steps)));
    }

    /// <summary>The estimate.</summary>
    /// <param name="options">Architecture and training.</param>
    /// <param name="set">Data.</param>
    /// <param name="single">Whether vectors are of single precision.</param>
    public static QueryRank Of(NetworkOptions options, TrainingSet set, bool single = false) => At(options, set, options?.Steps ?? 0, single);

    /// <summary>The estimate of what is known before a step.</summary>
    /// <inheritdoc cref="Of"/>
    public static QueryRank At(NetworkOptions options, TrainingSet set, int step, bool single = false)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(set);
        long evaluations = options.FlowTolerance > 0 ? FlowEvaluations : 1;
        int right = (int)Math.Min(Most, evaluations * set.ForwardQueries(step)), left = (int)Math.Min(Most, evaluations * set.BackwardQueries(step));
        if (options.Activation == ActivationKind.Relu || !set.IsFullBatch)
        {
            return new QueryRank(right, left);
        }

        double most = set.Samples * Math.Ceiling(DirectionsPerDigit * Math.Max(1, -Math.Log10(Tolerance(options, single))));
        return new QueryRank((int)Math.Min(right, most), (int)Math.Min(left, most));
    }

    private static double Tolerance(NetworkOptions options, bool single) => Math.Max(
        options.RankTolerance,
        single ? RevealedSide<float>.RankThreshold : options.HistoryInSingle ? GaussianOptions.HistoryTolerance : RevealedSide<double>.RankThreshold);
}
