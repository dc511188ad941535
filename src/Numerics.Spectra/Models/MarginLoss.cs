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
