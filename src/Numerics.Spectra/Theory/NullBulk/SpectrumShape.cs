namespace Numerics.Spectra.Theory.NullBulk;

/// <summary>
/// Descriptive numbers of a spectrum and of the change between two: effective ranks, interlacing distance.
/// </summary>
/// <remarks>
/// <code>
/// stable rank = sum s^2/s_1^2,   participation = (sum s^2)^2/sum s^4
/// interlacing distance of s' from s: least r for which some a > 0 has  a s_(i + r) &lt;= s'_i  and  s'_(i + r) &lt;= a s_i  for all i
/// </code>
/// <para>Source: derived here from Weyl's inequalities for singular values, R. A. Horn and C. R. Johnson, Topics in Matrix Analysis, theorem 3.3.16 (1991).</para>
/// Equation: spectrum-shape
/// <para>A change of rank r and a rescaling have an interlacing distance of r at most; the distance is a lower bound on the rank of any change.</para>
/// </remarks>
public static class SpectrumShape
{
    /// <summary>sum s^2/s_1^2, 1 to n.</summary>
    public static double StableRank(ReadOnlySpan<double> descending)
    {
        (double second, _) = Powers(descending);
        return second / (descending[0] * descending[0]);
    }

    /// <summary>(sum s^2)^2/sum s^4, 1 to n.</summary>
    public static double Participation(ReadOnlySpan<double> descending)
    {
        (double second, double fourth) = Powers(descending);
        return second * second / fourth;
    }

    /// <summary>The interlacing distance of two spectra of equal length, 0 to n.</summary>
    /// <exception cref="ArgumentException">Their lengths differ.</exception>
    public static int InterlacingDistance(ReadOnlySpan<double> before, ReadOnlySpan<double> after)
    {
        if (before.Length != after.Length)
        {
            throw new ArgumentException($"Spectra of {before.Length} and {after.Length} values cannot interlace; they must be of equal length.", nameof(after));
        }

        int low = 0;
        int high = before.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = Interlaces(before, after, middle) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private static bool Interlaces(ReadOnlySpan<double> before, ReadOnlySpan<double> after, int rank)
    {
        // Rounding of the values themselves must not count as a change.
        const double Slack = 1e-9;
        double least = 0;
        double most = double.PositiveInfinity;
        for (int i = 0; i + rank < before.Length; i++)
        {
            least = after[i + rank] > 0 ? Math.Max(least, after[i + rank] / before[i]) : least;
            most = before[i + rank] > 0 ? Math.Min(most, after[i] / before[i + rank]) : most;
        }

        return least <= most * (1 + Slack);
    }

    private static (double Second, double Fourth) Powers(ReadOnlySpan<double> values)
    {
        double second = 0;
        double fourth = 0;
        foreach (double s in values)
        {
            double square = s / values[0] * (s / values[0]);
            second += square;
            fourth += square * square;
        }

        return (second * values[0] * values[0], fourth * Math.Pow(values[0], 4));
    }
}
