using Numerics.Kernels.Random;
using Numerics.Kernels.Reductions;

namespace Numerics.Studies.Comparison;

/// <summary>
/// Distribution of the largest |t| over entries if the theory is right: residuals of the replicas times random normal numbers, the same number for all entries of a replica, over the
/// root of a common chi-squared law. Entries that go together move together.
/// </summary>
/// <remarks>
/// <code>
/// t*_i = [ (se_i/S_i) sum_r g_r u_ir + (tau_i/S_i) h_i ]/sqrt(chi^2_nu/nu)      u_ir = c_j e_ir/R_j of the replicas r of size j, scaled to sum_r u_ir^2 = 1;   S_i^2 = se_i^2 + tau_i^2
/// limit = the quantile 1 - rate of max_i |t*_i|
/// </code>
/// <para>Each t*_i follows Student's law exactly; dependence is the sample's. Signs instead of normal numbers would be bounded by the root of the number of replicas of the largest size, which
/// carry most of the estimate: eight replicas could never reach the limit of a strict rate. The theory's own errors are taken as independent, which is on the safe side.</para>
/// Equation: multiplier-limit
/// Source: T. Hothorn, F. Bretz and P. Westfall, Biometrical Journal 50 (2008) 346, for maxima of correlated t.
/// <para>Deterministic: fixed key, draws in order.</para>
/// </remarks>
internal static class MultiplierBootstrap
{
    private const int MostDraws = 45_000;
    private const int FewestDraws = 2_000;

    // The limit is then known to a sixth of its tail probability, a few hundredths of a standard error.
    private const double BeyondLimit = 40;

    // About three seconds of one core: products of residuals and random numbers.
    private const double MostOperations = 6e9;

    private static readonly StreamKey Key = StreamKey.Derive(seed: 0, study: 0, replica: 0, matrix: 0x4D554C54);

    /// <summary>Draws for that many numbers: forty beyond the limit are expected, if time allows; null if even the fewest take too long.</summary>
    public static int? Draws(IReadOnlyList<EntryComparison> entries, double rate)
    {
        double each = entries.Sum(entry => entry.Samples.Sum(rung => rung.Values.Length) + 20.0);
        double draws = Math.Min(Math.Clamp(BeyondLimit / rate, FewestDraws, MostDraws), MostOperations / Math.Max(1, each));
        return draws < FewestDraws ? null : (int)draws;
    }

    /// <summary>The limit.</summary>
    /// <param name="entries">Entries whose errors come from replicas.</param>
    /// <param name="replicas">Number of replicas of the run.</param>
    /// <param name="rate">Probability of a larger |t|.</param>
    /// <param name="draws">Number of draws.</param>
    public static double Limit(IReadOnlyList<EntryComparison> entries, int replicas, double rate, int draws)
    {
        double[][] shares = [.. entries.Select(entry => Shares(entry, replicas))];
        double[] theory = [.. entries.Select(entry => entry.Scale == 0 ? 0 : entry.TheoryError / entry.Scale)];
        double freedom = entries.Min(entry => entry.DegreesOfFreedom);
        var largest = new double[draws];
        var multipliers = new double[replicas];
        var own = new double[entries.Count + 1];
        for (int draw = 0; draw < draws; draw++)
        {
            GaussianFill.Fill(Key, (uint)draw, 0, 1, multipliers);
            GaussianFill.Fill(Key, (uint)(draws + draw), 0, 1, own);
            double most = 0;
            for (int i = 0; i < shares.Length; i++)
            {
                most = Math.Max(most, Math.Abs(Reduction.Dot<double>(shares[i], multipliers) + (theory[i] * own[i])));
            }

            largest[draw] = most / Math.Sqrt(ReducedChiSquared(own[^1], freedom));
        }

        Array.Sort(largest);
        return largest[Math.Clamp((int)Math.Ceiling((1 - rate) * draws) - 1, 0, draws - 1)];
    }

    /// <summary>(se/S) u_r over all replicas of the run, 0 for those that do not hold the entry.</summary>
    private static double[] Shares(EntryComparison entry, int replicas)
    {
        var shares = new double[replicas];
        for (int j = 0; j < entry.Samples.Count; j++)
        {
            RungResiduals rung = entry.Samples[j];
            for (int r = 0; r < rung.Values.Length; r++)
            {
                shares[rung.Replicas[r]] = entry.Fit.Coefficients[j] * rung.Values[r] / rung.Values.Length;
            }
        }

        double norm = Math.Sqrt(Reduction.SumOfSquares<double>(shares));
        double share = norm == 0 ? 0 : entry.Fit.StandardError / entry.Scale / norm;
        for (int r = 0; r < replicas; r++)
        {
            shares[r] *= share;
        }

        return shares;
    }

    /// <summary>chi^2_nu/nu from a normal number, after Wilson and Hilferty: good to 1e-3 from nu = 30 on.</summary>
    private static double ReducedChiSquared(double normal, double freedom)
    {
        double spread = 2 / (9 * freedom);
        return Math.Pow(Math.Max(0.05, 1 - spread + (normal * Math.Sqrt(spread))), 3);
    }
}
