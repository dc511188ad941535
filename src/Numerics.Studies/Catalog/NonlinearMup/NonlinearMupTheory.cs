using System.Globalization;
using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Edges;
using Numerics.Spectra.Theory.Outliers;
using Numerics.Spectra.Theory.Training;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.NonlinearMup;

/// <summary>The infinite-width prediction of <c>nonlinear-mup</c>: the DMFT of training (level one), then the outlier equation at every recorded step (level two).</summary>
/// <param name="e">What is predicted.</param>
/// <param name="context">What there is to work with.</param>
internal sealed class NonlinearMupTheory(NonlinearMupExperiment e, TheoryContext context)
{
    private readonly int ranks = e.Ranks;
    private readonly NonlinearMupParameters p = e.Parameters;
    private readonly Lock noting = new();
    private readonly QueryEvidence[] largest = new QueryEvidence[e.Parameters.Depth - 1];
    private FlowEvidence? flow;
    private int biased;
    private readonly DmftSolver solver = e.Parameters.Activation == ActivationKind.Linear ? DmftSolver.ExactLinear : DmftSolver.MomentMatched;

    /// <summary>Averages over passes, which hold at every width, and what this width adds.</summary>
    public void Predict(Recorder r)
    {
        PassAverages passes = context.Once("passes", () => PassAverages.Of(context, e.Observables, p.TheoryPasses, Pass));
        if (biased > 0)
        {
            context.Say(Fact.Warning(
                "bias of the sites", $"In {biased} of {p.TheoryPasses} passes a half of the sites has no solution, and the bias of a finite number of them stays in; raise theorySites."));
        }

        foreach (Fact warning in NonlinearMupExperiment.ManyDirections(p))
        {
            context.Say(warning);
        }

        context.Say(Fact.Evidence("solver", solver.ToString()));
        context.Say(Fact.Evidence("sites", solver == DmftSolver.ExactLinear ? "exact" : $"{p.TheorySites}, and their halves against the bias of a finite number"));
        context.Say(Fact.Evidence("seeds", $"{p.TheoryPasses}"));
        if (flow is { } integrated)
        {
            context.Say(Fact.Evidence("gradient flow", string.Create(
                CultureInfo.InvariantCulture, $"{integrated.Accepted} steps of orders 5 and 4, {integrated.Rejected} made again, largest error of a step {integrated.LargestError:0.#e+0}")));
        }

        foreach ((QueryEvidence asked, int layer) in largest.Select((found, index) => (found, index)).Where(pair => pair.found.Queries > 0))
        {
            context.Say(Fact.Evidence($"directions of W{layer + 1}", $"{asked}"));
        }

        context.Progress.Report(1);
        passes.Averages.CopyTo(r);
        if (passes.DivergedAt is { } at)
        {
            r.ShowOnly();
            throw new DivergedException("The infinite-width dynamics", $"step {at}", "", "learningRate", p.LearningRate);
        }

        NoNegativeLoss(r);
        int lost = 0;
        for (int layer = 0; layer < p.Depth - 1; layer++)
        {
            for (int step = 0; step < e.TheorySteps.Length; step++)
            {
                Descend(r, [e.Outlier!, e.OverlapLeft, e.OverlapRight], layer, step);
                lost += Drop(r, layer, step);
                PredictFiniteWidth(r, layer, step);
            }

            if (e.Density is { } density)
            {
                PredictDensity(density, layer, r);
            }
        }

        if (lost > 0)
        {
            context.Say(Fact.Warning("outliers", $"{lost} outliers are smaller than their correction for a finite number of sites and not predicted; raise theorySites ({p.TheorySites})."));
        }
    }

    /// <summary>A loss that the correction for a finite number of sites has left below zero, by less than its error, is none.</summary>
    private void NoNegativeLoss(Recorder r)
    {
        for (int step = 0; step < e.LossSteps.Length; step++)
        {
            Estimate loss = r[e.Loss, step];
            if (loss.Value < 0)
            {
                r[e.Loss, step] = loss with { Value = 0 };
            }
        }
    }

