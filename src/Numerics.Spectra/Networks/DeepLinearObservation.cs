using Numerics.LinearAlgebra.Krylov;
using Numerics.Spectra.Models;
using Numerics.Spectra.Spectrum;

namespace Numerics.Spectra.Networks;

/// <summary>All that was measured of one replica of a deep linear network. A diverged run has values at steps up to <see cref="DeepLinearTrajectory.LastStep"/> only.</summary>
/// <param name="Model">The model at the ratios of the actual sizes.</param>
/// <param name="Sizes">D, N, P.</param>
/// <param name="Trajectory">Losses and order parameters per step, divergence.</param>
/// <param name="Singular">Largest singular values with overlaps, by (layer, step); layer 0..L-1 for A_0..A_{L-1}.</param>
/// <param name="Kernel">Largest eigenvalues of the tangent kernel, by step.</param>
public sealed record DeepLinearObservation(
    DeepLinearModel Model,
    DeepLinearSizes Sizes,
    DeepLinearTrajectory Trajectory,
    IReadOnlyDictionary<(int Layer, int Step), TopSingularValues> Singular,
    IReadOnlyDictionary<int, LeadingEigenvalues> Kernel);
