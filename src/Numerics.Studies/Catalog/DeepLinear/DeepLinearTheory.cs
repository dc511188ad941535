using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Edges;
using Numerics.Spectra.Theory.Outliers;
using Numerics.Spectra.Theory.TangentKernel;
using Numerics.Spectra.Theory.Training;
using Numerics.Studies.Execution;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>The prediction of <c>deep-linear</c>: order parameters, outliers of every matrix, edge and leading eigenvalue of the tangent kernel.</summary>
/// <param name="parameters">Parameters.</param>
/// <param name="model">The model at the ratios of the simulated sizes.</param>
/// <param name="sizes">Simulated sizes, for the statistics of edges.</param>
/// <param name="shapes">Observables.</param>
public sealed class DeepLinearTheory(DeepLinearParameters parameters, DeepLinearModel model, DeepLinearSizes sizes, DeepLinearShapes shapes)
{
    /// <summary>Share of the order parameters in the reported progress.</summary>
    private const double DynamicsShare = 0.5;

    private readonly Dictionary<string, double?[]> values = shapes.All.ToDictionary(shape => shape.Name, shape => new double?[shape.Length]);
    private readonly Dictionary<string, double?[]> errors = shapes.All.ToDictionary(shape => shape.Name, shape => new double?[shape.Length]);

    /// <summary>Solves.</summary>
    public PredictionOutcome Predict(ReplicaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        DeepLinearSolution solution = DeepLinearDmft.Solve(model, fraction => context.Report(DynamicsShare * fraction), context.Cancellation);
        var evidence = new Dictionary<string, string> { ["solver"] = "causal recursion over order parameters, exact in the proportional limit" };
        if (solution.DivergedAt is { } at)
        {
            return new PredictionOutcome(
                new Dictionary<string, ObservableEstimate>(),
                $"The dynamics of the proportional limit diverged at step {at}; lower learningRate ({parameters.LearningRate}).",
                evidence);
        }

        MeasureLosses(solution);
        double largestImbalance = 0;
        for (int layer = 0; layer < parameters.Depth; layer++)
        {
            for (int step = 0; step < shapes.RecordSteps.Count; step++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                largestImbalance = Math.Max(largestImbalance, MeasureSpectrum(context.Lapack, solution, layer, step));
            }

            context.Report(DynamicsShare + (0.5 * (1 - DynamicsShare) * (layer + 1) / parameters.Depth));
        }

        for (int step = 0; step < shapes.NtkSteps.Count; step++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            MeasureKernel(context.Lapack, solution, step);
            context.Report(1 - (0.5 * (1 - DynamicsShare) * (shapes.NtkSteps.Count - step - 1) / shapes.NtkSteps.Count));
        }

        evidence["largest imbalance of singular vectors"] = $"{largestImbalance:G3}";
        return new PredictionOutcome(values.ToDictionary(pair => pair.Key, pair => Estimate(pair.Key)), null, evidence);
    }

    private ObservableEstimate Estimate(string name) =>
        new(values[name], [.. values[name].Select((value, i) => value is null ? (double?)null : errors[name][i] ?? 0)]);

    private void MeasureLosses(DeepLinearSolution solution)
    {
        for (int step = 0; step <= parameters.Steps; step++)
        {
            values[shapes.TestLoss.Name][step] = solution.TestLoss[step];
            values[shapes.TrainLoss.Name][step] = solution.TrainLoss[step];
        }

        for (int layer = 0; parameters.OrderParameters && layer <= parameters.Depth; layer++)
        {
            for (int step = 0; step <= parameters.Steps; step++)
            {
                if (step < parameters.Steps)
                {
                    values[shapes.FeaturePower.Name][shapes.FeaturePower.Offset(layer, step)] = solution.FeatureCorrelations(layer)[step, step];
                }

                if (layer > 0)
                {
                    values[shapes.GradientPower.Name][shapes.GradientPower.Offset(layer - 1, step)] = solution.GradientPower(layer, step);
                }
            }
        }
    }

