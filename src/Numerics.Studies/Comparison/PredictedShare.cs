namespace Numerics.Studies.Comparison;

/// <summary>A predicted share of replicas and how far the share of R replicas may lie from it by chance: the score test of a binomial share.</summary>
/// <remarks>
/// <code>
/// se = sqrt(q (1 - q)/R),   q = p within [1/(R + 1), R/(R + 1)]      the error under the prediction, so that it does not grow with the deviation
/// detectable: the smallest d with   d = limit se + quantile sqrt(r (1 - r)/R),   r the share at the distance d from p
/// </code>
/// Replicas that are all predicted to be of one kind would have no scatter: as if one more were of the other kind.
/// Equation: predicted-share
/// Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209.
/// </remarks>
/// <param name="Value">p.</param>
/// <param name="Replicas">R.</param>
internal sealed record PredictedShare(double Value, int Replicas)
{
    /// <summary>Standard error under the prediction.</summary>
    public double StandardError
    {
        get
        {
            double q = Math.Clamp(Value, 1.0 / (Replicas + 1), (double)Replicas / (Replicas + 1));
            return Math.Sqrt(q * (1 - q) / Replicas);
        }
    }

    /// <summary>Smallest deviation, towards the middle, that is found with the chance of <paramref name="quantile"/>; more than 1 where the replicas are too few to show any.</summary>
    /// <param name="limit">Limit of the score.</param>
    /// <param name="quantile">Quantile of the normal distribution.</param>
    public double Detectable(double limit, double quantile)
    {
        // (d - a)^2 = c (u + d)(1 - u - d) with u the distance of p from the nearer end.
        double a = limit * StandardError, c = quantile * quantile / Replicas, u = Math.Min(Value, 1 - Value);
        double half = a + (0.5 * c * (1 - (2 * u))), square = (half * half) - ((1 + c) * ((a * a) - (c * u * (1 - u))));
        return u + a >= 1 ? a : (half + Math.Sqrt(square)) / (1 + c);
    }
}
