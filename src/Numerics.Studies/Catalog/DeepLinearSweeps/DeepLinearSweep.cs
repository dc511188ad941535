using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Theory.Training;
using Numerics.Studies.Catalog.DeepLinear;
using Numerics.Studies.Execution;

namespace Numerics.Studies.Catalog.DeepLinearSweeps;

/// <summary>Deep linear networks of one training setting at every point of a grid: what the studies of sweeps share.</summary>
/// <param name="training">Setting; the grid replaces its parameterization, width ratio and learning rate.</param>
/// <param name="grid">Grid.</param>
/// <param name="measurements">What is measured in each network.</param>
/// <param name="stream">Stream identifier of the study.</param>
internal sealed class DeepLinearSweep(DeepLinearTraining training, SweepGrid grid, DeepLinearMeasurements measurements, uint stream)
{
    /// <summary>The points, learning rate fastest.</summary>
    public SweepPoint[] Points { get; } = [.. grid.Points()];

    /// <summary>Bytes of the largest network of the grid; replicas train one after the other.</summary>
    public long StateBytes => Points.Max(point => Cost(point).StateBytes);

    /// <summary>Bytes of the largest solution of the theory.</summary>
    public long TheoryBytes => (long)Points.Max(point => DeepLinearDmft.Bytes(Model(point)));

    /// <summary>Seconds of one replica, all points; the rate is that of <see cref="DeepLinearRun"/>.</summary>
    public double Seconds => Points.Sum(point => Cost(point).Operations) / 4e9;

    /// <summary>The model at a point.</summary>
    public DeepLinearModel Model(SweepPoint point) => DeepLinearModels.Create(training, point.Parameterization, point.WidthRatio, point.LearningRate);

    /// <summary>Trains the network of a replica at a point. All points use the same streams, so that differences along the grid are not blurred by those between networks.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public DeepLinearObservation Train(SweepPoint point, ReplicaContext context) => training.Precision == FloatingPrecision.Double
        ? Train<double>(point, context)
        : Train<float>(point, context);

    private DeepLinearObservation Train<T>(SweepPoint point, ReplicaContext context)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => DeepLinearSimulation.Run(
            context.Lapack,
            Model(point),
            training.InputDimension,
            new GaussianFactory<T>(training.Matrix, context.Lapack, context.Executor),
            new NetworkStreams(context.Seed, stream, (uint)context.Replica),
            measurements,
            report: null,
            context.Cancellation);

    private DeepLinearCost Cost(SweepPoint point) => new(
        Model(point), training.InputDimension, measurements, training.Matrix, training.Precision == FloatingPrecision.Double ? 8 : 4);
}
