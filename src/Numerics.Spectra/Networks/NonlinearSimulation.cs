using System.Numerics;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Models;
using Numerics.Spectra.Spectrum;

namespace Numerics.Spectra.Networks;

/// <summary>One replica of a nonlinear network from its streams to everything that is observed: training, then the spectra of the hidden matrices.</summary>
/// <remarks>
/// Processes that share the rows train together; only rank 0 has singular values. Determinism: as <see cref="NonlinearTraining{T}"/>, and the bits of the LAPACK provider for the
/// spectra (for stored matrices also for the training).
/// </remarks>
public static class NonlinearSimulation
{
    /// <summary>Share of the training in the reported progress.</summary>
    private const double TrainingShare = 0.8;

    /// <summary>Runs one replica.</summary>
    /// <typeparam name="T">Element type of the fields.</typeparam>
    /// <param name="lapack">Provider.</param>
    /// <param name="options">Architecture and training.</param>
    /// <param name="set">Data.</param>
    /// <param name="factory">Kind of the Gaussian matrices, and threads.</param>
    /// <param name="streams">Streams of the replica; hidden matrix W^l, l = 1..L-1, is matrix l.</param>
    /// <param name="request">Which singular values are measured; none of a run that diverged.</param>
    /// <param name="report">Called with the fraction done.</param>
    /// <param name="cancellation">Checked between steps.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static NonlinearObservation Run<T>(
        Lapack lapack,
        NetworkOptions options,
        TrainingSet set,
        GaussianFactory<T> factory,
        NetworkStreams streams,
        SpectrumRequest request,
        Action<double>? report = null,
        CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(request);
        using NonlinearTraining<T> network = TrainingRoute.Of(options, set, factory, streams);
        TrainingTrajectory trajectory = network.Train(done => report?.Invoke(TrainingShare * done), cancellation);
        MeasuredSpectra spectra = MeasuredSpectra.Of(
            lapack,
            network.Trained,
            trajectory.Marks,
            optimizer: options.Optimizer,
            streams,
            trajectory.DivergedAt is null ? request : new SpectrumRequest(),
            factory.Executor.Communicator,
            done => report?.Invoke(TrainingShare + ((1 - TrainingShare) * done)),
            cancellation);
        return new NonlinearObservation(trajectory, spectra);
    }
}
