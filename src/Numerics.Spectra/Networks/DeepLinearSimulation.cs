using System.Numerics;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Krylov;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Models;
using Numerics.Spectra.Spectrum;

namespace Numerics.Spectra.Networks;

/// <summary>
/// One replica of a deep linear network from its streams to everything that is observed: training, tangent kernels, then the spectra of the matrices.
/// </summary>
/// <remarks>
/// The order matters for revealed matrices: tangent kernels ask more of the matrices, and spectra complete what is known when they are drawn. In this order all observables
/// have their exact joint law at every size. Processes that share the rows train together; only rank 0 has singular values. Determinism: as DeepLinearNetwork, and the bits of the LAPACK provider for the spectra.
/// </remarks>
public static class DeepLinearSimulation
{
    /// <summary>Share of the training in the reported progress; kernels and spectra have the rest.</summary>
    private const double TrainingShare = 0.5;

    /// <summary>Runs one replica.</summary>
    /// <typeparam name="T">Element type of the vectors.</typeparam>
    /// <param name="lapack">Provider.</param>
    /// <param name="model">The model.</param>
    /// <param name="inputDimension">D.</param>
    /// <param name="factory">Kind of the Gaussian matrices, and threads.</param>
    /// <param name="streams">Streams of the replica.</param>
    /// <param name="measurements">What is measured.</param>
    /// <param name="report">Called with the fraction done.</param>
    /// <param name="cancellation">Checked between steps.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static DeepLinearObservation Run<T>(
        Lapack lapack,
        DeepLinearModel model,
        long inputDimension,
        GaussianFactory<T> factory,
        NetworkStreams streams,
        DeepLinearMeasurements measurements,
        Action<double>? report = null,
        CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(measurements);
        using var network = new DeepLinearNetwork<T>(model, inputDimension, factory, streams, measurements.KernelQueries);
        DeepLinearTrajectory trajectory = network.Train(done => report?.Invoke(TrainingShare * done), cancellation);
        Dictionary<int, LeadingEigenvalues> kernel = Kernels(lapack, network, trajectory, factory.Executor, measurements, cancellation);
        int[] steps = [.. measurements.SpectrumSteps.Where(step => step <= trajectory.LastStep)];
        MeasuredSpectra spectra = MeasuredSpectra.Of(
            lapack,
            network.Matrices,
            trajectory.Marks,
            network.Model.Optimizer,
            streams,
            new SpectrumRequest { Steps = steps, Count = measurements.SingularValues },
            factory.Executor.Communicator,
            done => report?.Invoke(TrainingShare + ((1 - TrainingShare) * done)),
            cancellation);
        return new DeepLinearObservation(network.Model, network.Sizes, trajectory, spectra.Largest, kernel);
    }

    private static Dictionary<int, LeadingEigenvalues> Kernels<T>(
        Lapack lapack,
        DeepLinearNetwork<T> network,
        DeepLinearTrajectory trajectory,
        ShardExecutor executor,
        DeepLinearMeasurements measurements,
        CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var found = new Dictionary<int, LeadingEigenvalues>();
        int[] steps = [.. measurements.KernelSteps.Where(step => step <= trajectory.LastStep)];
        if (steps.Length == 0)
        {
            return found;
        }

        using var kernel = new NetworkTangentKernel<T>(network, trajectory, measurements.KernelInputsOf(network.Sizes), executor, measurements.KernelQueries + steps.Length);
        foreach (int step in steps)
        {
            executor.Communicator.ThrowIfCancelled(cancellation);
            found[step] = kernel.Largest(lapack, step, measurements.KernelEigenvalues, measurements.Kernel);
        }

        return found;
    }
}
