using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Edges;
using Numerics.Spectra.Theory.Outliers;
using Numerics.Spectra.Theory.Training;
using Numerics.Studies.Execution;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.NonlinearMup;

/// <summary>The infinite-width prediction of <c>nonlinear-mup</c>: training DMFT, then the outlier equation at every recorded step.</summary>
/// <param name="parameters">Parameters.</param>
/// <param name="set">Data.</param>
/// <param name="shapes">Observables.</param>
/// <param name="stream">Stream number of the study.</param>
public sealed class NonlinearMupTheory(NonlinearMupParameters parameters, TrainingSet set, NonlinearMupShapes shapes, uint stream)
{
    /// <summary>Streams of the theory's passes lie beyond those of any replica, so that theory and simulation never share a number.</summary>
    private const uint TheoryStream = 0x8000_0000;

    /// <summary>Runs all passes and averages them.</summary>
    public PredictionOutcome Predict(ReplicaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        DmftSolver solver = parameters.Activation == ActivationKind.Linear ? DmftSolver.ExactLinear : DmftSolver.MomentMatched;
        int seeds = solver == DmftSolver.ExactLinear ? 1 : parameters.TheorySeeds;
        var passes = new Dictionary<string, double?[]>[seeds];
        int?[] diverged = new int?[seeds];
        var fractions = new double[seeds];
        Parallel.For(0, seeds, new ParallelOptions { MaxDegreeOfParallelism = context.Executor.Threads, CancellationToken = context.Cancellation }, seed =>
        {
            DmftSolution solution = TrainingDmft.Solve(
                Options(parameters),
                set,
                solver,
                parameters.TheorySites,
                new NetworkStreams(context.Seed, stream | TheoryStream, (uint)seed),
                ShardExecutor.Sequential,
                fraction =>
                {
                    fractions[seed] = 0.7 * fraction;
                    context.Report(fractions.Average());
                },
                context.Cancellation);
            diverged[seed] = solution.Trajectory.DivergedAt;
            passes[seed] = diverged[seed] is null ? Measure(context.Lapack, solution) : [];
            fractions[seed] = 1;
            context.Report(fractions.Average());
        });

        var evidence = new Dictionary<string, string>
        {
            ["solver"] = solver.ToString(),
            ["sites"] = solver == DmftSolver.ExactLinear ? "exact" : $"{parameters.TheorySites}",
            ["seeds"] = $"{seeds}",
        };
        return diverged.FirstOrDefault(step => step is not null) is { } at
            ? new PredictionOutcome(
                new Dictionary<string, ObservableEstimate>(),
                $"The infinite-width dynamics diverged at step {at}; lower learningRate ({parameters.LearningRate}).",
                evidence)
            : new PredictionOutcome(Estimates(passes), null, evidence);
    }

    /// <summary>Network options of the parameters.</summary>
    internal static NetworkOptions Options(NonlinearMupParameters p) => new()
    {
        Depth = p.Depth,
        Activation = p.Activation,
        LearningRate = p.LearningRate,
        OutputScale = p.OutputScale,
        HiddenScale = p.HiddenScale,
        Steps = p.Steps,
        Width = p.Width,
    };

    private Dictionary<string, double?[]> Measure(Lapack lapack, DmftSolution solution)
    {
        var values = shapes.All.ToDictionary(shape => shape.Name, shape => new double?[shape.Length]);
        for (int step = 0; step <= parameters.Steps; step++)
        {
            values[shapes.Loss.Name][step] = solution.Trajectory.Loss[step];
            for (int m = 0; m < set.Samples; m++)
            {
                values[shapes.Output.Name][shapes.Output.Offset(step, m)] = solution.Trajectory.Output[step][m];
            }
        }

        for (int layer = 0; layer < solution.Layers.Count; layer++)
        {
            for (int step = 0; step < shapes.RecordSteps.Count; step++)
            {
                MeasureSpectrum(lapack, solution.Layers[layer], layer, step, values);
            }
        }

        return values;
    }

    private void MeasureSpectrum(Lapack lapack, HiddenLayerHistory history, int layer, int step, Dictionary<string, double?[]> values)
    {
        ConditionedLayer known = history.At(shapes.RecordSteps[step]);
        SpikeSet spikes = history.SpikesAt(shapes.RecordSteps[step]);
        using var equation = new OutlierEquation(lapack, known, spikes);
        double[] outliers = equation.Outliers();
        double[] independent = IndependentSpikeEquation.Outliers(lapack, known, spikes);
        double margin = equation.EscapeMargin();
        values[shapes.EscapeMargin.Name][shapes.EscapeMargin.Offset(layer, step)] = double.IsFinite(margin) ? margin : null;
        values[shapes.OutlierCount.Name][shapes.OutlierCount.Offset(layer, step)] = outliers.Length;
        values[shapes.BulkEdge.Name][step] = equation.BulkEdge;
        for (int rank = 0; rank < NonlinearMupShapes.Ranks; rank++)
        {
            int at = shapes.Outlier.Offset(layer, step, rank);
            values[shapes.IndependentSpikeOutlier.Name][at] = rank < independent.Length ? independent[rank] : null;
            if (rank < outliers.Length)
            {
                OutlierVectors vectors = equation.SingularVectors(rank);
                values[shapes.Outlier.Name][at] = outliers[rank];
                values[shapes.OverlapLeft.Name][at] = vectors.CapturedLeft;
                values[shapes.OverlapRight.Name][at] = vectors.CapturedRight;
            }
        }
    }

