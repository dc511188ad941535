namespace Numerics.Spectra.Models;

/// <summary>Convex losses of the margin t = y (w.x/sqrt(d) + b).</summary>
public enum MarginLoss
{
    /// <summary>(1 - t)^2/2.</summary>
    Square,

    /// <summary>log(1 + exp(-t)).</summary>
    Logistic,

    /// <summary>max(0, 1 - t).</summary>
    Hinge,
}

/// <summary>Convex penalties of the weights; the bias is never penalised.</summary>
public enum WeightPenalty
{
    /// <summary>(lambda/2) sum of w_i^2.</summary>
    L2,

    /// <summary>lambda sum of |w_i|.</summary>
    L1,
}
