using MathNet.Numerics;
using Numerics.Spectra.Theory.Edges;

namespace Numerics.Studies.Tests.Comparison;

/// <summary>
/// Extrapolation of a mean to infinite size by weighted least squares, with the slope of the leading term given by theory.
/// </summary>
/// <remarks>
/// <code>
/// edge:     v(N) = v_inf + A N^(-2/3) + B/N,   A = E[TW] delta(1) fixed        outlier: v(N) = v_inf + B/N
/// agrees if the theory lies in the 95 % interval of v_inf and chi^2 has a tail probability above 0.01
/// </code>
/// <para>A and B together are nearly collinear over a factor 8 in N: with both free the error of v_inf grows fourfold. The errors of the means are taken as known,
/// so the interval is normal. At least three sizes; a conclusive fit has four that span a factor of 8.</para>
/// </remarks>
/// <param name="Limit">v_inf.</param>
/// <param name="LimitError">Its standard error.</param>
/// <param name="InverseSize">B.</param>
/// <param name="InverseSizeError">Its standard error.</param>
/// <param name="ChiSquared">Sum of squared weighted residuals.</param>
/// <param name="DegreesOfFreedom">Sizes less two.</param>
/// <param name="IsConclusive">At least four sizes that span a factor of 8.</param>
public sealed record FiniteSizeFit(
    double Limit, double LimitError, double InverseSize, double InverseSizeError, double ChiSquared, int DegreesOfFreedom, bool IsConclusive)
{
    // Two-sided 95 % of the normal distribution.
    private const double Quantile = 1.959963984540054;
    private const double SmallestTail = 0.01;

    /// <summary>Probability of a larger chi^2 if the form is right.</summary>
    public double ChiSquaredTail => SpecialFunctions.GammaUpperRegularized(0.5 * DegreesOfFreedom, 0.5 * ChiSquared);

    /// <summary>The 95 % interval of the limit.</summary>
    public (double Lower, double Upper) Interval => (Limit - (Quantile * LimitError), Limit + (Quantile * LimitError));

    /// <summary>(v_inf - <paramref name="theory"/>) in standard errors.</summary>
    public double Deviation(double theory) => (Limit - theory) / LimitError;

    /// <summary>Probability of a larger |<see cref="Deviation"/>| by chance.</summary>
    public double DeviationTail(double theory) => SpecialFunctions.Erfc(Math.Abs(Deviation(theory)) / Math.Sqrt(2));

    /// <summary>Fit of the largest eigenvalue or singular value.</summary>
    /// <param name="samples">Means at different sizes.</param>
    /// <param name="unitScale">delta(1): the edge has the fluctuation scale delta(1) N^(-2/3).</param>
    public static FiniteSizeFit Edge(IReadOnlyList<FiniteSizeSample> samples, double unitScale)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(unitScale);
        return Fit(samples, TracyWidomMoments.Mean(1) * unitScale);
    }

    /// <summary>Fit of an outlier or another observable with a bias of order 1/N.</summary>
    /// <param name="samples">Means at different sizes.</param>
    public static FiniteSizeFit Smooth(IReadOnlyList<FiniteSizeSample> samples) => Fit(samples, 0);

    /// <summary>Whether <paramref name="theory"/> lies in the interval and the form of the fit is not refuted.</summary>
    public bool Agrees(double theory) => theory >= Interval.Lower && theory <= Interval.Upper && ChiSquaredTail > SmallestTail;

    private static FiniteSizeFit Fit(IReadOnlyList<FiniteSizeSample> samples, double slope)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Select(sample => sample.Size).Distinct().Count() < 3 || samples.Any(sample => !(sample.Size > 0 && sample.StandardError > 0)))
        {
            throw new ArgumentException($"A fit needs at least three sizes with positive standard errors; there are {samples.Count} means.", nameof(samples));
        }

        // Normal equations of y = v + B/N with y = mean - A N^(-2/3).
        double s = 0, sx = 0, sxx = 0, sy = 0, sxy = 0;
        foreach (FiniteSizeSample sample in samples)
        {
            double weight = 1 / (sample.StandardError * sample.StandardError);
            double x = 1 / sample.Size;
            double y = sample.Mean - (slope * Math.Pow(sample.Size, -2.0 / 3));
            (s, sx, sxx, sy, sxy) = (s + weight, sx + (weight * x), sxx + (weight * x * x), sy + (weight * y), sxy + (weight * x * y));
        }

        double determinant = (s * sxx) - (sx * sx);
        double limit = ((sxx * sy) - (sx * sxy)) / determinant;
        double inverse = ((s * sxy) - (sx * sy)) / determinant;
        double chi = samples.Sum(sample => Math.Pow(
            (sample.Mean - (slope * Math.Pow(sample.Size, -2.0 / 3)) - limit - (inverse / sample.Size)) / sample.StandardError, 2));
        double span = samples.Max(sample => sample.Size) / samples.Min(sample => sample.Size);
        return new FiniteSizeFit(
            limit, Math.Sqrt(sxx / determinant), inverse, Math.Sqrt(s / determinant), chi, samples.Count - 2, samples.Count >= 4 && span >= 8);
    }
}
