using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Theory.GaussianMixtures;

/// <summary>Margins of training samples under the square loss (1 - t)^2/2, in closed form.</summary>
/// <remarks>
/// <code>
/// P = (omega + V)/(1 + V),   g = (1 - omega)/(1 + V),   g' = -1/(1 + V),   P &lt; 0 iff omega &lt; -V
/// </code>
/// <para>Source: Loureiro et al. 2021.</para>
/// Equation: square-margin
/// </remarks>
internal static class SquareMargin
{
    /// <summary>Averages over omega ~ N(mean, deviation^2).</summary>
    public static MarginAverages Averages(double mean, double deviation, double v)
    {
        double shrink = 1 / (1 + v);
        double square = ((1 - mean) * (1 - mean)) + (deviation * deviation);
        return new(shrink * (1 - mean), shrink * shrink * square, -shrink, 0.5 * shrink * shrink * square, NormalLaw.Below((-v - mean) / deviation));
    }
}
