using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.GaussianMixtures;

/// <summary>The separability transition at a finite dimension d: how wide it is there, and how far the overlaps' means are from their limit because some samples lie on its other side.</summary>
/// <remarks>
/// <code>
/// Pr(separable) = Phi((alpha* - alpha)/width),   width = sqrt(alpha (Var e/(E e)^2 - 2 alpha*)/d),   e = (-omega)_+^2/V_k at the transition
/// shift of f:  2 Phi(-delta/width) | [f(alpha + delta) + f(alpha - delta)]/2 - f(alpha) | / f(alpha),   delta = max(|alpha - alpha*|, width)
/// </code>
/// <para>
/// Samples are separable where a cone of codimension d does not meet that of the positive margins, whose statistical dimension is n E e and whose intrinsic volumes have the variance
/// n (Var e - 2 E e), E e = 1/alpha*: the squared distance of a Gaussian point to a cone has the variance of the intrinsic volumes and twice the dimension. Without means it is n/4, Cover's binomial law.
/// Of mirrored clusters of variance 1/2 at alpha = 8 this says 26, 18, 10 % at d = 20, 40, 80; 21, 13, 4 % of drawn samples are (their Gram matrices and counts do not scatter).
/// </para>
/// <para>
/// The scatter of the place of the transition is one of alpha, over which the limit is averaged by two points: what is linear in alpha drops out, and what is left is no correction of order 1/d but falls as
/// Phi(-c sqrt(d)). An order of magnitude, and a factor of two below what was measured (docs/gaussian-mixture-glm.md, section 4).
/// </para>
/// <para>Source: derived here, from the variance of conic intrinsic volumes of D. Amelunxen, M. Lotz, M. B. McCoy and J. A. Tropp, Information and Inference 3 (2014) 224; T. M. Cover 1965.</para>
/// Equation: separability-width
/// </remarks>
/// <param name="transition">The transition.</param>
/// <param name="ratio">alpha.</param>
/// <param name="dimension">d.</param>
public sealed class SeparabilityAtSize(SeparabilityTransition transition, double ratio, int dimension)
{
    // Below this share not even overlaps that grow a thousandfold move a mean.
    private const double Negligible = 1e-6;
    // Where the limit has no overlaps on the other side: fewer samples than this are no matter of means but fail one by one.
    private const double Rare = 1e-3;
    private const double SmallestRatio = 0.1;

    private readonly double width = Math.Sqrt(ratio * Math.Max(0, transition.Scatter - (2 * transition.Ratio)) / dimension);

    /// <summary>Probability that drawn samples are separable, by the limit of many dimensions.</summary>
    public double Share => NormalLaw.Below((transition.Ratio - ratio) / width);

    /// <summary>Largest relative shift of a q_k or V_k; infinite where the limit has none on the other side, and more than one sample in a thousand lies there.</summary>
    /// <param name="solve">The limit at another alpha; null where it has none.</param>
    public double Shift(Func<double, MixtureFixedPoint?> solve)
    {
        ArgumentNullException.ThrowIfNull(solve);
        double delta = Math.Max(Math.Abs(ratio - transition.Ratio), width), weight = 2 * NormalLaw.Below(-delta / width);
        if (!(weight > Negligible))
        {
            return 0;
        }

        if (solve(ratio) is not { } here || solve(ratio + delta) is not { } above || solve(Math.Max(SmallestRatio * ratio, ratio - delta)) is not { } below)
        {
            return weight > Rare ? double.PositiveInfinity : 0;
        }

        double largest = 0;
        for (int k = 0; k < here.SelfOverlap.Count; k++)
        {
            double Bend(Func<MixtureFixedPoint, double> read) => Math.Abs((0.5 * (read(above) + read(below))) - read(here)) / read(here);
            largest = Math.Max(largest, Math.Max(Bend(point => point.SelfOverlap[k]), Bend(point => point.Susceptibility[k])));
        }

        return weight * largest;
    }
}
