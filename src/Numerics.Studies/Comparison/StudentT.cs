using MathNet.Numerics;

namespace Numerics.Studies.Comparison;

/// <summary>Tails of Student's t distribution, accurate far out (the library's own quantile stops at |t| = 800).</summary>
internal static class StudentT
{
    /// <summary>Probability that |t| exceeds <paramref name="t"/>: I_x(nu/2, 1/2) with x = nu / (nu + t^2).</summary>
    /// <param name="t">Limit, not negative.</param>
    /// <param name="degreesOfFreedom">nu &gt; 0; infinity for the normal distribution.</param>
    public static double TwoSidedTail(double t, double degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(t);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degreesOfFreedom);
        if (double.IsInfinity(t))
        {
            return 0;
        }

        if (t == 0)
        {
            return 1;
        }

        return double.IsInfinity(degreesOfFreedom)
            ? SpecialFunctions.Erfc(t / Math.Sqrt(2))
            : SpecialFunctions.BetaRegularized(degreesOfFreedom / 2, 0.5, degreesOfFreedom / (degreesOfFreedom + (t * t)));
    }

    /// <summary>The t that |t| exceeds with probability <paramref name="probability"/>, by bisection on log t to full precision.</summary>
    /// <param name="probability">Two-sided probability, 0 &lt; p &lt; 1.</param>
    /// <param name="degreesOfFreedom">nu &gt; 0; infinity for the normal distribution.</param>
    public static double CriticalValue(double probability, double degreesOfFreedom)
    {
        if (!(probability > 0 && probability < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), $"Probability {probability} is not between 0 and 1.");
        }

        double low = -60;
        double high = 60;
        while (high - low > 1e-14)
        {
            double middle = (low + high) / 2;
            if (middle <= low || middle >= high)
            {
                break;
            }

            if (TwoSidedTail(Math.Exp(middle), degreesOfFreedom) > probability)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return Math.Exp((low + high) / 2);
    }
}
