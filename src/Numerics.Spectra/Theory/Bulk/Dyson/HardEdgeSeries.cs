namespace Numerics.Spectra.Theory.Bulk.Dyson;

/// <summary>The density beside a hard edge by its series, where the equation is too ill conditioned to be solved to all digits.</summary>
/// <remarks>
/// <code>
/// rho(d) = d^(-p) (a_0 + a_1 t + ... + a_4 t^4),   t = d^(1 - p),   d the distance from the edge
/// </code>
/// <para>p is a fraction, since resolvents of polynomials are algebraic; the coefficients are those through five densities at t_0, 2 t_0, ..., 5 t_0. What is left out is of order t_0^5 at
/// the end of the reach.</para>
/// <para>Source: derived here; exponents as in the products of P. J. Forrester and D.-Z. Liu, J. Phys. A 48 (2015) 405201, p = (K - 1)/(K + 1).</para>
/// </remarks>
internal sealed class HardEdgeSeries
{
    // Below this part of a band the digits of solutions fall off: a product of two keeps 1e-10 of its mass above, 1e-7 below.
    private const double RelativeReach = 3e-5;

    // A measured power is as far from its fraction as the second term of the series makes it.
    private const double PowerTolerance = 2e-3;
    private const int LargestDenominator = 12;
    private const int Terms = 5;

    private readonly double power;
    private readonly double unit;
    private readonly double[] values = new double[Terms];

    private HardEdgeSeries(Func<double, double> density, double length, double power)
    {
        this.power = power;
        Reach = RelativeReach * length;
        unit = Math.Pow(Reach, 1 - power);
        for (int k = 0; k < Terms; k++)
        {
            double distance = Math.Pow((k + 1) * unit, 1 / (1 - power));
            values[k] = density(distance) * Math.Pow(distance, power);
        }
    }

    /// <summary>Distance below which it stands for the density.</summary>
    public double Reach { get; }

    /// <summary>The series of a band; null if the measured power is near no fraction.</summary>
    /// <param name="density">Density at a distance from the edge.</param>
    /// <param name="length">Length of the band.</param>
    /// <param name="measured">p from densities, from 0 to below 1.</param>
    /// <exception cref="DysonException">A density was not found.</exception>
    public static HardEdgeSeries? Of(Func<double, double> density, double length, double measured)
    {
        for (int denominator = 1; denominator <= LargestDenominator; denominator++)
        {
            double fraction = Math.Round(measured * denominator) / denominator;
            if (fraction < 1 && Math.Abs(measured - fraction) < PowerTolerance)
            {
                return new HardEdgeSeries(density, length, fraction);
            }
        }

        return null;
    }

    /// <summary>Density at a distance from zero to the reach, by Lagrange's formula in t.</summary>
    public double Density(double distance)
    {
        double t = Math.Pow(distance, 1 - power) / unit;
        double sum = 0;
        for (int k = 0; k < Terms; k++)
        {
            double term = values[k];
            for (int j = 0; j < Terms; j++)
            {
                term *= j == k ? 1 : (t - (j + 1)) / (k - j);
            }

            sum += term;
        }

        return Math.Max(0, sum) * Math.Pow(distance, -power);
    }
}
