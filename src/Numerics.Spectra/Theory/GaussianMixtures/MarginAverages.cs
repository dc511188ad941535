using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.GaussianMixtures;

/// <summary>
/// Averages over the cavity margin omega ~ N(mean, deviation^2) of what training makes of it, the proximal point P.
/// </summary>
/// <remarks>
/// <code>
/// P(omega; V) = argmin_t [ (t - omega)^2/(2V) + loss(t) ],   g = (P - omega)/V = -loss'(P),   g' = dg/domega
/// </code>
/// <para>All losses are written in the margin, so that labels enter the mean only. P falls with omega through 0 at omega = V loss'(0): the training error needs no quadrature.</para>
/// <para>Source: Loureiro et al. 2021.</para>
/// </remarks>
/// <param name="Force">E g, at least 0 for logistic and hinge loss.</param>
/// <param name="ForceSquare">E g^2.</param>
/// <param name="Response">E g', not positive.</param>
/// <param name="Loss">E loss(P): the loss of a training sample.</param>
/// <param name="Wrong">Probability of P &lt; 0: the training error.</param>
internal readonly record struct MarginAverages(double Force, double ForceSquare, double Response, double Loss, double Wrong)
{
    /// <summary>The averages of a loss at susceptibility <paramref name="v"/>.</summary>
    public static MarginAverages Of(MarginLoss loss, double mean, double deviation, double v) => loss switch
    {
        MarginLoss.Square => SquareMargin.Averages(mean, deviation, v),
        MarginLoss.Hinge => HingeMargin.Averages(mean, deviation, v),
        _ => LogisticMargin.Averages(mean, deviation, v),
    };
}
