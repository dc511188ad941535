using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.SpatialNetworks;

/// <summary>The disk of eigenvalues of a matrix with independent entries whose variance depends on the two populations.</summary>
/// <remarks>
/// <code>
/// R^2 = spectral radius of V_0
/// q_a  = (V' q)_a /(r^2 + (V' q)_a (V_0 qt)_a),   qt_a = (V_0 qt)_a /(r^2 + (V' q)_a (V_0 qt)_a),   sum_a f_a q_a = sum_a f_a qt_a
/// F(r) = 1 - sum_a f_a q_a (V_0 qt)_a,            V'_ba = (N_a/N_b) V_0[a,b],   f_a = N_a/N
/// </code>
/// F(r) is the fraction of eigenvalues with modulus below r &lt; R; the density depends on the modulus only and is not uniform. The space drops out: rows of the variance profile sum to V_0.
/// Reference: N. Cook, W. Hachem, J. Najim, D. Renfrew, Electron. J. Probab. 23, 110 (2018).
/// Equation: variance-profile-radial-law
/// </remarks>
public sealed class VarianceProfileBulk
{
    private const int MostSweeps = 2_000_000;
    private const double Tolerance = 1e-14;

    private readonly PopulationMatrix rows;
    private readonly PopulationMatrix columns;
    private readonly double f0;

    /// <summary>From the sums of the variance over the sources of a row.</summary>
    /// <param name="rows">V_0, not negative.</param>
    /// <param name="excitatory">N_E.</param>
    /// <param name="inhibitory">N_I.</param>
    public VarianceProfileBulk(PopulationMatrix rows, int excitatory, int inhibitory)
    {
        this.rows = rows;
        double ratio = (double)excitatory / inhibitory;
        columns = new PopulationMatrix(rows.EE, rows.IE / ratio, rows.EI * ratio, rows.II);
        f0 = excitatory / (double)(excitatory + inhibitory);
        Radius = Math.Sqrt(rows.SpectralRadius);
    }

    /// <summary>R; depends on the size through the number of inputs.</summary>
    public double Radius { get; }

    /// <summary>Of a network.</summary>
    public static VarianceProfileBulk Of(SpatialNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        // Where every connection exists and all synapses are equal, rounding makes the variance a little negative.
        PopulationMatrix computed = ModeMatrices.Variance(network, default);
        return new(PopulationMatrix.Of((a, b) => Math.Max(0, computed[a, b])), network.Excitatory, network.Inhibitory);
    }

    /// <summary>F(r), 0 at r = 0 and 1 from R on.</summary>
    /// <param name="radius">r, not negative.</param>
    /// <exception cref="ArithmeticException">The iteration did not converge.</exception>
    public double Fraction(double radius)
    {
        if (radius >= Radius || Radius == 0)
        {
            return 1;
        }

        if (radius <= 0)
        {
            return 0;
        }

        // In units of R; the solution scales with 1/R.
        double scale = 1 / (Radius * Radius);
        PopulationMatrix v = scale * rows, w = scale * columns;
        double r2 = radius * radius * scale;
        double f1 = 1 - f0;
        (double q0, double q1, double t0, double t1) = (1, 1, 1, 1);
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            (double a0, double a1) = w.Apply(q0, q1);
            (double b0, double b1) = v.Apply(t0, t1);
            double n0 = r2 + (a0 * b0), n1 = r2 + (a1 * b1);
            (double p0, double p1, double s0, double s1) = ((q0 + (a0 / n0)) / 2, (q1 + (a1 / n1)) / 2, (t0 + (b0 / n0)) / 2, (t1 + (b1 / n1)) / 2);
            double balance = Math.Sqrt(((f0 * s0) + (f1 * s1)) / ((f0 * p0) + (f1 * p1)));
            (p0, p1, s0, s1) = (p0 * balance, p1 * balance, s0 / balance, s1 / balance);
            double change = Math.Abs(p0 - q0) + Math.Abs(p1 - q1) + Math.Abs(s0 - t0) + Math.Abs(s1 - t1);
            double size = p0 + p1 + s0 + s1;
            (q0, q1, t0, t1) = (p0, p1, s0, s1);
            if (change <= Tolerance * size)
            {
                (b0, b1) = v.Apply(t0, t1);
                return Math.Clamp(1 - (f0 * q0 * b0) - (f1 * q1 * b1), 0, 1);
            }
        }

        throw new ArithmeticException($"The radial law at {radius / Radius:G4} R did not converge within {MostSweeps} sweeps; use a smaller radius.");
    }

    /// <summary>The radius below which a fraction of the eigenvalues lies.</summary>
    /// <param name="probability">Between 0 and 1.</param>
    /// <exception cref="ArithmeticException">An iteration did not converge.</exception>
    public double Quantile(double probability)
    {
        (double low, double high) = (0, Radius);
        while (high - low > 1e-9 * Radius)
        {
            double middle = (low + high) / 2;
            (low, high) = Fraction(middle) < probability ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
