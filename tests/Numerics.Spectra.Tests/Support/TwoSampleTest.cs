namespace Numerics.Spectra.Tests.Support;

/// <summary>Two-sample Kolmogorov-Smirnov statistic, sqrt(n m/(n + m)) D; exceeds sqrt(-ln(p/2)/2) with probability p.</summary>
internal static class TwoSampleTest
{
    public static double Statistic(IEnumerable<double> first, IEnumerable<double> second)
    {
        double[] a = [.. first.Order()];
        double[] b = [.. second.Order()];
        double worst = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            if (a[i] <= b[j])
            {
                i++;
            }
            else
            {
                j++;
            }

            worst = Math.Max(worst, Math.Abs(((double)i / a.Length) - ((double)j / b.Length)));
        }

        return worst * Math.Sqrt((double)a.Length * b.Length / (a.Length + b.Length));
    }
}
