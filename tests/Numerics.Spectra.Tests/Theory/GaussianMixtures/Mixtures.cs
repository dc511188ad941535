using Numerics.Spectra.Models;

namespace Numerics.Spectra.Tests.Theory.GaussianMixtures;

/// <summary>The mixtures of the reference tables.</summary>
internal static class Mixtures
{
    private static readonly double[][] Mirror = [[1, -1], [-1, 1]];

    /// <summary>Two clusters that mirror each other: variance s1 on a fraction rho of the coordinates, s2 on the others.</summary>
    public static GaussianMixture Mirrored(double rho, double s1, double s2) => rho == 1
        ? new([0.5, 0.5], [1, -1], [1], [[s1], [s1]], [Mirror])
        : new([0.5, 0.5], [1, -1], [rho, 1 - rho], [[s1, s2], [s1, s2]], [Mirror, Mirror]);

    /// <summary>Set T1: variance 1/2.</summary>
    public static GaussianMixture T1 { get; } = Mirrored(1, 0.5, 0);

    /// <summary>Set T2: three clusters with orthogonal means, two halves of coordinates.</summary>
    public static GaussianMixture T2 { get; } = new(
        [0.3, 0.5, 0.2], [1, -1, 1], [0.5, 0.5], [[0.3, 0.6], [0.5, 0.5], [1, 0.4]],
        [[[2, 0, 0], [0, 2, 0], [0, 0, 2]], [[2, 0, 0], [0, 2, 0], [0, 0, 2]]]);

    /// <summary>T1 or T2 as the tables train them.</summary>
    public static GeneralizedLinearModel Of(string name, MarginLoss loss, double alpha) =>
        new(name == "T1" ? T1 : T2, alpha, loss == MarginLoss.Logistic ? 0.01 : 0.1) { Loss = loss, FitBias = name == "T2" };

    /// <summary>A model with the mean on a fifth of the coordinates.</summary>
    public static GeneralizedLinearModel Sparse(MarginLoss loss, double alpha, double lambda) =>
        new(new GaussianMixture([0.5, 0.5], [1, -1], [0.2, 0.8], [[0.5, 0.5], [0.5, 0.5]], [[[5, -5], [-5, 5]], [[0, 0], [0, 0]]]), alpha, lambda)
        {
            Loss = loss,
            Penalty = WeightPenalty.L1,
        };
}
