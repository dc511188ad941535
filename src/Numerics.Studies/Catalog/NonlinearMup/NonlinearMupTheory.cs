using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Edges;
using Numerics.Spectra.Theory.Outliers;
using Numerics.Spectra.Theory.Training;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.NonlinearMup;

/// <summary>The infinite-width prediction of <c>nonlinear-mup</c>: the DMFT of training (level one), then the outlier equation at every recorded step (level two).</summary>
/// <param name="e">What is predicted.</param>
/// <param name="context">What there is to work with.</param>
internal sealed class NonlinearMupTheory(NonlinearMupExperiment e, TheoryContext context)
{
    /// <summary>Averages over passes, at this width.</summary>
    public void Predict(Recorder r)
    {
        (Recorder averages, int? divergedAt, IReadOnlyList<Fact> facts) = context.Once("passes", Solve);
        foreach (Fact fact in facts)
        {
            context.Say(fact);
        }

        context.Progress.Report(1);
        averages.CopyTo(r);
        if (divergedAt is { } at)
        {
            r.ShowOnly();
            throw new DivergedException("The infinite-width dynamics", $"step {at}", "", "learningRate", e.Parameters.LearningRate);
        }

        PredictFiniteWidth(r);
    }

    /// <summary>Runs all passes; what they say holds at every width.</summary>
    private Passes Solve()
    {
        DmftSolver solver = e.Parameters.Activation == ActivationKind.Linear ? DmftSolver.ExactLinear : DmftSolver.MomentMatched;
        int seeds = e.Parameters.TheoryPasses;
        var passes = new Recorder[seeds];
        int?[] diverged = new int?[seeds];
        WorkProgress[] progress = context.Progress.Split(seeds);
        context.Each(seeds, pass =>
        {
            (passes[pass], diverged[pass]) = solver == DmftSolver.ExactLinear ? Over(0, e.Parameters.TheorySites, solver, pass, progress[pass]) : Unbiased(solver, pass, progress[pass]);
        });
        var averages = new Recorder(e.Observables);
        PassAverages.Write(passes, averages);
        return new Passes(
            averages,
            diverged.FirstOrDefault(step => step is not null),
            [
                Fact.Evidence("solver", solver.ToString()),
                Fact.Evidence("sites", solver == DmftSolver.ExactLinear ? "exact" : $"{e.Parameters.TheorySites}, and their halves against the bias of a finite number"),
                Fact.Evidence("seeds", $"{seeds}"),
            ]);
    }

    /// <summary>One pass over all sites and over each half of them.</summary>
    private (Recorder Values, int? DivergedAt) Unbiased(DmftSolver solver, int pass, WorkProgress progress)
    {
        long sites = e.Parameters.TheorySites;
        long half = ((sites / 2) + RowShards.Alignment - 1) / RowShards.Alignment * RowShards.Alignment;
        (Recorder first, int? firstDiverged) = Over(0, half, solver, pass, progress.Part(0.25));
        (Recorder second, int? secondDiverged) = Over(half, sites - half, solver, pass, progress.Part(0.25));
        (Recorder whole, int? wholeDiverged) = Over(0, sites, solver, pass, progress.Part(1));
        if (wholeDiverged is null && firstDiverged is null && secondDiverged is null)
        {
            HalfSampleJackknife.RemoveBias(whole, (first, second), e.OutlierCount);
        }

        progress.Report(1);
        return (whole, wholeDiverged);
    }

    private (Recorder Values, int? DivergedAt) Over(long firstSite, long sites, DmftSolver solver, int pass, WorkProgress progress)
    {
        DmftSolution solution = TrainingDmft.Solve(
            e.Parameters.Network(),
            e.Set,
            solver,
            sites,
            context.Streams(pass).Network,
            ShardExecutor.Sequential,
            firstSite,
            progress.Part(0.7).Report,
            context.Cancellation);
        var values = new Recorder(e.Observables);
        Measure(solution, values);
        progress.Report(1);
        return (values, solution.Trajectory.DivergedAt);
    }

    /// <summary>Averages over passes, the step at which one diverged, and what is said of them.</summary>
    private sealed record Passes(Recorder Averages, int? DivergedAt, IReadOnlyList<Fact> Facts);

    private void Measure(DmftSolution solution, Recorder pass)
    {
        e.Record(pass, solution.Trajectory);
        for (int layer = 0; solution.Trajectory.DivergedAt is null && layer < solution.Layers.Count; layer++)
        {
            for (int step = 0; step < e.TheorySteps.Length; step++)
            {
                try
                {
                    MeasureSpectrum(solution.Layers[layer], layer, step, pass);
                }
                catch (ArithmeticException) when (!e.SpectrumSteps.Contains(e.TheorySteps[step]))
                {
                    // A step that is drawn only leaves a gap in the curve.
                }
            }
        }
    }

