namespace Numerics.Spectra.Theory.NullBulk;

/// <summary>
/// A power law fitted to the upper tail of the eigenvalues s^2: exponent, where the tail begins, how many values it has and how well it fits. A description, not a test.
/// </summary>
/// <remarks>
/// <code>
/// density ~ lambda^(-alpha) above lambda_min:   alpha = 1 + k/sum log(lambda_i/lambda_min),   lambda_min: least Kolmogorov distance of the tail from the fit
/// </code>
/// <para>Source: A. Clauset, C. R. Shalizi and M. E. J. Newman, SIAM Rev. 51 (2009) 661.</para>
/// Equation: tail-exponent
/// <para>Restructured bulks are fitted over less than a decade: state the number of values and the distance with the exponent. Tails of fewer than ten values are not fitted.</para>
/// </remarks>
/// <param name="Exponent">alpha, above 1.</param>
/// <param name="Start">lambda_min, in units of s^2.</param>
/// <param name="Count">Number of values in the tail.</param>
/// <param name="Distance">Kolmogorov distance, 0 to 1.</param>
public sealed record TailExponent(double Exponent, double Start, int Count, double Distance)
{
    private const int Fewest = 10;

    /// <summary>Fits; null where there are too few positive values or they are all the same.</summary>
    /// <param name="descending">Singular values s, descending.</param>
    public static TailExponent? Of(ReadOnlySpan<double> descending)
    {
        var logs = new List<double>();
        foreach (double s in descending)
        {
            if (s > 1e-8 * descending[0])
            {
                logs.Add(2 * Math.Log(s));
            }
        }

        TailExponent? best = null;
        double sum = 0;
        for (int k = 1; k < logs.Count; k++)
        {
            sum += logs[k - 1];
            double mean = (sum / k) - logs[k];
            if (k < Fewest || !(mean > 1e-12))
            {
                continue;
            }

            double distance = DistanceOf(logs, k, 1 / mean);
            if (best is null || distance < best.Distance)
            {
                best = new TailExponent(1 + (1 / mean), Math.Exp(logs[k]), k, distance);
            }
        }

        return best;
    }

    private static double DistanceOf(List<double> logs, int count, double rate)
    {
        double distance = 0;
        for (int i = 0; i < count; i++)
        {
            double share = Math.Exp(-rate * (logs[i] - logs[count]));
            distance = Math.Max(distance, Math.Max(Math.Abs(share - (i / (double)count)), Math.Abs(share - ((i + 1) / (double)count))));
        }

        return distance;
    }
}
