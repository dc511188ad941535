using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Theory.GaussianMixtures;

/// <summary>Margins of training samples under the hinge loss max(0, 1 - t), in closed form.</summary>
/// <remarks>
/// <code>
/// P = omega + V  below 1 - V,   1  up to 1,   omega  above;        A = (1 - V - mu)/s,   B = (1 - mu)/s
/// E g    = Phi(A) + [ (1 - mu) D - s (phi(A) - phi(B)) ]/V,                                          D = Phi(B) - Phi(A)
/// E g^2  = Phi(A) + [ (1 - mu)^2 D - 2 (1 - mu) s (phi(A) - phi(B)) + s^2 (D - B phi(B) + A phi(A)) ]/V^2
/// E g'   = -D/V,      E loss(P) = s [ phi(A) + A Phi(A) ],      P &lt; 0 iff omega &lt; -V
/// </code>
/// <para>Source: Loureiro et al. 2021. Where their two clusters mirror each other they print the loss without the factor s.</para>
/// Equation: hinge-margin
/// </remarks>
internal static class HingeMargin
{
    // Up to a distance of the kinks of one deviation the closed forms lose digits as (s/V)^2, and twelve points average the piece between them to rounding.
    private const double Narrow = 1;

    private static readonly GaussLegendre Rule = new(0, 1, 12);

    /// <summary>Averages over omega ~ N(mean, deviation^2).</summary>
    public static MarginAverages Averages(double mean, double deviation, double v)
    {
        double a = (1 - v - mean) / deviation;
        double b = (1 - mean) / deviation;
        double below = NormalLaw.Below(a);
        double between = NormalLaw.Between(a, b);
        (double force, double square) = v < Narrow * deviation ? Quadrature(a, b) : Closed(a, b, 1 - mean, deviation, v, between);
        double loss = deviation * (NormalLaw.Density(a) + (a * below));
        return new(below + force, below + square, -between / v, Math.Max(0, loss), NormalLaw.Below((-v - mean) / deviation));
    }

    private static (double Force, double Square) Closed(double a, double b, double gap, double s, double v, double between)
    {
        double densities = NormalLaw.Density(a) - NormalLaw.Density(b);
        double force = ((gap * between) - (s * densities)) / v;
        double square = ((gap * gap * between) - (2 * gap * s * densities) + (s * s * (between - (b * NormalLaw.Density(b)) + (a * NormalLaw.Density(a))))) / (v * v);
        return (Math.Max(0, force), Math.Max(0, square));
    }

    /// <summary>Between the kinks g falls from 1 to 0 in a straight line.</summary>
    private static (double Force, double Square) Quadrature(double a, double b)
    {
        double force = 0;
        double square = 0;
        for (int i = 0; i < Rule.Nodes.Length; i++)
        {
            double g = 1 - Rule.Nodes[i];
            double weight = Rule.Weights[i] * (b - a) * NormalLaw.Density(a + (Rule.Nodes[i] * (b - a)));
            force += weight * g;
            square += weight * g * g;
        }

        return (force, square);
    }
}
