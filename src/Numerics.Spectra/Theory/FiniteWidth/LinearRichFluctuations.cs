using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Theory.FiniteWidth;

/// <summary>One training sample of norm |x|^2 = D, a linear activation and gradient flow: the fluctuations of a rich network in closed form.</summary>
/// <remarks>
/// <code>
/// u = (w + h)/sqrt 2 = u_0 e^a, v = (w - h)/sqrt 2 = v_0 e^-a;     da/dt = F(a) = gamma0 y - sinh 2a,     f = sinh(2a)/gamma0,   K = 2 cosh 2a
/// I_U = int_0^a e^2b/F(b)^2 db,  I_V = int_0^a e^-2b/F(b)^2 db     (centred: e^(+-2b) - 1 in the place of e^(+-2b), in I as in A)
/// N Var f = 2 (A_U^2 + A_V^2),   A_U = e^2a/(2 gamma0) - (cosh 2a/gamma0) F I_U,   A_V = -e^-2a/(2 gamma0) + (cosh 2a/gamma0) F I_V
/// N Var K = 2 (B_U^2 + B_V^2),   B_U = e^2a - 2 sinh(2a) F I_U,                    B_V = e^-2a + 2 sinh(2a) F I_V
/// test sample, x . x_*/D = rho:  N Var f_* = rho^2 N Var f + ((1 - rho^2)/gamma0^2) { cosh 2a  |  centred: cosh 2a - 2 cosh a + 1 }
/// </code>
/// Equation: linear-rich-fluctuations
/// Source: B. Bordelon and C. Pehlevan, Dynamics of Finite Width Kernel and Prediction Fluctuations in Mean Field Neural Networks (2023), exactly solvable case; re-derived.
/// <para>Valid for gamma0 y different from 0 or not, t at least 0; at t = infinity F vanishes and its products with the integrals have the limits of <see cref="Converged"/>.</para>
/// </remarks>
/// <param name="OutputScale">gamma0.</param>
/// <param name="Target">y.</param>
/// <param name="Centred">Whether the output at the start is subtracted.</param>
public sealed record LinearRichFluctuations(double OutputScale, double Target, bool Centred)
{
    private const int Nodes = 64;

    /// <summary>Mean output and N Var, mean tangent kernel and N Var, at a time.</summary>
    /// <param name="time">t, at least 0.</param>
    public (MeanAndVariance Output, MeanAndVariance TangentKernel) At(double time)
    {
        double a = Exponent(time);
        (double up, double down) = Integrals(time);
        double start = Centred ? 1 : 0;
        double own = Math.Cosh(2 * a) / OutputScale;
        double outputUp = ((Math.Exp(2 * a) - start) / (2 * OutputScale)) - (own * up);
        double outputDown = (-(Math.Exp(-2 * a) - start) / (2 * OutputScale)) + (own * down);
        double kernelUp = Math.Exp(2 * a) - (2 * Math.Sinh(2 * a) * up);
        double kernelDown = Math.Exp(-2 * a) + (2 * Math.Sinh(2 * a) * down);
        return (
            new MeanAndVariance(Math.Sinh(2 * a) / OutputScale, 2 * ((outputUp * outputUp) + (outputDown * outputDown))),
            new MeanAndVariance(2 * Math.Cosh(2 * a), 2 * ((kernelUp * kernelUp) + (kernelDown * kernelDown))));
    }

    /// <summary>N Var of the output on a test sample.</summary>
    /// <param name="time">t.</param>
    /// <param name="overlap">rho.</param>
    public double TestVariance(double time, double overlap) =>
        (overlap * overlap * At(time).Output.Variance!.Value) + Beside(Exponent(time), overlap);

    /// <summary>Mean tangent kernel with N Var after training, and N Var of the output on a test sample.</summary>
    /// <param name="overlap">rho.</param>
    public (MeanAndVariance TangentKernel, double TestVariance) Converged(double overlap)
    {
        double square = 1 + (OutputScale * OutputScale * Target * Target);
        return (new MeanAndVariance(2 * Math.Sqrt(square), Centred ? 4 : 4 / square), Beside(0.5 * Math.Asinh(OutputScale * Target), overlap));
    }

    private double Exponent(double time) => 0.5 * Math.Log(Growth(time).R);

    /// <summary>F(a(t)), which falls as exp(-2 root t): from the distance of r to the root that it approaches, of which no digits are lost.</summary>
    private double Force(double time)
    {
        (double r, double above, double below) = Growth(time);
        return -above * below / (2 * r);
    }

    /// <summary>r = e^(2a(t)) with its distances to the roots: dr/dt = 2 gamma0 y r - r^2 + 1 has those of r^2 - 2 gamma0 y r - 1.</summary>
    private (double R, double Above, double Below) Growth(double time)
    {
        double pull = OutputScale * Target;
        double root = Math.Sqrt(1 + (pull * pull));
        (double plus, double minus) = (pull + root, pull - root);
        double ratio = (1 - plus) / (1 - minus) * Math.Exp(-2 * root * time);
        double r = (plus - (minus * ratio)) / (1 - ratio);
        return (r, ratio * (plus - minus) / (1 - ratio), r - minus);
    }

    /// <summary>F I_U and F I_V as integrals over time, db = F ds: the factor F(t)/F(s) is at most one, so that neither grows after long training.</summary>
    private (double Up, double Down) Integrals(double time)
    {
        const double Piece = 0.25;
        double start = Centred ? 1 : 0;
        double last = Force(time);
        (double up, double down) = (0, 0);
        int pieces = Math.Max(1, (int)Math.Ceiling(time / Piece));
        for (int piece = 0; piece < pieces; piece++)
        {
            var rule = new GaussLegendre(time * piece / pieces, time * (piece + 1) / pieces, Nodes);
            for (int k = 0; k < Nodes; k++)
            {
                double twice = 2 * Exponent(rule.Nodes[k]);
                double weight = rule.Weights[k] * last / Force(rule.Nodes[k]);
                up += weight * (Math.Exp(twice) - start);
                down += weight * (Math.Exp(-twice) - start);
            }
        }

        return (up, down);
    }

    private double Beside(double a, double overlap) =>
        (1 - (overlap * overlap)) / (OutputScale * OutputScale) * (Centred ? Math.Cosh(2 * a) - (2 * Math.Cosh(a)) + 1 : Math.Cosh(2 * a));
}