    /// <summary>Outliers, edges and overlaps of one matrix at one step; returns the self-test of the singular vectors.</summary>
    private double MeasureSpectrum(Lapack lapack, DeepLinearSolution solution, int layer, int step)
    {
        int at = shapes.RecordSteps[step];
        double scale = model.Optimizer.Retained(at) * model.InitialScales[layer];
        long columns = layer == 0 ? sizes.InputDimension : sizes.Width;
        var bulk = new MarchenkoPasturSingularValueLaw(scale, (double)sizes.Width / columns);
        int index = shapes.BulkEdgeUpper.Offset(layer, step);
        values[shapes.BulkEdgeUpper.Name][index] = bulk.UpperEdge;
        values[shapes.BulkEdgeLower.Name][index] = bulk.LowerEdge;
        using ProbeCompanion? companion = at == 0 ? null : new ProbeCompanion(lapack, solution.History(layer, at));
        double[] above = companion?.Above ?? [];
        double[] below = companion?.Below ?? [];
        var law = LargestValueLaw.Of(new EdgeStatistics(sizes.Width, columns, scale), above);
        double imbalance = 0;
        for (int rank = 0; rank < DeepLinearShapes.Ranks; rank++)
        {
            int entry = shapes.Outlier.Offset(layer, step, rank);
            LargestValue top = law.At(rank + 1)!;
            values[shapes.OutlierBelow.Name][entry] = rank < below.Length ? below[rank] : null;
            values[shapes.TopSingularValue.Name][entry] = top.Value;
            errors[shapes.TopSingularValue.Name][entry] = top.StandardError;
            if (rank < above.Length)
            {
                values[shapes.Outlier.Name][entry] = above[rank];
                ProbeVectors vectors = companion!.VectorsAbove(rank);
                imbalance = Math.Max(imbalance, vectors.Imbalance);
                MeasureOverlaps(vectors, layer, step, rank, law.CriticalOverlapScatter(rank + 1, sizes.Width));
            }
        }

        return imbalance;
    }

    /// <summary>Overlaps with past steps; inside the critical window they scatter by about N^(-1/3), and small ones by D^(-1/2).</summary>
    private void MeasureOverlaps(ProbeVectors vectors, int layer, int step, int rank, double scatter)
    {
        for (int past = 0; past < shapes.PastSteps.Count && shapes.PastSteps[past] < shapes.RecordSteps[step]; past++)
        {
            int entry = shapes.OverlapLeft.Offset(layer, step, rank, past);
            double left = Math.Abs(vectors.LeftCosines[shapes.PastSteps[past]]);
            double right = Math.Abs(vectors.RightCosines[shapes.PastSteps[past]]);
            values[shapes.OverlapLeft.Name][entry] = left;
            values[shapes.OverlapRight.Name][entry] = right;
            errors[shapes.OverlapLeft.Name][entry] = Math.Max(scatter, DeepLinearRules.CosineScatter(left, sizes.InputDimension));
            errors[shapes.OverlapRight.Name][entry] = Math.Max(scatter, DeepLinearRules.CosineScatter(right, sizes.InputDimension));
        }
    }

    private void MeasureKernel(Lapack lapack, DeepLinearSolution solution, int step)
    {
        double? isolated = IsolatedMode(new NeuralTangentKernel(lapack, solution, 0, DeepLinearModels.Operator(parameters, parameters.Ntk, model)));
        if (isolated is not null && shapes.NtkSteps[step] > 0)
        {
            return; // Where the largest covariance mode stands alone, the kernel is known at the start only (docs/deep-linear.md, section 4).
        }

        var kernel = new NeuralTangentKernel(lapack, solution, shapes.NtkSteps[step], DeepLinearModels.Operator(parameters, parameters.Ntk, model));
        double? outlier = kernel.Outliers is [double leading, ..] ? leading : isolated;
        values[shapes.NtkBulkEdge.Name][step] = kernel.BulkEdge;
        values[shapes.NtkOutlier.Name][step] = outlier;
        double top = outlier ?? kernel.BulkEdge;
        double scatter = DeepLinearModels.KernelScatter(top, kernel.BulkEdge, sizes.InputDimension);
        values[shapes.NtkTop.Name][step] = top;
        errors[shapes.NtkTop.Name][step] = scatter;
        values[shapes.Sharpness.Name][step] = parameters.LearningRate * top;
        errors[shapes.Sharpness.Name][step] = parameters.LearningRate * scatter;
    }

    /// <summary>The largest covariance mode, if it stands alone.</summary>
    private double? IsolatedMode(NeuralTangentKernel kernel) => model.Covariance.Modes > 1 ? kernel.IsolatedMode(0) : null;
}
