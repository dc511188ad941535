using MathNet.Numerics;

namespace Numerics.Studies.Comparison;

/// <summary>The variance of one replica as a power of the size, pooled over sizes, and whether the sizes bear it out.</summary>
/// <remarks>
/// <code>
/// v(N) = v0 N^-q,   v0 = sum_j (R_j - 1) s_j^2 N_j^q/nu,   nu = sum_j (R_j - 1)
/// test: s_j^2 N_j^q against the pooled value of the other sizes, F(R_j - 1, nu - R_j + 1), two-sided, smallest probability times the number of sizes
/// </code>
/// </remarks>
/// <param name="Unit">v0.</param>
/// <param name="Power">q.</param>
/// <param name="DegreesOfFreedom">nu.</param>
/// <param name="TailProbability">Probability of so unequal variances if the law holds, at most 1.</param>
internal sealed record VarianceLaw(double Unit, double Power, double DegreesOfFreedom, double TailProbability)
{
    /// <summary>v(N): the variance of one replica of size <paramref name="size"/>.</summary>
    public double At(double size) => Unit * Math.Pow(size, -Power);

    /// <summary>Pools the sizes.</summary>
    /// <param name="rungs">Sizes.</param>
    /// <param name="power">q.</param>
    public static VarianceLaw Pool(IReadOnlyList<RungMean> rungs, double power)
    {
        ArgumentNullException.ThrowIfNull(rungs);
        double freedom = rungs.Sum(rung => rung.Count - 1.0);
        double total = rungs.Sum(rung => (rung.Count - 1) * Reduced(rung, power));
        if (freedom == 0)
        {
            return new VarianceLaw(0, power, 0, 1);
        }

        double tail = 1;
        foreach (RungMean rung in rungs)
        {
            double own = rung.Count - 1;
            double others = freedom - own;
            if (own >= 1 && others >= 1)
            {
                double rest = (total - (own * Reduced(rung, power))) / others;
                tail = Math.Min(tail, TwoSidedRatioTail(Reduced(rung, power), own, rest, others));
            }
        }

        return new VarianceLaw(total / freedom, power, freedom, Math.Min(1, tail * rungs.Count));
    }

    /// <summary>Probability that F with (<paramref name="above"/>, <paramref name="below"/>) degrees of freedom exceeds <paramref name="ratio"/>.</summary>
    public static double FisherTail(double ratio, double above, double below) => ratio <= 0 ? 1
        : double.IsInfinity(ratio) ? 0
        : double.IsInfinity(below) ? SpecialFunctions.GammaUpperRegularized(0.5 * above, 0.5 * above * ratio)
        : SpecialFunctions.BetaRegularized(0.5 * below, 0.5 * above, below / (below + (above * ratio)));

    private static double Reduced(RungMean rung, double power) => rung.Variance * Math.Pow(rung.Size, power);

    /// <summary>Two-sided; two variances that both vanish are equal.</summary>
    private static double TwoSidedRatioTail(double one, double oneFreedom, double other, double otherFreedom)
    {
        if (one == 0 && other == 0)
        {
            return 1;
        }

        double larger = FisherTail(other == 0 ? double.PositiveInfinity : one / other, oneFreedom, otherFreedom);
        return Math.Min(1, 2 * Math.Min(larger, 1 - larger));
    }
}
