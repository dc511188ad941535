namespace Numerics.Spectra.Theory.TangentKernel;

/// <summary>
/// The infinitely wide network in NTK parameterization: training is kernel regression with a constant kernel, and stable up to a known learning rate.
/// </summary>
/// <remarks>
/// <code>
/// nu -> infinity:   Kc -> K_inf I,   K_inf = sum over l = 0..L of the product over j != l of sigma_j^2
/// isotropic inputs:   K = K_inf X X^T/P,   lambda_max = K_inf (1 + 1/sqrt alpha)^2,   eta_max = 2 (1 + mu)/lambda_max
/// </code>
/// <para>Source: docs/deep-linear.md, section 5; A. Jacot et al., arXiv 1806.07572.</para>
/// <para>alpha = P/D, infinite for the population gradient; mu: momentum of the heavy ball.</para>
/// Equation: lazy-learning-rate-limit
/// <para>Exact for nu -> infinity after N -> infinity. At finite nu the kernel moves and the limit of a run is met by training itself. Decoupled
/// weight decay is not covered.</para>
/// </remarks>
public static class LazyTraining
{
    /// <summary>K_inf.</summary>
    /// <param name="initialScales">sigma_0 .. sigma_L.</param>
    public static double Kernel(IReadOnlyList<double> initialScales)
    {
        ArgumentNullException.ThrowIfNull(initialScales);
        double sum = 0;
        for (int l = 0; l < initialScales.Count; l++)
        {
            sum += initialScales.Where((_, j) => j != l).Aggregate(1.0, (product, scale) => product * scale * scale);
        }

        return sum;
    }

    /// <summary>Largest eigenvalue of the kernel on the training set, isotropic inputs.</summary>
    public static double LargestEigenvalue(IReadOnlyList<double> initialScales, double sampleRatio)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRatio);
        double root = 1 + (1 / Math.Sqrt(sampleRatio));
        return Kernel(initialScales) * root * root;
    }

    /// <summary>eta_max, above which full-batch training grows without bound.</summary>
    public static double MaximalLearningRate(IReadOnlyList<double> initialScales, double sampleRatio, double momentum = 0) =>
        EdgeOfStability.Threshold(momentum) / LargestEigenvalue(initialScales, sampleRatio);
}
