namespace Numerics.Spectra.Models;

/// <summary>Convex penalties of the weights; the bias is never penalised.</summary>
public enum WeightPenalty
{
    /// <summary>(lambda/2) sum of w_i^2.</summary>
    L2,

    /// <summary>lambda sum of |w_i|.</summary>
    L1,
}
