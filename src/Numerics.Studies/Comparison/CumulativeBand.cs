using Numerics.Kernels.Random;

namespace Numerics.Studies.Comparison;

/// <summary>
/// Compares the replica mean of empirical distribution functions of a spectrum with a law, in a band bootstrapped over replicas.
/// </summary>
/// <remarks>
/// <code>
/// band: mean F_emp(x) -+ ( q + 1/n ),   q the quantile over resampled replicas of sqrt(R/(R-1)) sup_x |mean* - mean|
/// </code>
/// <para>Eigenvalues are rigid: the distance of one sample is of order 1/n and not n^(-1/2), and a test for independent values (Kolmogorov-Smirnov) would accept
/// errors many times too large. Replicas are independent, so they are what is resampled. 1/n covers the step and the bias of real ensembles.</para>
/// <para>The band is simultaneous in x. With R replicas there are only so many resamples; below four replicas it is a rough guide. Deterministic in the key.</para>
/// </remarks>
/// <param name="Points">x.</param>
/// <param name="Mean">Mean of the empirical distribution functions.</param>
/// <param name="Theory">Distribution function of the law.</param>
/// <param name="HalfWidth">q + 1/n.</param>
internal sealed record CumulativeBand(IReadOnlyList<double> Points, IReadOnlyList<double> Mean, IReadOnlyList<double> Theory, double HalfWidth)
{
    /// <summary>The band from distribution functions that are known at the points already.</summary>
    /// <param name="empirical">Empirical distribution function of each replica at the points; at least two replicas.</param>
    /// <param name="theory">Distribution function of the law at the points.</param>
    /// <param name="points">x.</param>
    /// <param name="count">n, values per replica.</param>
    /// <param name="key">Stream of the resampling.</param>
    /// <param name="level">Confidence of the band.</param>
    /// <param name="resamples">Number of resamples.</param>
    public static CumulativeBand OfEmpirical(
        IReadOnlyList<IReadOnlyList<double>> empirical,
        IReadOnlyList<double> theory,
        IReadOnlyList<double> points,
        long count,
        StreamKey key,
        double level = 0.99,
        int resamples = 2000)
    {
        ArgumentNullException.ThrowIfNull(empirical);
        ArgumentNullException.ThrowIfNull(theory);
        ArgumentNullException.ThrowIfNull(points);
        ArgumentOutOfRangeException.ThrowIfLessThan(empirical.Count, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        double[][] rows = [.. empirical.Select(row => row.ToArray())];
        double[] mean = [.. points.Select((_, i) => rows.Average(row => row[i]))];
        double quantile = Bootstrap(rows, mean, key, level, resamples);
        return new CumulativeBand(points, mean, theory, quantile + (1.0 / count));
    }

    private static double Bootstrap(double[][] empirical, double[] mean, StreamKey key, double level, int resamples)
    {
        int replicas = empirical.Length;
        // Drawing R of R replicas with replacement has (R - 1)/R of the variance of the mean.
        double correction = Math.Sqrt(replicas / (replicas - 1.0));
        var distances = new double[resamples];
        var uniform = new double[replicas];
        for (int b = 0; b < resamples; b++)
        {
            UniformFill.Fill(key, (uint)b, 0, uniform);
            double largest = 0;
            for (int i = 0; i < mean.Length; i++)
            {
                double sum = 0;
                foreach (double u in uniform)
                {
                    sum += empirical[(int)(u * replicas)][i];
                }

                largest = Math.Max(largest, Math.Abs((sum / replicas) - mean[i]));
            }

            distances[b] = correction * largest;
        }

        Array.Sort(distances);
        return distances[Math.Min(resamples - 1, (int)Math.Ceiling(level * resamples) - 1)];
    }
}
