using Numerics.Studies.Comparison;

namespace Numerics.Studies.Tests.Support;

/// <summary>
/// The mean of a function over a spectrum, replica by replica, against the integral of the law: the sharpest simple test of a bulk.
/// </summary>
/// <remarks>
/// <code>
/// (1/n) sum f(s_i): mean = integral of f + O(1/n), standard deviation of one replica O(1/n)
/// t = max(0, |mean - theory| - b/n)/(sd/sqrt R), against Student's law with R - 1 degrees of freedom
/// </code>
/// </remarks>
/// <param name="Mean">Mean over replicas.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Theory">Integral of the function over the law.</param>
/// <param name="Allowance">b/n, the bias of real ensembles allowed.</param>
/// <param name="Replicas">R.</param>
internal sealed record LinearStatistic(double Mean, double StandardError, double Theory, double Allowance, int Replicas)
{
    /// <summary>Probability of so large an excess if the theory is right.</summary>
    public double TailProbability
    {
        get
        {
            double excess = Math.Max(0, Math.Abs(Mean - Theory) - Allowance);
            return excess == 0 ? 1 : StandardError == 0 ? 0 : StudentT.TwoSidedTail(excess / StandardError, Replicas - 1);
        }
    }

    /// <summary>The statistic of <paramref name="function"/>.</summary>
    /// <param name="spectra">Values of each replica, at least two replicas.</param>
    /// <param name="function">f.</param>
    /// <param name="theory">Its integral over the law.</param>
    /// <param name="biasConstant">b, in units of f.</param>
    public static LinearStatistic Of(IReadOnlyList<IReadOnlyList<double>> spectra, Func<double, double> function, double theory, double biasConstant)
    {
        double[] values = [.. spectra.Select(spectrum => spectrum.Average(function))];
        double mean = values.Average();
        double variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
        return new LinearStatistic(mean, Math.Sqrt(variance / values.Length), theory, biasConstant / spectra[0].Count, values.Length);
    }
}
