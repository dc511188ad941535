using System.Diagnostics;
using System.Numerics;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Theory.Outliers;
using Numerics.Studies.Execution;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.NonlinearMup;

/// <summary>
/// One finite-width network of <c>nonlinear-mup</c>, trained and measured. Its singular values come from decompositions (stored) or from the exact
/// completion (revealed), never from the theory's formula.
/// </summary>
/// <typeparam name="T">Precision of the fields.</typeparam>
/// <param name="parameters">Parameters.</param>
/// <param name="set">Data.</param>
/// <param name="shapes">Observables.</param>
/// <param name="stream">Stream number of the study.</param>
public sealed class NonlinearMupReplica<T>(NonlinearMupParameters parameters, TrainingSet set, NonlinearMupShapes shapes, uint stream)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Share of the time spent in training, for progress only.</summary>
    private const double TrainingShare = 0.8;

    /// <summary>Trains and measures one replica.</summary>
    public ReplicaRecord Simulate(ReplicaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var watch = Stopwatch.StartNew();
        var streams = new NetworkStreams(context.Seed, stream, (uint)context.Replica);
        LowRankPlus<T>[] matrices = Matrices(context, streams);
        try
        {
            TrainingTrajectory trajectory = Train(context, streams, matrices);
            if (trajectory.DivergedAt is { } step)
            {
                return new ReplicaRecord(
                    context.Replica,
                    context.Seed,
                    ReplicaOutcome.Diverged,
                    $"Training diverged at step {step}: the loss reached {trajectory.Loss[step]:G4} from {trajectory.Loss[0]:G4}; "
                    + $"lower learningRate ({parameters.LearningRate}).",
                    new Dictionary<string, IReadOnlyList<double?>>(),
                    watch.Elapsed.TotalSeconds);
            }

            var values = shapes.All.ToDictionary(shape => shape.Name, shape => new double?[shape.Length]);
            MeasureTrajectory(trajectory, values);

            // Reading off what is known takes all processes that share the rows; the spectra are then rank 0's alone.
            HiddenLayerHistory[] histories = parameters.Matrix == MatrixKind.Revealed
                ? [.. matrices.Select((matrix, layer) => HiddenLayerHistory.Of(matrix, trajectory.Marks[layer]))]
                : [];
            context.Executor.Communicator.OnRoot(() =>
            {
                for (int layer = 0; layer < matrices.Length; layer++)
                {
                    MeasureSpectrum(context, streams, matrices[layer], histories.ElementAtOrDefault(layer), layer, trajectory.Marks[layer], values);
                    context.Report(TrainingShare + ((1 - TrainingShare) * (layer + 1) / matrices.Length));
                }
            });

            return new ReplicaRecord(
                context.Replica,
                context.Seed,
                ReplicaOutcome.Finished,
                null,
                values.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<double?>)pair.Value),
                watch.Elapsed.TotalSeconds);
        }
        finally
        {
            foreach (IDisposable gaussian in matrices.Select(matrix => matrix.Gaussian).OfType<IDisposable>())
            {
                gaussian.Dispose();
            }
        }
    }

    private LowRankPlus<T>[] Matrices(ReplicaContext context, NetworkStreams streams)
    {
        RowShards shards = context.Executor.Cut(parameters.Width);
        var sites = new IndependentSites<T>(context.Executor);
        int forward = set.ForwardQueries(parameters.Steps);
        int backward = set.BackwardQueries(parameters.Steps);
        return [.. Enumerable.Range(1, parameters.Depth - 1).Select(layer =>
        {
            var options = new RevealedGaussianOptions(
                shards, shards, parameters.HiddenScale, forward, backward, streams.Right(layer), streams.Left(layer));
            return new LowRankPlus<T>(parameters.Matrix == MatrixKind.Revealed
                ? new RevealedGaussian<T>(options, sites, sites, context.Executor)
                : new GaussianMatrix<T>(context.Lapack, options, context.Executor));
        })];
    }

    private TrainingTrajectory Train(ReplicaContext context, NetworkStreams streams, LowRankPlus<T>[] matrices)
    {
        ISiteSource<T>[] sites = [.. Enumerable.Range(0, parameters.Depth).Select(_ => new IndependentSites<T>(context.Executor))];
        using var network = new NonlinearNetwork<T>(
            NonlinearMupTheory.Options(parameters), set, matrices, sites, streams, context.Executor);
        return network.Train(fraction => context.Report(TrainingShare * fraction), context.Cancellation);
    }

    private void MeasureTrajectory(TrainingTrajectory trajectory, Dictionary<string, double?[]> values)
    {
        for (int step = 0; step <= parameters.Steps; step++)
        {
            values[shapes.Loss.Name][step] = trajectory.Loss[step];
            for (int m = 0; m < set.Samples; m++)
            {
                values[shapes.Output.Name][shapes.Output.Offset(step, m)] = trajectory.Output[step][m];
            }
        }
    }

    private void MeasureSpectrum(
        ReplicaContext context,
        NetworkStreams streams,
        LowRankPlus<T> matrix,
        HiddenLayerHistory? history,
        int layer,
        IReadOnlyList<LayerMark> marks,
        Dictionary<string, double?[]> values)
    {
        Func<int, TopSingularValues> largest;
        if (history is not null)
        {
            var completed = new CompletedSpectrum(
                context.Lapack, history, parameters.Width, parameters.Width, streams.Completion(layer + 1));
            largest = step => completed.Largest(step, NonlinearMupShapes.Ranks);
        }
        else
        {
            StoredSpectrum stored = StoredSpectrum.Of(context.Lapack, matrix, marks);
            largest = step => stored.Largest(step, NonlinearMupShapes.Ranks);
            MeasureDensity(stored, layer, values);
        }

        for (int step = 0; step < shapes.RecordSteps.Count; step++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            TopSingularValues top = largest(shapes.RecordSteps[step]);
            if (!top.Converged)
            {
                throw new ArithmeticException(
                    $"Top singular values of W{layer + 1} after step {shapes.RecordSteps[step]} did not converge: residual {top.Residual:G3}.");
            }

            for (int rank = 0; rank < top.Values.Count; rank++)
            {
                int at = shapes.TopSingularValue.Offset(layer, step, rank);
                values[shapes.TopSingularValue.Name][at] = top.Values[rank];
                values[shapes.OverlapLeft.Name][at] = top.CapturedLeft[rank];
                values[shapes.OverlapRight.Name][at] = top.CapturedRight[rank];
            }
        }
    }

    private void MeasureDensity(StoredSpectrum stored, int layer, Dictionary<string, double?[]> values)
    {
        double?[] density = values[shapes.Density.Name];
        double[] singularValues = stored.All(parameters.Steps).Values;
        for (int bin = 0; bin < NonlinearMupShapes.Bins; bin++)
        {
            density[shapes.Density.Offset(layer, bin)] = 0;
        }

        foreach (double s in singularValues)
        {
            int bin = (int)(s / shapes.BinWidth);
            if (bin < NonlinearMupShapes.Bins)
            {
                density[shapes.Density.Offset(layer, bin)] += 1 / (singularValues.Length * shapes.BinWidth);
            }
        }
    }
}
