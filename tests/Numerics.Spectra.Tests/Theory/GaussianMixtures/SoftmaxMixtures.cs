using Numerics.Spectra.Models;

namespace Numerics.Spectra.Tests.Theory.GaussianMixtures;

/// <summary>Softmax models whose numbers were made by another program (numpy: Gauss-Hermite rules of 24 to 40 nodes, damped sweeps, another basis of the fields).</summary>
internal static class SoftmaxMixtures
{
    /// <summary>S1: three clusters in a triangle, all alike.</summary>
    public static SoftmaxModel S1 { get; } = new(
        new([1.0 / 3, 1.0 / 3, 1.0 / 3], [1, 2, 3], [1], [[0.5], [0.5], [0.5]], [[[2, -1, -1], [-1, 2, -1], [-1, -1, 2]]]), 2, 0.1);

    /// <summary>S2: unequal weights, two halves of coordinates with other variances and means, trained biases.</summary>
    public static SoftmaxModel S2 { get; } = new(
        new(
            [0.5, 0.3, 0.2], [1, 2, 3], [0.5, 0.5], [[0.3, 0.6], [0.5, 0.5], [1, 0.4]],
            [[[2, 0, 0], [0, 2, 0], [0, 0, 2]], [[1, 0.2, 0], [0.2, 1, -0.3], [0, -0.3, 1]]]),
        1, 1) { FitBias = true };

    /// <summary>S3: two of three means far apart, the third near 0, and a small penalty: the matrices are far from multiples of 1.</summary>
    public static SoftmaxModel S3 { get; } = new(
        new([0.3, 0.5, 0.2], [1, 2, 3], [1], [[0.3], [0.5], [1]], [[[4, -3.5, 0], [-3.5, 4, 0], [0, 0, 0.2]]]), 1.5, 0.03) { FitBias = true };

    /// <summary>S4: as S3 without biases, two classes of coordinates.</summary>
    public static SoftmaxModel S4 { get; } = new(
        new(
            [0.5, 0.3, 0.2], [1, 2, 3], [0.5, 0.5], [[0.1, 1], [0.5, 0.5], [1, 0.2]],
            [[[6, 0, 0], [0, 1, 0], [0, 0, 0]], [[0.2, 0, 0], [0, 0.2, 0], [0, 0, 3]]]),
        2, 0.02);

    /// <summary>Four clusters of three labels.</summary>
    public static SoftmaxModel Shared { get; } = new(
        new(
            [0.3, 0.3, 0.2, 0.2], [1, 2, 3, 3], [0.5, 0.5], [[0.3, 0.6], [0.5, 0.5], [1, 0.4], [0.6, 0.6]],
            [[[2, 0, 0, 0], [0, 2, 0, 0], [0, 0, 2, 0], [0, 0, 0, 2]], [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]]),
        2, 0.3) { FitBias = true };

    /// <summary>Four labels.</summary>
    public static SoftmaxModel Four { get; } = new(
        new(
            [0.3, 0.3, 0.2, 0.2], [1, 2, 3, 4], [1], [[0.5], [0.5], [0.5], [0.5]],
            [[[2, 0, 0, 0], [0, 2, 0, 0], [0, 0, 2, 0], [0, 0, 0, 1]]]),
        1.5, 1) { FitBias = true };
}
