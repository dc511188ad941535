namespace Numerics.Spectra.Models;

/// <summary>The Gaussian on a circle of circumference 1: W_d(x) = sum_n exp(-(x + n)^2/(2 d^2))/(sqrt(2 pi) d), integral 1.</summary>
/// <remarks>Fourier coefficients exp(-2 pi^2 k^2 d^2), real and even in k. Sums end where terms are below double precision.</remarks>
public static class WrappedGaussian
{
    /// <summary>Distances in ranges beyond which the density is below 2^-53 of its peak.</summary>
    public const double Reach = 9;

    /// <summary>W_d(x).</summary>
    /// <param name="x">Any position.</param>
    /// <param name="range">d, positive.</param>
    public static double Density(double x, double range)
    {
        double near = x - Math.Round(x);
        int images = (int)Math.Ceiling((Reach * range) + 0.5);
        double sum = 0;
        for (int n = -images; n <= images; n++)
        {
            double distance = (near + n) / range;
            sum += Math.Exp(-distance * distance / 2);
        }

        return sum / (Math.Sqrt(2 * Math.PI) * range);
    }

    /// <summary>Fourier coefficient of a wave vector, the product over the axes.</summary>
    /// <param name="squaredWaveNumber">k^2, summed over the axes.</param>
    /// <param name="range">d.</param>
    public static double Coefficient(double squaredWaveNumber, double range) => Math.Exp(-2 * Math.PI * Math.PI * squaredWaveNumber * range * range);

    /// <summary>Fourier coefficient k of W_d squared: sum_n of the coefficients n and k - n.</summary>
    public static double SquareCoefficient(int k, double range)
    {
        // A term is largest at n = k/2 and falls as exp(-4 pi^2 (n - k/2)^2 d^2).
        int reach = (int)Math.Ceiling(1.5 / range) + 1;
        double sum = 0;
        for (int n = (k / 2) - reach; n <= (k / 2) + reach; n++)
        {
            sum += Coefficient(((double)n * n) + ((double)(k - n) * (k - n)), range);
        }

        return sum;
    }
}
