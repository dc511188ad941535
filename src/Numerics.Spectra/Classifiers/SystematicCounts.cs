namespace Numerics.Spectra.Classifiers;

/// <summary>Whole numbers near given fractions of a total, with exact means: systematic sampling.</summary>
/// <remarks>
/// <code>
/// count_k = floor(total F_k + u) - floor(total F_(k-1) + u),   F_k = fraction_1 + ... + fraction_k,   u uniform on (0, 1)
/// </code>
/// Each count is floor or ceiling of total times its fraction, they sum to the total, and E count_k = total fraction_k: rounding adds no bias to an average over replicas.
/// </remarks>
internal static class SystematicCounts
{
    /// <summary>The counts.</summary>
    /// <param name="fractions">Positive, sum 1.</param>
    /// <param name="total">What the counts sum to.</param>
    /// <param name="uniform">u.</param>
    public static int[] Of(IReadOnlyList<double> fractions, int total, double uniform)
    {
        var counts = new int[fractions.Count];
        double sum = 0;
        int before = 0;
        for (int k = 0; k < counts.Length; k++)
        {
            sum += fractions[k];
            int upTo = k + 1 == counts.Length ? total : Math.Clamp((int)Math.Floor((total * sum) + uniform), before, total);
            counts[k] = upTo - before;
            before = upTo;
        }

        return counts;
    }
}