    /// <summary>Drops outliers, which descend, that their correction for a finite number of sites leaves below the edge.</summary>
    /// <returns>How many were dropped.</returns>
    private int Drop(Recorder r, int layer, int step)
    {
        int dropped = 0;
        for (int rank = 0; rank < ranks; rank++)
        {
            if (solver != DmftSolver.ExactLinear && r[e.Outlier!, layer, step, rank].Value <= 2 * p.RetainedScale(e.TheorySteps[step]))
            {
                foreach (Observable observable in (Observable[])[e.Outlier!, e.OverlapLeft, e.OverlapRight])
                {
                    r[observable, layer, step, rank] = new Estimate(null);
                }

                dropped++;
            }
        }

        return dropped;
    }

    private int? Pass(int pass, Recorder r, WorkProgress progress) =>
        solver == DmftSolver.ExactLinear ? Over(0, p.TheorySites, r, pass, progress) : Unbiased(r, pass, progress);

    /// <summary>First half of the sites, whole blocks of the generator.</summary>
    internal static long FirstHalf(long sites) => ((sites / 2) + RowShards.Alignment - 1) / RowShards.Alignment * RowShards.Alignment;

    /// <summary>One pass over all sites and over each half of them; where a half has no solution, the pass stands as it is.</summary>
    private int? Unbiased(Recorder whole, int pass, WorkProgress progress)
    {
        long half = FirstHalf(p.TheorySites);
        Recorder first = new(e.Observables);
        Recorder second = new(e.Observables);
        bool solved = IsSolved(() => Over(0, half, first, pass, progress.Part(0.25))) & IsSolved(() => Over(half, p.TheorySites - half, second, pass, progress.Part(0.25)));
        int? diverged = Over(0, p.TheorySites, whole, pass, progress.Part(1));
        if (diverged is null && solved)
        {
            HalfSampleJackknife.RemoveBias(whole, (first, second), (half, p.TheorySites - half), e.OutlierCount);
        }
        else if (diverged is null)
        {
            Interlocked.Increment(ref biased);
        }

        return diverged;
    }

    private static bool IsSolved(Func<int?> solve)
    {
        try
        {
            return solve() is null;
        }
        catch (ArithmeticException)
        {
            return false;
        }
    }

    /// <summary>Outliers in descending order with what belongs to them: those nearly equal can change places when their bias is removed and passes are averaged.</summary>
    internal static void Descend(Recorder r, Observable[] together, int layer, int step)
    {
        int count = together[0].Shape.Axes[^1].Values.Count;
        Estimate[][] ordered = [.. Enumerable.Range(0, count)
            .Select(rank => together.Select(observable => r[observable, layer, step, rank]).ToArray())
            .OrderByDescending(estimates => estimates[0].Value ?? double.NegativeInfinity)];
        for (int rank = 0; rank < count; rank++)
        {
            for (int k = 0; k < together.Length; k++)
            {
                r[together[k], layer, step, rank] = ordered[rank][k];
            }
        }
    }

    private int? Over(long firstSite, long sites, Recorder r, int pass, WorkProgress progress)
    {
        DmftSolution solution = TrainingDmft.Solve(
            p.Network(), e.Set, solver, sites, context.Streams(pass).Network, ShardExecutor.Sequential, firstSite, progress.Part(0.7).Report, context.Cancellation);
        e.Record(r, solution.Trajectory);
        Note(solution);
        for (int layer = 0; solution.Trajectory.DivergedAt is null && layer < solution.Layers.Count; layer++)
        {
            for (int step = 0; step < e.TheorySteps.Length; step++)
            {
                RecordedSteps.Draw(e.SpectrumSteps.Contains(e.TheorySteps[step]), () => PredictSpectrum(r, solution.Layers[layer], layer, step));
            }
        }

        progress.Report(1);
        return solution.Trajectory.DivergedAt;
    }

