using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Edges;
using Numerics.Spectra.Theory.Outliers;
using Numerics.Spectra.Theory.TangentKernel;
using Numerics.Spectra.Theory.Training;
using Numerics.Studies.Catalog.DeepLinear;
using Numerics.Studies.Execution;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.DeepLinearSweeps;

/// <summary>The prediction of <c>edge-of-stability</c> at every point of the grid.</summary>
/// <param name="parameters">Parameters.</param>
/// <param name="shapes">Observables.</param>
public sealed class EdgeOfStabilityTheory(EdgeOfStabilityParameters parameters, EdgeOfStabilityShapes shapes)
{
    private readonly Dictionary<string, double?[]> values = shapes.All.ToDictionary(shape => shape.Name, shape => new double?[shape.Length]);
    private readonly Dictionary<string, double?[]> errors = shapes.All.ToDictionary(shape => shape.Name, shape => new double?[shape.Length]);

    /// <summary>Solves.</summary>
    public PredictionOutcome Predict(ReplicaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Array.Fill(values[shapes.StabilityBound.Name], EdgeOfStability.Threshold(parameters.Momentum));
        SweepPoint[] points = [.. parameters.Grid.Points()];
        int done = 0;
        context.Executor.Run(points.Length, index =>
        {
            context.Cancellation.ThrowIfCancellationRequested();
            Measure(context.Lapack, points[index], context.Cancellation);
            context.Report((double)Interlocked.Increment(ref done) / points.Length);
        });
        return new PredictionOutcome(
            values.ToDictionary(
                pair => pair.Key,
                pair => new ObservableEstimate(pair.Value, [.. pair.Value.Select((value, i) => value is null ? (double?)null : errors[pair.Key][i] ?? 0)])),
            null,
            new Dictionary<string, string> { ["solver"] = "causal recursion, outlier equation and tangent kernel at every grid point", ["grid points"] = $"{points.Length}" });
    }

    private void Measure(Lapack lapack, SweepPoint point, CancellationToken cancellation)
    {
        DeepLinearModel asked = DeepLinearModels.Create(parameters, point.Parameterization, point.WidthRatio, point.LearningRate);
        var sizes = DeepLinearSizes.Of(asked, parameters.InputDimension);
        DeepLinearModel model = sizes.Exact(asked);
        DeepLinearSolution solution = DeepLinearDmft.Solve(model, null, cancellation);
        int last = (solution.DivergedAt ?? parameters.Steps + 1) - 1;
        for (int step = 0; step <= last; step++)
        {
            values[shapes.TrainLoss.Name][(point.Index * (parameters.Steps + 1)) + step] = solution.TrainLoss[step];
        }

        for (int step = 0; step < shapes.RecordSteps.Count && shapes.RecordSteps[step] <= last; step++)
        {
            int at = (point.Index * shapes.RecordSteps.Count) + step;
            MeasureSharpness(lapack, solution, shapes.RecordSteps[step], at);
            MeasureSpectrum(lapack, solution, sizes, shapes.RecordSteps[step], at);
        }
    }

    private void MeasureSharpness(Lapack lapack, DeepLinearSolution solution, int step, int at)
    {
        var kernel = new NeuralTangentKernel(lapack, solution, step, DeepLinearModels.Operator(parameters, parameters.Ntk, solution.Model));
        double top = kernel.LargestEigenvalue;
        double rate = solution.Model.LearningRate;
        values[shapes.Sharpness.Name][at] = rate * top;
        errors[shapes.Sharpness.Name][at] = rate * DeepLinearModels.KernelScatter(top, kernel.BulkEdge, parameters.InputDimension);
    }

    private void MeasureSpectrum(Lapack lapack, DeepLinearSolution solution, DeepLinearSizes sizes, int step, int at)
    {
        int layer = parameters.Depth - 1;
        double scale = solution.Model.Optimizer.Retained(step) * solution.Model.InitialScales[layer];
        long columns = layer == 0 ? sizes.InputDimension : sizes.Width;
        using ProbeCompanion? companion = step == 0 ? null : new ProbeCompanion(lapack, solution.History(layer, step));
        double[] above = companion?.Above ?? [];
        LargestValue top = LargestValueLaw.Of(new EdgeStatistics(sizes.Width, columns, scale), above).At(1)!;
        values[shapes.Outlier.Name][at] = above.Length > 0 ? above[0] : null;
        values[shapes.TopSingularValue.Name][at] = top.Value;
        errors[shapes.TopSingularValue.Name][at] = top.StandardError;
    }
}
