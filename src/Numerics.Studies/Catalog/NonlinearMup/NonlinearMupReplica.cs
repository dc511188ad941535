using System.Diagnostics;
using System.Numerics;
using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Spectrum;
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
    /// <summary>Trains and measures one replica.</summary>
    public ReplicaRecord Simulate(ReplicaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var watch = Stopwatch.StartNew();
        NonlinearObservation seen = NonlinearSimulation.Run(
            context.Lapack,
            NonlinearMupTheory.Options(parameters),
            set,
            new GaussianFactory<T>(parameters.Matrix, context.Lapack, context.Executor),
            new NetworkStreams(context.Seed, stream, (uint)context.Replica),
            Request(parameters, shapes),
            context.Report,
            context.Cancellation);
        TrainingTrajectory trajectory = seen.Trajectory;
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
        foreach (((int layer, int at), TopSingularValues top) in seen.Spectra.Largest)
        {
            MeasureSpectrum(layer, at, top, values);
        }

        foreach (((int layer, _), double[] singularValues) in seen.Spectra.All)
        {
            MeasureDensity(singularValues, layer, values);
        }

        return new ReplicaRecord(
            context.Replica,
            context.Seed,
            ReplicaOutcome.Finished,
            null,
            values.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<double?>)pair.Value),
            watch.Elapsed.TotalSeconds);
    }

    /// <summary>The singular values that are measured.</summary>
    internal static SpectrumRequest Request(NonlinearMupParameters parameters, NonlinearMupShapes shapes) =>
        new() { Steps = shapes.RecordSteps, Count = NonlinearMupShapes.Ranks, WholeSteps = [parameters.Steps] };

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

    private void MeasureSpectrum(int layer, int at, TopSingularValues top, Dictionary<string, double?[]> values)
    {
        if (!top.Converged)
        {
            throw new ArithmeticException($"Top singular values of W{layer + 1} after step {at} did not converge: residual {top.Residual:G3}.");
        }

        int step = shapes.RecordSteps.ToList().IndexOf(at);
        for (int rank = 0; rank < top.Values.Count; rank++)
        {
            int entry = shapes.TopSingularValue.Offset(layer, step, rank);
            values[shapes.TopSingularValue.Name][entry] = top.Values[rank];
            values[shapes.OverlapLeft.Name][entry] = top.CapturedLeft[rank];
            values[shapes.OverlapRight.Name][entry] = top.CapturedRight[rank];
        }
    }

    private void MeasureDensity(double[] singularValues, int layer, Dictionary<string, double?[]> values)
    {
        double?[] density = values[shapes.Density.Name];
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
