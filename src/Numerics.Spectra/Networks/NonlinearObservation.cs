using Numerics.Spectra.Spectrum;

namespace Numerics.Spectra.Networks;

/// <summary>All that was measured of one replica of a nonlinear network.</summary>
/// <param name="Trajectory">Losses, outputs, divergence.</param>
/// <param name="Spectra">Singular values of the hidden matrices, layer 0..L-2 for W^1..W^(L-1); empty if the run diverged.</param>
public sealed record NonlinearObservation(TrainingTrajectory Trajectory, MeasuredSpectra Spectra);
