using System.Diagnostics;
using System.Numerics;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Krylov;
using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Spectrum;
using Numerics.Studies.Execution;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>One simulated network of <c>deep-linear</c>.</summary>
/// <typeparam name="T">Precision of the vectors.</typeparam>
/// <param name="parameters">Parameters.</param>
/// <param name="model">The model.</param>
/// <param name="shapes">Observables.</param>
/// <param name="measurements">What is measured.</param>
/// <param name="stream">Stream number of the study.</param>
public sealed class DeepLinearReplica<T>(
    DeepLinearParameters parameters, DeepLinearModel model, DeepLinearShapes shapes, DeepLinearMeasurements measurements, uint stream)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<string, double?[]> values = shapes.All.ToDictionary(shape => shape.Name, shape => new double?[shape.Length]);

    /// <summary>Trains and measures.</summary>
    /// <exception cref="ArithmeticException">Singular values that did not converge.</exception>
    public ReplicaRecord Simulate(ReplicaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var watch = Stopwatch.StartNew();
        DeepLinearObservation seen = DeepLinearSimulation.Run(
            context.Lapack,
            model,
            parameters.InputDimension,
            Gaussians(parameters.Matrix, context),
            new NetworkStreams(context.Seed, stream, (uint)context.Replica),
            context.Executor,
            measurements,
            context.Report,
            context.Cancellation);
        DeepLinearTrajectory trajectory = seen.Trajectory;
        if (trajectory.DivergedAt is { } step)
        {
            return new ReplicaRecord(
                context.Replica,
                context.Seed,
                ReplicaOutcome.Diverged,
                $"Training diverged at step {step}: the training loss passed {model.DivergenceFactor} times its start of {trajectory.TrainLoss[0]:G4}; lower learningRate ({parameters.LearningRate}).",
                new Dictionary<string, IReadOnlyList<double?>>(),
                watch.Elapsed.TotalSeconds);
        }

        MeasureTraining(trajectory);
        foreach (((int layer, int at), TopSingularValues top) in seen.Singular)
        {
            MeasureSpectrum(layer, at, top);
        }

        MeasureKernel(seen);
        return new ReplicaRecord(
            context.Replica,
            context.Seed,
            ReplicaOutcome.Finished,
            null,
            values.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<double?>)pair.Value),
            watch.Elapsed.TotalSeconds);
    }

    /// <summary>Stored or revealed matrices.</summary>
    internal static IGaussianFactory<T> Gaussians(MatrixKind kind, ReplicaContext context) => kind == MatrixKind.Revealed
        ? new RevealedGaussians<T>(context.Executor)
        : new StoredGaussians<T>(context.Lapack, context.Executor);

    private void MeasureTraining(DeepLinearTrajectory trajectory)
    {
        for (int step = 0; step <= parameters.Steps; step++)
        {
            values[shapes.TestLoss.Name][step] = trajectory.TestLoss[step];
            values[shapes.TrainLoss.Name][step] = trajectory.TrainLoss[step];
            for (int layer = 0; parameters.OrderParameters && layer <= parameters.Depth; layer++)
            {
                if (step < parameters.Steps)
                {
                    values[shapes.FeaturePower.Name][shapes.FeaturePower.Offset(layer, step)] = trajectory.FeaturePowers[step][layer];
                }

                if (layer > 0)
                {
                    values[shapes.GradientPower.Name][shapes.GradientPower.Offset(layer - 1, step)] = trajectory.GradientPowers[step][layer - 1];
                }
            }
        }
    }

    private void MeasureSpectrum(int layer, int at, TopSingularValues top)
    {
        if (!top.Converged)
        {
            throw new ArithmeticException($"Top singular values of A_{layer} at step {at} did not converge: residual {top.Residual:G3}.");
        }

        int step = IndexOf(shapes.RecordSteps, at);
        for (int rank = 0; rank < Math.Min(DeepLinearShapes.Ranks, top.Values.Count); rank++)
        {
            values[shapes.TopSingularValue.Name][shapes.TopSingularValue.Offset(layer, step, rank)] = top.Values[rank];
            for (int past = 0; past < shapes.PastSteps.Count && shapes.PastSteps[past] < at; past++)
            {
                int entry = shapes.OverlapLeft.Offset(layer, step, rank, past);
                values[shapes.OverlapLeft.Name][entry] = top.LeftCosines[rank][shapes.PastSteps[past]];
                values[shapes.OverlapRight.Name][entry] = top.RightCosines[rank][shapes.PastSteps[past]];
            }
        }
    }

    /// <summary>An eigenvalue that did not converge is missing, not wrong.</summary>
    private void MeasureKernel(DeepLinearObservation seen)
    {
        foreach ((int at, LeadingEigenvalues found) in seen.Kernel)
        {
            if (found.Outcome == Outcome.Ok)
            {
                int step = IndexOf(shapes.NtkSteps, at);
                values[shapes.NtkTop.Name][step] = found.Values[0];
                values[shapes.Sharpness.Name][step] = parameters.LearningRate * found.Values[0];
            }
        }
    }

    private static int IndexOf(IReadOnlyList<int> steps, int step) => steps.ToList().IndexOf(step);
}
