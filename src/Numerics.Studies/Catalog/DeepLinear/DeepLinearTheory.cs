using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Edges;
using Numerics.Spectra.Theory.Outliers;
using Numerics.Spectra.Theory.TangentKernel;
using Numerics.Spectra.Theory.Training;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>The prediction of <c>deep-linear</c>: order parameters, outliers of every matrix, edge and leading eigenvalue of the tangent kernel.</summary>
/// <param name="e">What is predicted.</param>
/// <param name="context">What there is to work with.</param>
/// <param name="r">Takes the prediction.</param>
internal sealed class DeepLinearTheory(DeepLinearExperiment e, TheoryContext context, Recorder r)
{
    private readonly double learningRate = e.Parameters.LearningRate;

    /// <summary>Solves.</summary>
    public void Predict()
    {
        DeepLinearSolution solution = DeepLinearDmft.Solve(e.Model, context.Progress.Part(0.5).Report, context.Cancellation);
        int last = (solution.DivergedAt ?? (e.Parameters.Steps + 1)) - 1;
        context.Say(Fact.Evidence("solver", "causal recursion over order parameters, exact in the proportional limit"));
        PredictLosses(solution, last);
        double largestImbalance = 0;
        WorkProgress spectra = context.Progress.Part(0.25);
        for (int layer = 0; layer < e.Parameters.Depth; layer++)
        {
            for (int step = 0; step < e.TheorySpectrumSteps.Length && e.TheorySpectrumSteps[step] <= last; step++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                int at = e.TheorySpectrumSteps[step];
                Draw(e.SpectrumSteps.Contains(at), () => largestImbalance = Math.Max(largestImbalance, PredictSpectrum(solution, layer, step)));
            }

            spectra.Report((layer + 1.0) / e.Parameters.Depth);
        }

        WorkProgress kernels = context.Progress.Part(0.25);
        for (int step = 0; step < e.TheoryKernelSteps.Length; step++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            r[e.StabilityBound!, step] = EdgeOfStability.Threshold(e.Parameters.Momentum);
            if (e.TheoryKernelSteps[step] <= last)
            {
                Draw(e.KernelSteps.Contains(e.TheoryKernelSteps[step]), () => PredictKernel(solution, step));
            }

            kernels.Report((step + 1.0) / e.TheoryKernelSteps.Length);
        }

        if (!EdgeOfStability.IsStable(solution.TrainLoss) || solution.DivergedAt is not null)
        {
            r.ShowOnly();
            context.Say(Fact.Warning(
                "limit of stability", "The training loss of the limit rises by half above its smallest value; finite networks amplify their differences there, so this is shown and not judged."));
        }

        if (solution.DivergedAt is { } diverged)
        {
            throw new DivergedException("The dynamics of the proportional limit", $"step {diverged}", "", "learningRate", learningRate);
        }

        context.Say(Fact.Evidence("largest imbalance of singular vectors", $"{largestImbalance:G3}"));
    }

    /// <summary>Predicts one step. Where only the curve passes through it, a solver that does not converge leaves a gap.</summary>
    private static void Draw(bool recorded, Action predict)
    {
        try
        {
            predict();
        }
        catch (ArithmeticException) when (!recorded)
        {
            // Missing values are what a gap is.
        }
    }

    private void PredictLosses(DeepLinearSolution solution, int last)
    {
        for (int step = 0; step <= last; step++)
        {
            r[e.TestLoss, step] = solution.TestLoss[step];
            r[e.TrainLoss, step] = solution.TrainLoss[step];
            for (int layer = 0; e.FeaturePower is not null && layer <= e.Parameters.Depth; layer++)
            {
                if (step < e.Parameters.Steps)
                {
                    r[e.FeaturePower, layer, step] = solution.FeatureCorrelations(layer)[step, step];
                }

                if (layer > 0)
                {
                    r[e.GradientPower!, layer - 1, step] = solution.GradientPower(layer, step);
                }
            }
        }
    }