    private void MeasureSpectrum(HiddenLayerHistory history, int layer, int step, Recorder pass)
    {
        ConditionedLayer known = history.At(e.TheorySteps[step]);
        SpikeSet spikes = history.SpikesAt(e.TheorySteps[step]);
        var equation = new OutlierEquation(context.Lapack, known, spikes);
        double[] outliers = equation.Outliers();
        double[] independent = IndependentSpikeEquation.Outliers(context.Lapack, known, spikes);
        double margin = equation.EscapeMargin();
        pass[e.EscapeMargin, layer, step] = double.IsFinite(margin) ? margin : null;
        pass[e.OutlierCount, layer, step] = outliers.Length;
        pass[e.BulkEdge, step] = equation.BulkEdge;
        for (int rank = 0; rank < NonlinearMupExperiment.Ranks; rank++)
        {
            pass[e.IndependentSpikeOutlier, layer, step, rank] = rank < independent.Length ? independent[rank] : null;
            if (rank < outliers.Length)
            {
                OutlierVectors vectors = equation.SingularVectors(rank);
                pass[e.Outlier, layer, step, rank] = outliers[rank];
                pass[e.OverlapLeft, layer, step, rank] = vectors.CapturedLeft;
                pass[e.OverlapRight, layer, step, rank] = vectors.CapturedRight;
            }
        }
    }

    /// <summary>What a finite width adds: the edge's shift and scatter where there is no outlier, scatter inside the critical window, weight of an outlier in a density.</summary>
    private void PredictFiniteWidth(Recorder r)
    {
        long width = e.Parameters.Width;
        for (int layer = 0; layer < e.Parameters.Depth - 1; layer++)
        {
            for (int step = 0; step < e.TheorySteps.Length; step++)
            {
                Estimate[] outliers = [.. Enumerable.Range(0, NonlinearMupExperiment.Ranks).Select(rank => r[e.Outlier, layer, step, rank]).Where(outlier => outlier.Value is not null)];
                var law = LargestValueLaw.Of(
                    new EdgeStatistics(width, width, e.Parameters.HiddenScale), [.. outliers.Select(outlier => outlier.Value!.Value)], [.. outliers.Select(outlier => outlier.Error!.Value)]);
                for (int rank = 0; rank < NonlinearMupExperiment.Ranks; rank++)
                {
                    LargestValue top = law.At(rank + 1)!;
                    r[e.TopSingularValue, layer, step, rank] = new Estimate(top.Value, top.StandardError);
                    bool clear = rank < outliers.Length && !top.IsCritical;
                    r.ShowOnly(clear ? e.TopSingularValue : e.Outlier, layer, step, rank);
                    double scatter = law.CriticalOverlapScatter(rank + 1, width);
                    r[e.OverlapLeft, layer, step, rank] = Widened(r[e.OverlapLeft, layer, step, rank], scatter);
                    r[e.OverlapRight, layer, step, rank] = Widened(r[e.OverlapRight, layer, step, rank], scatter);
                }
            }

            if (e.Density is { } density)
            {
                PredictDensity(density, layer, r);
            }
        }
    }

    private static Estimate Widened(Estimate overlap, double scatter) => scatter > 0 && overlap.Error is { } error ? overlap with { Error = Math.Sqrt((error * error) + (scatter * scatter)) } : overlap;

    /// <summary>Quarter circle over bins (in the letters asked for), plus weight 1/width at each outlier of the last recorded step.</summary>
    private void PredictDensity(Observable density, int layer, Recorder r)
    {
        var law = new QuarterCircleLaw(e.Parameters.HiddenScale);
        double width = e.BinWidth;
        Conventions shown = e.Parameters.Conventions;
        double Back(double x) => shown.Back(x, e.Parameters.Width);
        for (int bin = 0; bin < NonlinearMupExperiment.Bins; bin++)
        {
            double mass = law.CumulativeDistribution(Back((bin + 1) * width)) - law.CumulativeDistribution(Back(bin * width));
            r[density, layer, bin] = new Estimate(mass / width, null);
        }

        for (int rank = 0; rank < NonlinearMupExperiment.Ranks; rank++)
        {
            int bin = r[e.Outlier, layer, e.TheorySteps.Length - 1, rank].Value is { } z ? (int)(shown.Of(z, e.Parameters.Width) / width) : int.MaxValue;
            if (bin < NonlinearMupExperiment.Bins)
            {
                r[density, layer, bin] = new Estimate(r[density, layer, bin].Value + (1 / (e.Parameters.Width * width)), null);
            }
        }
    }
}
