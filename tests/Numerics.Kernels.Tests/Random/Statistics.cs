namespace Numerics.Kernels.Tests.Random;

/// <summary>Test statistics with known laws.</summary>
internal static class Statistics
{
    /// <summary>Kolmogorov's sqrt(n) D; above 1.95 with probability 0.001. Sorts its argument.</summary>
    public static double Kolmogorov(double[] sample, Func<double, double> distribution)
    {
        Array.Sort(sample);
        double worst = 0;
        for (int i = 0; i < sample.Length; i++)
        {
            double f = distribution(sample[i]);
            worst = Math.Max(worst, Math.Max(f - ((double)i / sample.Length), ((i + 1.0) / sample.Length) - f));
        }

        return worst * Math.Sqrt(sample.Length);
    }

    /// <summary>z of the mean of products of independent centred unit numbers.</summary>
    public static double Correlation(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum / Math.Sqrt(left.Length);
    }

    /// <summary>z of the mean of (x^2 - 1)(y^2 - 1)/2: sensitive to common factors of magnitude.</summary>
    public static double SquareCorrelation(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += ((left[i] * left[i]) - 1) * ((right[i] * right[i]) - 1);
        }

        return sum / 2 / Math.Sqrt(left.Length);
    }
}
