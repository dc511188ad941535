using Numerics.Kernels.Random;

namespace Numerics.Spectra.Alignment;

/// <summary>A confidence interval of a mean from a few independent samples, by resampling them.</summary>
/// <remarks>
/// <code>
/// mean of R values drawn with replacement from the R samples, 4000 times: the interval is between the quantiles (1 - level)/2 and (1 + level)/2 of these means
/// </code>
/// <para>Source: B. Efron, Ann. Statist. 7 (1979) 1.</para>
/// Equation: bootstrap-interval
/// <para>Too narrow by about sqrt((R - 1)/R) for few samples. Determinism: a function of the samples alone.</para>
/// </remarks>
/// <param name="Mean">Mean of the samples.</param>
/// <param name="Lower">Lower end; the mean itself of a single sample.</param>
/// <param name="Upper">Upper end.</param>
public sealed record BootstrapInterval(double Mean, double Lower, double Upper)
{
    /// <summary>
    /// Fewest samples of which a 95 % interval may be said: means of resampled values never leave the range of the R values, and this covers the centre of the law with probability 1 - 2^(1-R) only,
    /// 97 % for six and 94 % for five (two: 50 %).
    /// </summary>
    public const int FewestSamples = 6;

    private const int Resamples = 4000;

    /// <summary>The interval.</summary>
    /// <param name="samples">At least one.</param>
    /// <param name="level">Between 0 and 1.</param>
    public static BootstrapInterval OfMean(IReadOnlyList<double> samples, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(samples);
        double[] means = new double[Resamples];
        double[] uniform = new double[Resamples];
        var key = new StreamKey(0x5349_5245, 0x4E21);
        for (int draw = 0; draw < samples.Count; draw++)
        {
            UniformFill.Fill(key, (uint)draw, 0, uniform);
            for (int k = 0; k < Resamples; k++)
            {
                means[k] += samples[(int)(uniform[k] * samples.Count)] / samples.Count;
            }
        }

        Array.Sort(means);
        int left = (int)(0.5 * (1 - level) * Resamples);
        return new BootstrapInterval(samples.Average(), means[left], means[Resamples - 1 - left]);
    }
}
