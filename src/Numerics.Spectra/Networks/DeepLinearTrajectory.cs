using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>Losses, order parameters and bookkeeping of a deep linear training run, at steps 0..T or as far as it came.</summary>
/// <param name="TestLoss">Excess risk v^T Sigma v/D.</param>
/// <param name="TrainLoss">|Delta|^2/P: over the fixed set, over the fresh batch of the step, or test loss + noise^2 for the population.</param>
/// <param name="GradientPowers">|g^l|^2/N, indexed [step][l - 1], l = 1..L.</param>
/// <param name="FeaturePowers">|h^l|^2/n_l with n_0 = D and n_l = N, indexed [step][l], l = 0..L, steps 0..T-1.</param>
/// <param name="Marks">For every matrix A_0..A_{L-1}, how much was known of it before each step.</param>
/// <param name="DivergedAt">Step at which the run was given up, null if it finished.</param>
public sealed record DeepLinearTrajectory(
    IReadOnlyList<double> TestLoss,
    IReadOnlyList<double> TrainLoss,
    IReadOnlyList<double[]> GradientPowers,
    IReadOnlyList<double[]> FeaturePowers,
    IReadOnlyList<LayerMark[]> Marks,
    int? DivergedAt)
{
    /// <summary>Last step with finite losses below the divergence limit; -1 if there is none.</summary>
    public int LastStep => (DivergedAt ?? TestLoss.Count) - 1;
}
