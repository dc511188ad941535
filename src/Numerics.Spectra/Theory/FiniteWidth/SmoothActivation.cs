using MathNet.Numerics;
using Numerics.Kernels.Elementwise;

namespace Numerics.Spectra.Theory.FiniteWidth;

/// <summary>phi(h) with its first two derivatives, one number at a time.</summary>
/// <remarks>relu has no second derivative at 0; elsewhere it is 0, which is what is returned.</remarks>
internal static class SmoothActivation
{
    /// <summary>phi, phi', phi''.</summary>
    public static (double Value, double First, double Second) At(ActivationKind kind, double h)
    {
        switch (kind)
        {
            case ActivationKind.Linear:
                return (h, 1, 0);
            case ActivationKind.Tanh:
                double t = Math.Tanh(h);
                double slope = 1 - (t * t);
                return (t, slope, -2 * t * slope);
            case ActivationKind.Erf:
                double bell = Math.Exp(-Math.PI * h * h / 4);
                return (SpecialFunctions.Erf(Math.Sqrt(Math.PI) / 2 * h), bell, -Math.PI / 2 * h * bell);
            case ActivationKind.Sine:
                return (Math.Sin(h), Math.Cos(h), -Math.Sin(h));
            case ActivationKind.Relu:
                return h > 0 ? (Math.Sqrt(2) * h, Math.Sqrt(2), 0) : (0, 0, 0);
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown activation.");
        }
    }
}
