namespace Numerics.Spectra.Tests.Support;

/// <summary>Mean, spread and their standard errors.</summary>
internal static class Statistics
{
    public static (double Mean, double StandardError, double StandardDeviation) Of(IReadOnlyList<double> sample)
    {
        double mean = sample.Average();
        double variance = sample.Sum(x => (x - mean) * (x - mean)) / (sample.Count - 1);
        return (mean, Math.Sqrt(variance / sample.Count), Math.Sqrt(variance));
    }
}
