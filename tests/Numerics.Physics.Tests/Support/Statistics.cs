namespace Numerics.Physics.Tests.Support;

/// <summary>Means with standard errors, their limit at infinite size, and the two-sample Kolmogorov-Smirnov test.</summary>
internal static class Statistics
{
    public static (double Mean, double StandardError, double StandardDeviation) Of(IReadOnlyList<double> sample)
    {
        double mean = sample.Average();
        double variance = sample.Sum(x => (x - mean) * (x - mean)) / (sample.Count - 1);
        return (mean, Math.Sqrt(variance / sample.Count), Math.Sqrt(variance));
    }

    /// <summary>m of m + b/size by weighted least squares, with its standard error.</summary>
    public static (double Limit, double Error) Extrapolate(IReadOnlyList<long> sizes, IReadOnlyList<(double Mean, double Error, double Deviation)> means)
    {
        (double s, double x, double xx, double y, double xy) = (0, 0, 0, 0, 0);
        for (int i = 0; i < means.Count; i++)
        {
            double weight = 1 / (means[i].Error * means[i].Error);
            double inverse = 1.0 / sizes[i];
            s += weight;
            x += weight * inverse;
            xx += weight * inverse * inverse;
            y += weight * means[i].Mean;
            xy += weight * inverse * means[i].Mean;
        }

        double determinant = (s * xx) - (x * x);
        return (((xx * y) - (x * xy)) / determinant, Math.Sqrt(xx / determinant));
    }

    /// <summary>sqrt(n m / (n + m)) times the largest distance of the two empirical distribution functions.</summary>
    public static double TwoSample(IEnumerable<double> first, IEnumerable<double> second)
    {
        double[] a = [.. first.Order()];
        double[] b = [.. second.Order()];
        double worst = 0;
        int i = 0;
        int j = 0;
        while (i < a.Length && j < b.Length)
        {
            double at = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] <= at)
            {
                i++;
            }

            while (j < b.Length && b[j] <= at)
            {
                j++;
            }

            worst = Math.Max(worst, Math.Abs(((double)i / a.Length) - ((double)j / b.Length)));
        }

        return worst * Math.Sqrt((double)a.Length * b.Length / (a.Length + b.Length));
    }

    /// <summary>The statistic that equal laws exceed with this probability (Kolmogorov's series, first term: exact to 1e-8 below level 0.01).</summary>
    public static double TwoSampleLimit(double level) => Math.Sqrt(-0.5 * Math.Log(0.5 * level));
}
