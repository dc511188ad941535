namespace Numerics.Spectra.Analysis;

/// <summary>The logistic loss of a margin and its derivatives, without overflow at any margin and to rounding in the tails.</summary>
/// <remarks>
/// <code>
/// loss(t) = log(1 + e^-t),   -loss'(t) = 1/(1 + e^t) = s,   loss''(t) = s (1 - s)
/// </code>
/// </remarks>
internal static class LogisticLoss
{
    /// <summary>log(1 + e^-t), at least 0.</summary>
    public static double Value(double t) => Math.Max(-t, 0) + Log1P(Math.Exp(-Math.Abs(t)));

    /// <summary>1/(1 + e^t), 0 to 1: minus the derivative.</summary>
    public static double Force(double t) => t >= 0 ? Math.Exp(-t) / (1 + Math.Exp(-t)) : 1 / (1 + Math.Exp(t));

    /// <summary>s (1 - s), 0 to 1/4.</summary>
    public static double Curvature(double t) => Force(t) * Force(-t);

    /// <summary>log(1 + x) to rounding: what 1 + x rounds off cancels in the quotient.</summary>
    internal static double Log1P(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : Math.Log(u) * x / (u - 1);
    }
}