    /// <summary>What the bases of the queries rest on, of the pass with the most directions.</summary>
    private void Note(DmftSolution solution)
    {
        lock (noting)
        {
            flow = solution.Trajectory.Flow is { } found && found.Accepted >= (flow?.Accepted ?? 0) ? found : flow;
            for (int layer = 0; layer < solution.Layers.Count; layer++)
            {
                largest[layer] = QueryEvidence.Larger(largest[layer], QueryEvidence.Of(solution.Layers[layer]));
            }
        }
    }

    private void PredictSpectrum(Recorder r, HiddenLayerHistory history, int layer, int step)
    {
        OutlierSpectrum spectrum = OutlierSpectrum.OfHistory(context.Lapack, history, e.TheorySteps[step]);
        double margin = spectrum.EscapeMargin;
        r[e.OutlierCount, layer, step] = spectrum.Count;
        r[e.EscapeMargin, layer, step] = double.IsFinite(margin) ? margin : null;
        r[e.BulkEdge, step] = spectrum.BulkEdge;
        r.Row(e.IndependentSpikeOutlier, [.. spectrum.IndependentSpikes().Take(ranks)], layer, step);
        IReadOnlyList<Outlier> outliers = spectrum.Largest(ranks);
        r.Row(e.Outlier!, [.. outliers.Select(outlier => outlier.SingularValue)], layer, step);
        r.Row(e.OverlapLeft, [.. outliers.Select(outlier => outlier.CapturedLeft)], layer, step);
        r.Row(e.OverlapRight, [.. outliers.Select(outlier => outlier.CapturedRight)], layer, step);
    }

    /// <summary>What a finite width adds: the edge's shift and scatter where there is no outlier; overlaps inside the critical window scatter by an order of magnitude, which judges nothing.</summary>
    private void PredictFiniteWidth(Recorder r, int layer, int step)
    {
        Estimate[] outliers = Outliers(r, layer, step);
        var law = LargestValueLaw.Of(
            new EdgeStatistics(p.Width, p.Width, p.RetainedScale(e.TheorySteps[step])), [.. outliers.Select(outlier => outlier.Value!.Value)], [.. outliers.Select(outlier => outlier.Error!.Value)]);
        e.PredictLargest(r, law, layer, step);
        for (int rank = 0; rank < ranks; rank++)
        {
            double scatter = law.CriticalOverlapScatter(rank + 1, p.Width);
            foreach (Observable overlap in (Observable[])(scatter > 0 ? [e.OverlapLeft, e.OverlapRight] : []))
            {
                r[overlap, layer, step, rank] = r[overlap, layer, step, rank].Widened(scatter);
                r.ShowOnly(overlap, layer, step, rank);
            }
        }
    }

    /// <summary>Quarter circle over bins (in the letters asked for), plus weight 1/width at each outlier after the last step.</summary>
    private void PredictDensity(Observable density, int layer, Recorder r)
    {
        var law = new QuarterCircleLaw(p.RetainedScale(p.Steps));
        double[] mean = e.Bins.Histogram(x => law.CumulativeDistribution(e.Shown.Back(x, p.Width)));
        foreach (Estimate outlier in Outliers(r, layer, e.LastStep))
        {
            if (e.Bins.IndexOf(e.Shown.Of(outlier.Value!.Value, p.Width)) is { } bin)
            {
                mean[bin] += 1 / (p.Width * e.Bins.Width);
            }
        }

        for (int bin = 0; bin < mean.Length; bin++)
        {
            r[density, layer, bin] = new Estimate(mean[bin], null);
        }
    }

    private Estimate[] Outliers(Recorder r, int layer, int step) =>
        [.. Enumerable.Range(0, ranks).Select(rank => r[e.Outlier!, layer, step, rank]).Where(outlier => outlier.Value is not null)];
}
