using MathNet.Numerics;

namespace Numerics.Spectra.Analysis;

/// <summary>Density and distribution function of a standard normal number, both accurate in the tails.</summary>
internal static class NormalLaw
{
    /// <summary>exp(-x^2/2)/sqrt(2 pi).</summary>
    public static double Density(double x) => Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);

    /// <summary>Probability below <paramref name="x"/>, to relative precision also where it is small.</summary>
    public static double Below(double x) => 0.5 * SpecialFunctions.Erfc(-x / Constants.Sqrt2);

    /// <summary>Probability between two points, without cancellation where both are on one side.</summary>
    public static double Between(double low, double high) => low > 0 ? Below(-low) - Below(-high) : Below(high) - Below(low);
}
