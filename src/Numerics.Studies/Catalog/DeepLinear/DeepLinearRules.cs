using Numerics.Studies.Comparison;

namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>
/// How observables of deep linear networks are judged. Means deviate from the proportional limit by O(1/D); the constants are about twice the largest
/// |bias| D measured over the reference sets (docs/deep-linear.md, section 7). Losses, powers and kernel eigenvalues are judged relative to the theory.
/// </summary>
public static class DeepLinearRules
{
    private const double LossConstant = 40;
    private const double SpectrumConstant = 4;
    private const double OverlapConstant = 10;
    private const double KernelConstant = 12;

    // Standard deviations of one replica times sqrt(D), about twice the largest in the reference sets: they judge a run of a single replica.
    // Those of losses and kernels are relative.
    private const double LossDeviation = 14;
    private const double SpectrumDeviation = 2;
    private const double OverlapDeviation = 5;
    private const double KernelDeviation = 6;

    /// <summary>
    /// Error of a predicted |cosine|: one that is not clear of its fluctuations of order D^(-1/2) is, at finite size, the mean of the absolute value of a fluctuating
    /// number.
    /// </summary>
    public static double CosineScatter(double cosine, long inputDimension)
    {
        double scatter = OverlapDeviation / 2 / Math.Sqrt(inputDimension);
        return cosine < 3 * scatter ? scatter : 0;
    }

    /// <summary>The rule of an observable; null if it is only shown.</summary>
    public static ComparisonRule? Of(string observable, long inputDimension)
    {
        double scatter = 1 / Math.Sqrt(inputDimension);
        return observable switch
        {
            "testLoss" or "trainLoss" or "featurePower" or "gradientPower" =>
                new ComparisonRule(inputDimension, LossConstant, 1) { Relative = true, ReplicaDeviation = LossDeviation * scatter },
            "topSingularValue" => new ComparisonRule(inputDimension, SpectrumConstant, 1) { ReplicaDeviation = SpectrumDeviation * scatter },
            "overlapLeft" or "overlapRight" => new ComparisonRule(inputDimension, OverlapConstant, 1) { ReplicaDeviation = OverlapDeviation * scatter },
            "ntkTop" or "sharpness" => new ComparisonRule(inputDimension, KernelConstant, 1) { Relative = true, ReplicaDeviation = KernelDeviation * scatter },
            _ => null,
        };
    }
}
