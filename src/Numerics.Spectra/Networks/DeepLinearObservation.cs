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
    IReadOnlyDictionary<int, LeadingEigenvalues> Kernel)
{
    /// <summary>eta lambda_max of the tangent kernel at a step; gradient descent is stable below 2. Null where it was not measured.</summary>
    public double? Sharpness(int step) => Kernel.TryGetValue(step, out LeadingEigenvalues? found) && found.Values.Count > 0 ? Model.LearningRate * found.Values[0] : null;
}
