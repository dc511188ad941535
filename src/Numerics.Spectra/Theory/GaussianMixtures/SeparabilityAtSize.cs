using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Theory.GaussianMixtures;

/// <summary>The separability transition at a finite dimension d: how wide it is there, and how far means of overlaps are from a correction of order 1/d because samples scatter across it.</summary>
/// <remarks>
/// <code>
/// Pr(separable) = Phi((alpha* - alpha)/width),   width(d) = sqrt(alpha (Var e/(E e)^2 - 2 alpha*)/d),   e = (-omega)_+^2/V_k at the transition
/// shift(d) = E f(alpha + width(d) z)/f(alpha) - 1,  z ~ N(0, 1),  f = q_k, V_k;        excess = max_f | shift(d) - 4 shift(4 d) |
/// </code>
/// <para>
/// A training set is separable where a random subspace of codimension d misses the polar of the cone of positive margins (Gordan). The polar has the statistical dimension n E e, E e = 1/alpha*, and intrinsic
/// volumes of the variance n (Var e - 2 E e): the squared distance of a Gaussian point to the cone has that variance plus twice the statistical dimension. Without means it is n/4, Cover's binomial law.
/// Clusters of different covariances have no invariant subspace; there the formula is an extension. Of mirrored clusters of variance 1/2 at alpha = 8 it says 26, 18, 10 % at d = 20, 40, 80; linear programming
/// on drawn sets finds 28, 16(2), 8.5(1.2) %.
/// </para>
/// <para>
/// That scatter of the transition's place is one of alpha, over which the limit is averaged (a trapezoid rule of step 1 up to 3 deviations). The average is a correction of order 1/d as long as f is a parabola
/// over the width; the excess is what is none. An order of magnitude: with the hinge at lambda 1e-4 and alpha = 8 it is 7.8, 3.9, 1.7 at d = 20, 40, 80, where in simulation V is 11, 6.6, 2.4 and q 3.3, 3.9, 2.6
/// times its limit too large.
/// </para>
/// <para>Source: derived here, from the variance of conic intrinsic volumes of D. Amelunxen, M. Lotz, M. B. McCoy and J. A. Tropp, Information and Inference 3 (2014) 224; T. M. Cover 1965.</para>
/// Equation: separability-width
/// </remarks>
/// <param name="transition">The transition.</param>
/// <param name="ratio">alpha.</param>
/// <param name="dimension">d.</param>
public sealed class SeparabilityAtSize(SeparabilityTransition transition, double ratio, int dimension)
{
    // Beyond this many widths no sample in ten thousand lies across the transition, and what bends there bends for all sizes alike.
    private const double Reach = 4;
    // Where the limit has no overlaps across the transition: fewer samples than this are no matter of means but fail one by one.
    private const double Rare = 1e-3;
    private const double SmallestRatio = 0.05;
    private const int Deviations = 3;

    private readonly double width = Math.Sqrt(ratio * Math.Max(0, transition.Scatter - (2 * transition.Ratio)) / dimension);

    /// <summary>Probability that a drawn training set is separable; 0 or 1 where the transition has no width (1/2 at it).</summary>
    public double Share => width > 0 ? NormalLaw.Below((transition.Ratio - ratio) / width) : 0.5 * (1 + Math.Sign(transition.Ratio - ratio));

    /// <summary>The largest excess of a q_k or V_k relative to its limit: 0 far from the transition; infinite where the limit has none across it, and more than one sample in a thousand lies there.</summary>
    /// <param name="solve">The limit at another alpha; null where it has none.</param>
    public double Excess(Func<double, MixtureFixedPoint?> solve)
    {
        ArgumentNullException.ThrowIfNull(solve);
        double distance = Math.Abs(ratio - transition.Ratio) / width;
        if (!(distance < Reach))
        {
            return 0;
        }

        // Steps of half a width: twice the nodes of 4 d.
        MixtureFixedPoint? here = solve(ratio);
        int[] halves = [.. Enumerable.Range(1, 2 * Deviations).Where(j => j <= Deviations || j % 2 == 0)];
        Dictionary<int, MixtureFixedPoint?> at = halves.SelectMany(j => new[] { j, -j }).ToDictionary(j => j, j => solve(Math.Max(SmallestRatio * ratio, ratio + (0.5 * j * width))));
        if (here is null || at.Values.Any(point => point is null))
        {
            return NormalLaw.Below(-distance) > Rare ? double.PositiveInfinity : 0;
        }

        double ExcessOf(Func<MixtureFixedPoint, double> read)
        {
            double Shift(int halvesInWidth) => Average(j => j == 0 ? 1 : read(at[j * halvesInWidth]!) / read(here)) - 1;
            return Math.Abs(Shift(2) - (4 * Shift(1)));
        }

        return Enumerable.Range(0, here.SelfOverlap.Count).Max(k => Math.Max(ExcessOf(point => point.SelfOverlap[k]), ExcessOf(point => point.Susceptibility[k])));
    }

    /// <summary>Over a normal law.</summary>
    private static double Average(Func<int, double> value)
    {
        double sum = 0, total = 0;
        for (int j = -Deviations; j <= Deviations; j++)
        {
            double weight = NormalLaw.Density(j);
            sum += weight * value(j);
            total += weight;
        }

        return sum / total;
    }
}
