using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Random;

/// <summary>Addressed chi and chi-square numbers: the length of a Gaussian vector without drawing the vector.</summary>
/// <remarks>
/// Method: Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000), exact in law. The rejection
/// attempt is
/// part of the Philox counter (block = row, domain = Chi + 2 attempt, + 1 for the acceptance bits), so no state is carried along and a
/// number
/// depends on (key, column, row, degrees of freedom) only. Determinism: bitwise on every platform.
/// </remarks>
public static class ChiSampler
{
    /// <summary>
    /// Acceptance is above 95% per attempt, so this bound is never met by a correct generator (probability below 10^-1300).
    /// </summary>
    private const uint MaximalAttempts = 1000;

    /// <summary>Chi with <paramref name="degreesOfFreedom"/> degrees of freedom: the root of <see cref="ChiSquareAt"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative row; degrees of freedom not positive and finite.</exception>
    public static double ChiAt(StreamKey key, uint column, long row, double degreesOfFreedom) =>
        Math.Sqrt(ChiSquareAt(key, column, row, degreesOfFreedom));

    /// <summary>
    /// Chi-square with <paramref name="degreesOfFreedom"/> degrees of freedom (mean equal to them); any positive real number.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative row; degrees of freedom not positive and finite.</exception>
    public static double ChiSquareAt(StreamKey key, uint column, long row, double degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        if (!(degreesOfFreedom > 0) || !double.IsFinite(degreesOfFreedom))
        {
            throw new ArgumentOutOfRangeException(
                nameof(degreesOfFreedom), degreesOfFreedom, "Degrees of freedom must be positive and finite.");
        }

        // Gamma(shape) = Gamma(shape + 1) U^(1/shape) lifts small shapes to where the method is valid (shape at least 1).
        double shape = degreesOfFreedom / 2;
        bool lifted = shape < 1;
        double gamma = Gamma(key, column, row, lifted ? shape + 1 : shape, out double spare);
        return 2 * (lifted ? gamma * Exp(Log(spare) / shape) : gamma);
    }

    /// <summary>
    /// Gamma number of the given shape, at least 1, and scale 1; <paramref name="spare"/> is an independent uniform number.
    /// </summary>
    private static double Gamma(StreamKey key, uint column, long row, double shape, out double spare)
    {
        double d = shape - (1.0 / 3.0);
        double c = 1 / Math.Sqrt(9 * d);
        for (uint attempt = 0; attempt < MaximalAttempts; attempt++)
        {
            uint domain = CounterDomain.Chi + (2 * attempt);
            (uint x0, uint x1, uint x2, uint x3) = Philox4x32.Block(key, (uint)row, (uint)(row >> 32), column, domain);
            (double x, _) = AddressedFill.Pair<GaussianWords>(x0, x1, x2, x3);
            (x0, x1, x2, x3) = Philox4x32.Block(key, (uint)row, (uint)(row >> 32), column, domain + 1);
            (double u, spare) = AddressedFill.Pair<UniformWords>(x0, x1, x2, x3);
            double root = 1 + (c * x);
            if (root > 0)
            {
                double v = root * root * root;
                if (Log(u) < (0.5 * x * x) + d - (d * v) + (d * Log(v)))
                {
                    return d * v;
                }
            }
        }

        throw new InvalidOperationException("The rejection sampler of the chi law did not accept: the random words are defective.");
    }

    private static double Log(double x) => LaneLog.Log<SingleLane<double>, double>(new SingleLane<double>(x)).Value;

    private static double Exp(double x) => LaneExp.Exp<SingleLane<double>, double>(new SingleLane<double>(x)).Value;
}
