using Numerics.Studies.Comparison;

namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>
/// How observables of deep linear networks are judged. Means deviate from the proportional limit by O(1/D); the constants are about twice the largest
/// |bias| D measured over the reference sets (docs/deep-linear.md, section 7). Losses, powers and kernel eigenvalues are judged relative to the theory.
/// </summary>
public static class DeepLinearRules
{
    private const double LossConstant = 20;
    private const double SpectrumConstant = 6;
    private const double OverlapConstant = 20;
    private const double KernelConstant = 20;

    // Standard deviations of one replica times sqrt(D), about twice the largest in the reference sets: they judge a run of a single replica.
    private const double LossDeviation = 3;
    private const double SpectrumDeviation = 3;
    private const double OverlapDeviation = 3;
    private const double KernelDeviation = 40;

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