    private Dictionary<string, ObservableEstimate> Estimates(Dictionary<string, double?[]>[] passes)
    {
        var estimates = shapes.All
            .Where(shape => shape != shapes.TopSingularValue && shape != shapes.Density)
            .ToDictionary(shape => shape.Name, shape => Average([.. passes.Select(pass => pass[shape.Name])]));
        ObservableEstimate top = TopSingularValues(estimates[shapes.Outlier.Name]);
        estimates[shapes.TopSingularValue.Name] = top;
        foreach (string overlap in (string[])[shapes.OverlapLeft.Name, shapes.OverlapRight.Name])
        {
            estimates[overlap] = WithCriticalScatter(estimates[overlap], estimates[shapes.Outlier.Name]);
        }

        if (shapes.All.Contains(shapes.Density))
        {
            estimates[shapes.Density.Name] = Density(estimates[shapes.Outlier.Name]);
        }

        return estimates;
    }

    /// <summary>Mean and standard error over passes; null where the value does not exist in every pass (an outlier at its threshold).</summary>
    private static ObservableEstimate Average(double?[][] passes)
    {
        int length = passes[0].Length;
        var value = new double?[length];
        var error = new double?[length];
        for (int i = 0; i < length; i++)
        {
            if (passes.Any(pass => pass[i] is null))
            {
                continue;
            }

            double mean = passes.Average(pass => pass[i]!.Value);
            double squares = passes.Sum(pass => (pass[i]!.Value - mean) * (pass[i]!.Value - mean));
            value[i] = mean;
            error[i] = passes.Length > 1 ? Math.Sqrt(squares / (passes.Length - 1) / passes.Length) : 0;
        }

        return new ObservableEstimate(value, error);
    }

    /// <summary>Overlaps of an outlier that moves with the edge scatter at finite width, whatever their small limit is: that is added to the error.</summary>
    private ObservableEstimate WithCriticalScatter(ObservableEstimate overlaps, ObservableEstimate outliers)
    {
        var error = new double?[overlaps.StandardError.Count];
        for (int first = 0; first < error.Length; first += NonlinearMupShapes.Ranks)
        {
            LargestValueLaw law = Law(outliers, first);
            for (int rank = 0; rank < NonlinearMupShapes.Ranks; rank++)
            {
                double scatter = law.CriticalOverlapScatter(rank + 1, parameters.Width);
                error[first + rank] = overlaps.StandardError[first + rank] is { } own ? Math.Sqrt((own * own) + (scatter * scatter)) : null;
            }
        }

        return overlaps with { StandardError = error };
    }

    /// <summary>The outlier of each rank; where there is none, the edge of a finite Gaussian matrix with its scatter.</summary>
    private ObservableEstimate TopSingularValues(ObservableEstimate outliers)
    {
        var value = new double?[shapes.TopSingularValue.Length];
        var error = new double?[value.Length];
        for (int first = 0; first < value.Length; first += NonlinearMupShapes.Ranks)
        {
            LargestValueLaw law = Law(outliers, first);
            for (int rank = 0; rank < NonlinearMupShapes.Ranks; rank++)
            {
                LargestValue top = law.At(rank + 1)!;
                value[first + rank] = top.Value;
                error[first + rank] = top.StandardError;
            }
        }

        return new ObservableEstimate(value, error);
    }

    /// <summary>The law of one matrix at one step, whose outliers begin at entry <paramref name="first"/>.</summary>
    private LargestValueLaw Law(ObservableEstimate outliers, int first)
    {
        int[] entries = [.. Enumerable.Range(first, NonlinearMupShapes.Ranks).TakeWhile(entry => outliers.Value[entry] is not null)];
        return LargestValueLaw.Of(
            new EdgeStatistics(parameters.Width, parameters.Width, parameters.HiddenScale),
            [.. entries.Select(entry => outliers.Value[entry]!.Value)],
            [.. entries.Select(entry => outliers.StandardError[entry]!.Value)]);
    }

    /// <summary>Quarter circle over bins, plus weight 1/width at each outlier of the last recorded step.</summary>
    private ObservableEstimate Density(ObservableEstimate outliers)
    {
        var law = new QuarterCircleLaw(parameters.HiddenScale);
        var value = new double?[shapes.Density.Length];
        double width = shapes.BinWidth;
        for (int layer = 0; layer < parameters.Depth - 1; layer++)
        {
            for (int bin = 0; bin < NonlinearMupShapes.Bins; bin++)
            {
                double mass = law.CumulativeDistribution((bin + 1) * width) - law.CumulativeDistribution(bin * width);
                value[shapes.Density.Offset(layer, bin)] = mass / width;
            }

            for (int rank = 0; rank < NonlinearMupShapes.Ranks; rank++)
            {
                double? outlier = outliers.Value[shapes.Outlier.Offset(layer, shapes.RecordSteps.Count - 1, rank)];
                int bin = outlier is { } z ? (int)(z / width) : int.MaxValue;
                if (bin < NonlinearMupShapes.Bins)
                {
                    value[shapes.Density.Offset(layer, bin)] += 1 / (parameters.Width * width);
                }
            }
        }

        return new ObservableEstimate(value, new double?[value.Length]);
    }
}