    /// <summary>Outliers, edges and overlaps of one matrix at one step; returns the self-test of the singular vectors.</summary>
    private double PredictSpectrum(DeepLinearSolution solution, int layer, int step)
    {
        int at = e.TheorySpectrumSteps[step];
        double scale = e.Model.Optimizer.Retained(at) * e.Model.InitialScales[layer];
        long columns = layer == 0 ? e.Sizes.InputDimension : e.Sizes.Width;
        var bulk = new MarchenkoPasturSingularValueLaw(scale, (double)e.Sizes.Width / columns);
        r[e.BulkEdgeUpper!, layer, step] = bulk.UpperEdge;
        r[e.BulkEdgeLower!, layer, step] = bulk.LowerEdge;
        ProbeCompanion? companion = at == 0 ? null : new ProbeCompanion(context.Lapack, solution.History(layer, at));
        double[] above = companion?.Above ?? [];
        double[] below = companion?.Below ?? [];
        var law = LargestValueLaw.Of(new EdgeStatistics(e.Sizes.Width, columns, scale), above);
        double imbalance = 0;
        for (int rank = 0; rank < DeepLinearExperiment.Ranks; rank++)
        {
            r[e.OutlierBelow!, layer, step, rank] = rank < below.Length ? below[rank] : null;
            r[e.Outlier!, layer, step, rank] = rank < above.Length ? above[rank] : null;
            LargestValue top = law.At(rank + 1)!;
            r[e.TopSingularValue!, layer, step, rank] = new Estimate(top.Value, top.StandardError);
            r.ShowOnly(rank < above.Length && !top.IsCritical ? e.TopSingularValue! : e.Outlier!, layer, step, rank);
            if (rank < above.Length)
            {
                ProbeVectors vectors = companion!.VectorsAbove(rank);
                imbalance = Math.Max(imbalance, vectors.Imbalance);
                PredictOverlaps(vectors, layer, Array.IndexOf(e.SpectrumSteps, at), rank, law.CriticalOverlapScatter(rank + 1, e.Sizes.Width));
            }
        }

        return imbalance;
    }

    /// <summary>Overlaps with past steps; inside the critical window they scatter by about N^(-1/3), and small ones by D^(-1/2).</summary>
    private void PredictOverlaps(ProbeVectors vectors, int layer, int recorded, int rank, double scatter)
    {
        for (int past = 0; recorded >= 0 && past < e.PastSteps.Length && e.PastSteps[past] < e.SpectrumSteps[recorded]; past++)
        {
            double left = Math.Abs(vectors.LeftCosines[e.PastSteps[past]]);
            double right = Math.Abs(vectors.RightCosines[e.PastSteps[past]]);
            r[e.OverlapLeft!, layer, recorded, rank, past] = new Estimate(left, Math.Max(scatter, CosineScatter(left)));
            r[e.OverlapRight!, layer, recorded, rank, past] = new Estimate(right, Math.Max(scatter, CosineScatter(right)));
        }
    }

    /// <summary>
    /// Error of a predicted |cosine|: one that is not clear of its fluctuations of order D^(-1/2) is, at finite size, the mean of the absolute value of a fluctuating
    /// number.
    /// </summary>
    private double CosineScatter(double cosine)
    {
        double scatter = DeepLinearExperiment.OverlapDeviation / 2 / Math.Sqrt(e.Sizes.InputDimension);
        return cosine < 3 * scatter ? scatter : 0;
    }

    private void PredictKernel(DeepLinearSolution solution, int step)
    {
        double? isolated = IsolatedMode(new NeuralTangentKernel(context.Lapack, solution, 0, e.Parameters.NtkOperator(e.Model)));
        if (isolated is not null && e.TheoryKernelSteps[step] > 0)
        {
            return; // Where the largest covariance mode stands alone, the kernel is known at the start only (docs/deep-linear.md, section 4).
        }

        var kernel = new NeuralTangentKernel(context.Lapack, solution, e.TheoryKernelSteps[step], e.Parameters.NtkOperator(e.Model));
        double? outlier = kernel.Outliers is [double leading, ..] ? leading : isolated;
        double top = outlier ?? kernel.BulkEdge;
        double scatter = EdgeOfStability.EdgeScatter(top, kernel.BulkEdge, e.Sizes.InputDimension);
        r[e.NtkBulkEdge!, step] = kernel.BulkEdge;
        r[e.NtkOutlier!, step] = outlier;
        r[e.NtkTop!, step] = new Estimate(top, scatter);
        r[e.Sharpness!, step] = new Estimate(learningRate * top, learningRate * scatter);
    }

    /// <summary>The largest covariance mode, if it stands alone.</summary>
    private double? IsolatedMode(NeuralTangentKernel kernel) => e.Model.Covariance.Modes > 1 ? kernel.IsolatedMode(0) : null;
}
