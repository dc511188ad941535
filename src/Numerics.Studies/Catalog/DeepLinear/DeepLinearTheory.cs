using System.Globalization;
using Numerics.Spectra.Models;
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
    private readonly DeepLinearParameters p = e.Parameters;
    private double largestImbalance;

    /// <summary>Solves.</summary>
    public void Predict()
    {
        DeepLinearSolution solution = Shared("solution", () => DeepLinearDmft.Solve(e.Model, context.Progress.Part(0.5).Report, context.Cancellation));
        int last = (solution.DivergedAt ?? (p.Steps + 1)) - 1;
        context.Say(Fact.Evidence("solver", "causal recursion over order parameters, exact in the proportional limit"));
        foreach (Fact neurons in e.Plan)
        {
            context.Say(neurons);
        }

        e.RecordLosses(r, last, solution.TestLoss, solution.TrainLoss);
        e.RecordPowers(r, last, (layer, step) => solution.FeatureCorrelations(layer)[step, step], solution.GradientPower);
        WorkProgress[] layers = context.Progress.Part(0.25).Split(p.Depth);
        for (int layer = 0; layer < p.Depth; layer++)
        {
            Along(e.TheorySpectrumSteps, e.SpectrumSteps, last, layers[layer], step => PredictSpectrum(solution, layer, step));
        }

        if (e.StabilityBound is { } bound)
        {
            r.Row(bound, [.. e.TheoryKernelSteps.Select(_ => EdgeOfStability.Threshold(p.Momentum))]);
        }

        SayBranches();
        if (!e.Model.IsResidual)
        {
            Along(e.TheoryKernelSteps, e.KernelSteps, last, context.Progress.Part(0.25), step => PredictKernel(solution, step));
        }

        if (!EdgeOfStability.IsStable(solution.TrainLoss) || solution.DivergedAt is not null)
        {
            r.ShowOnly();
            context.Say(Fact.Warning(
                "limit of stability", "The training loss of the limit rises by half above its smallest value; finite networks amplify their differences there, so this is shown and not judged."));
        }

        if (solution.DivergedAt is { } diverged)
        {
            throw new DivergedException("The dynamics of the proportional limit", $"step {diverged}", "", "learningRate", p.LearningRate);
        }

        context.Say(Fact.Evidence("largest imbalance of singular vectors", $"{largestImbalance:G3}"));
    }

    /// <summary>What residual branches leave without theory, or without being measured.</summary>
    private void SayBranches()
    {
        if (p.ResidualScale > 0 && !e.Model.IsResidual)
        {
            context.Say(Fact.Warning("residualScale", "One hidden layer has no residual branches: residualScale has no effect at depth 1."));
        }
        else if (e.Model.IsResidual && e.KernelSteps.Length > 0)
        {
            context.Say(Fact.Warning("theory", "There is no theory of the tangent kernel with residual branches: ntkTop and sharpness are simulation only."));
        }
        else if (e.Model.IsResidual && p.NtkSteps is null && e.SpectrumSteps.Length > 0)
        {
            context.Say(Fact.Warning("theory", "There is no theory of the tangent kernel with residual branches, and it is not measured; ntkSteps asks for its simulation alone."));
        }
    }

    /// <summary>Solved once for all sizes of a ladder that round to the same ratios.</summary>
    private T Shared<T>(string what, Func<T> solve)
        where T : class? => context.Once(string.Create(CultureInfo.InvariantCulture, $"{e.Model.WidthRatio:R} {Widths} {e.Model.SampleRatio:R} {Batch} {Weights} {what}"), solve);

    private string Widths => string.Join(' ', e.Model.HiddenWidths.Select(width => width.ToString("R", CultureInfo.InvariantCulture)));

    private double? Batch => (e.Model.Batch as BatchSampling.OnePass)?.Ratio;

    /// <summary>Weights of modes that do not divide the input dimension are those of this size alone.</summary>
    private long? Weights => e.Model.Covariance.Weights.SequenceEqual(p.Covariance.Spectrum().Weights) ? null : p.InputDimension;

    /// <summary>The coordinates of a covariance mode are counted at this size.</summary>
    private long? ModeDimension => e.Model.Covariance.Modes > 1 ? e.Sizes.InputDimension : null;

    /// <summary>Predicts what there is of the steps of a curve.</summary>
    private void Along(int[] curve, int[] recorded, int last, WorkProgress progress, Action<int> predict)
    {
        for (int step = 0; step < curve.Length && curve[step] <= last; step++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            RecordedSteps.Draw(recorded.Contains(curve[step]), () => predict(step));
            progress.Report((step + 1.0) / curve.Length);
        }
    }

    /// <summary>Outliers, edges and overlaps of one matrix at one step.</summary>
    private void PredictSpectrum(DeepLinearSolution solution, int layer, int step)
    {
        int at = e.TheorySpectrumSteps[step];
        DeepLinearSpectrum spectrum = Shared($"spectrum {layer} {at}", () => new DeepLinearSpectrum(context.Lapack, solution, layer, at));
        LargestValueLaw law = spectrum.Largest(e.Sizes);
        r[e.BulkEdgeUpper!, layer, step] = spectrum.Bulk.UpperEdge;
        r[e.BulkEdgeLower!, layer, step] = spectrum.Bulk.LowerEdge;
        r.Row(e.Outlier!, [.. spectrum.Above.Take(DeepLinearExperiment.Ranks)], layer, step);
        r.Row(e.OutlierBelow!, [.. spectrum.Below.Take(DeepLinearExperiment.Ranks)], layer, step);
        e.PredictLargest(r, law, layer, step);
        for (int rank = 0; rank < Math.Min(DeepLinearExperiment.Ranks, spectrum.Above.Count); rank++)
        {
            ProbeVectors vectors = spectrum.Vectors(rank);
            largestImbalance = Math.Max(largestImbalance, vectors.Imbalance);
            PredictOverlaps(vectors, layer, Array.IndexOf(e.SpectrumSteps, at), rank, law.CriticalOverlapScatter(rank + 1, e.Sizes.WidthOf(layer + 1)));
        }
    }

    /// <summary>Overlaps with past steps; inside the critical window they scatter by about N^(-1/3), and small ones by D^(-1/2): of these an order of magnitude is known, which judges nothing.</summary>
    private void PredictOverlaps(ProbeVectors vectors, int layer, int recorded, int rank, double scatter)
    {
        for (int past = 0; recorded >= 0 && past < e.PastSteps.Length && e.PastSteps[past] < e.SpectrumSteps[recorded]; past++)
        {
            double left = Math.Abs(vectors.LeftCosines[e.PastSteps[past]]);
            double right = Math.Abs(vectors.RightCosines[e.PastSteps[past]]);
            PredictOverlap(e.OverlapLeft!, left, Math.Max(scatter, CosineScatter(left)), layer, recorded, rank, past);
            PredictOverlap(e.OverlapRight!, right, Math.Max(scatter, CosineScatter(right)), layer, recorded, rank, past);
        }
    }

    private void PredictOverlap(Observable overlap, double cosine, double scatter, params ReadOnlySpan<int> at)
    {
        r[overlap, at] = new Estimate(cosine, scatter);
        if (scatter > 0)
        {
            r.ShowOnly(overlap, at);
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
        int at = e.TheoryKernelSteps[step];
        NtkOperator kernel = NtkOperator.Of(p.KernelInputs(), e.Model);
        if (Shared($"kernel {at} {ModeDimension}", () => LeadingKernelEigenvalue.At(context.Lapack, solution, at, kernel, e.Sizes.InputDimension)) is { } leading)
        {
            double scatter = leading.Scatter(e.Sizes.InputDimension);
            r[e.NtkBulkEdge!, step] = leading.BulkEdge;
            r[e.NtkOutlier!, step] = leading.Outlier;
            r[e.NtkTop!, step] = new Estimate(leading.Value, scatter);
            r[e.Sharpness!, step] = new Estimate(p.LearningRate * leading.Value, p.LearningRate * scatter);
        }
    }
}
