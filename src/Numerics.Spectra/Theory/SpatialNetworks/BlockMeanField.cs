using System.Numerics;
using MathNet.Numerics.IntegralTransforms;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.SpatialNetworks;

/// <summary>The dynamical mean-field theory of a rate network of two populations whose mean modes are silent: each population is a Gaussian process.</summary>
/// <remarks>
/// <code>
/// (1 - d^2/dt^2) C_a(t) = sum_b V_0[a,b] Q_b(t) + noise^2 delta(t),   Q_b(t) = E phi_b(x) phi_b(y),
/// </code>
/// (x, y) Gaussian with variances C_b(0) and covariance C_b(t); phi_E = tanh, phi_I = 5 tanh(x/5). Space drops out: V_0 are the row sums of the variance (<see cref="ModeMatrices"/>).
/// Q is the Hermite series sum_m c_m^2 (C(t)/C(0))^m; the equation is solved on a periodic grid of time by damped iteration. Valid while the outliers have real parts below 1 (phi is odd).
/// Without noise C = 0 for R &lt; 1.
/// Reference: J. Aljadeff, M. Stern, T. Sharpee, Phys. Rev. Lett. 114, 088101 (2015); J. Kadmon, H. Sompolinsky, Phys. Rev. X 5, 041030 (2015).
/// Equation: block-mean-field
/// </remarks>
public sealed class BlockMeanField
{
    private const int Points = 4096;
    private const double Spacing = 0.05;
    private const double Period = Points * Spacing;
    private const double Damping = 0.4;
    private const double Tolerance = 1e-9;
    private const int MostSweeps = 20_000;

    private readonly double[][] covariance;

    private BlockMeanField(double[][] covariance, int sweeps) => (this.covariance, Sweeps) = (covariance, sweeps);

    /// <summary>Iterations that were needed.</summary>
    public int Sweeps { get; }

    /// <summary>Solves it.</summary>
    /// <param name="rows">V_0, not negative.</param>
    /// <param name="noise">Standard deviation of the noise per square root of time.</param>
    /// <exception cref="ArithmeticException">The iteration did not converge.</exception>
    public static BlockMeanField Solve(PopulationMatrix rows, double noise)
    {
        double[] free = [.. Enumerable.Range(0, Points).Select(i => noise * noise / 2 * Math.Exp(-Math.Min(i, Points - i) * Spacing))];
        if (rows.SpectralRadius <= 1 && noise == 0)
        {
            return new([free, free], 0);
        }

        double[] kernel = [.. Enumerable.Range(0, Points).Select(k => 1 / (1 + Math.Pow(2 * Math.PI * Math.Min(k, Points - k) / Period, 2)))];
        HermiteSeries[] responses = [new(1), new(SpatialNetwork.InhibitoryCeiling)];
        double[][] c = [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, Points).Select(i => 2 * Math.Exp(-Math.Min(i, Points - i) * Spacing / 2)).ToArray())];
        double[][] q = [new double[Points], new double[Points]];
        var spectrum = new Complex[Points];
        for (int sweep = 1; sweep <= MostSweeps; sweep++)
        {
            for (int b = 0; b < 2; b++)
            {
                responses[b].Correlation(c[b], q[b]);
            }

            // The kernel is real and even: it acts on the real and the imaginary part of a transform separately, one population each.
            for (int i = 0; i < Points; i++)
            {
                spectrum[i] = new Complex((rows.EE * q[0][i]) + (rows.EI * q[1][i]), (rows.IE * q[0][i]) + (rows.II * q[1][i]));
            }

            Fourier.Forward(spectrum, FourierOptions.Matlab);
            for (int k = 0; k < Points; k++)
            {
                spectrum[k] *= kernel[k];
            }

            Fourier.Inverse(spectrum, FourierOptions.Matlab);
            double change = Math.Max(Relax(c[0], free, spectrum, z => z.Real), Relax(c[1], free, spectrum, z => z.Imaginary));
            if (change <= Tolerance * Damping)
            {
                return new(c, sweep);
            }
        }

        throw new ArithmeticException($"The mean-field theory at bulk radius {Math.Sqrt(rows.SpectralRadius):G4} did not converge within {MostSweeps} sweeps; take a radius further from 1.");
    }

    /// <summary>C_a(t), by cubic interpolation on a grid of 0.05.</summary>
    /// <param name="population">0 excitatory, 1 inhibitory.</param>
    /// <param name="lag">t, 0 to 80.</param>
    public double Autocovariance(int population, double lag)
    {
        double[] c = covariance[population];
        double at = lag / Spacing;
        int i = (int)Math.Floor(at);
        double u = at - i;
        double At(int k) => c[((k % Points) + Points) % Points];
        double p0 = At(i - 1), p1 = At(i), p2 = At(i + 1), p3 = At(i + 2);
        return u == 0 ? p1 : p1 + (u / 2 * (p2 - p0 + (u * ((2 * p0) - (5 * p1) + (4 * p2) - p3 + (u * ((3 * (p1 - p2)) + p3 - p0))))));
    }

    /// <summary>Root mean square of tanh(x) of the excitatory population.</summary>
    public double Activity()
    {
        double[] q = new double[1];
        new HermiteSeries(1).Correlation([covariance[0][0]], q);
        return Math.Sqrt(q[0]);
    }

    /// <summary>One damped step; returns the largest change relative to the variance.</summary>
    private static double Relax(double[] c, double[] free, Complex[] filtered, Func<Complex, double> part)
    {
        double change = 0, unit = Math.Max(c[0], 1e-300);
        for (int i = 0; i < Points; i++)
        {
            double step = Damping * (part(filtered[i]) + free[i] - c[i]);
            change = Math.Max(change, Math.Abs(step) / unit);
            c[i] += step;
        }

        return change;
    }

    /// <summary>E phi(x) phi(y) for phi = s tanh(x/s) by odd Hermite polynomials, which have norm 1 under the Gaussian.</summary>
    private sealed class HermiteSeries
    {
        private const int Terms = 160;
        private const int Nodes = 700;
        private const double Reach = 13;
        private const double Rounding = -39;

        private readonly double ceiling;
        private readonly double[] nodes = new double[Nodes];
        private readonly double[] density = new double[Nodes];

        /// <summary>Row m: polynomial 2 m + 1 times the weight at the nodes, both signs of a node in one.</summary>
        private readonly double[][] weighted = new double[Terms][];
        private readonly double[] power = new double[Terms];

        public HermiteSeries(double ceiling)
        {
            this.ceiling = ceiling;
            // The trapezoidal rule converges exponentially: the integrand is analytic and vanishes at the ends.
            double spacing = Reach / Nodes;
            for (int m = 0; m < Terms; m++)
            {
                weighted[m] = new double[Nodes];
            }

            for (int j = 0; j < Nodes; j++)
            {
                double z = (j + 0.5) * spacing;
                nodes[j] = z;
                density[j] = 2 * spacing * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
                double weight = 2 * spacing * Math.Exp(-z * z / 4) / Math.Sqrt(2 * Math.PI);
                // The other root of the weight keeps the recurrence within bounds.
                double before = 0, own = Math.Exp(-z * z / 4);
                for (int m = 0; m < 2 * Terms; m++)
                {
                    if (m % 2 == 1)
                    {
                        weighted[m / 2][j] = weight * own;
                    }

                    (before, own) = (own, ((z * own) - (Math.Sqrt(m) * before)) / Math.Sqrt(m + 1));
                }
            }
        }

        /// <summary>Q of every covariance; the first is the variance.</summary>
        public void Correlation(double[] c, double[] q)
        {
            double deviation = Math.Sqrt(Math.Max(c[0], 0));
            if (deviation == 0)
            {
                Array.Clear(q);
                return;
            }

            double[] phi = [.. nodes.Select(z => ceiling * Math.Tanh(deviation * z / ceiling))];
            // E phi^2, which the powers of all polynomials add up to.
            double total = 0;
            for (int j = 0; j < Nodes; j++)
            {
                total += density[j] * phi[j] * phi[j];
            }

            int terms = 0;
            for (double rest = total; terms < Terms && rest > 1e-14 * total; terms++)
            {
                double sum = 0;
                double[] row = weighted[terms];
                for (int j = 0; j < row.Length; j++)
                {
                    sum += row[j] * phi[j];
                }

                power[terms] = sum * sum;
                rest -= power[terms];
            }

            int half = c.Length / 2;
            for (int i = 0; i <= half; i++)
            {
                double ratio = Math.Clamp(c[i] / c[0], -1, 1), square = ratio * ratio, sum = 0;
                // Beyond it powers of the ratio are below rounding.
                int needed = square >= 1 ? terms : (int)Math.Min(terms, 2 + (Rounding / Math.Log(Math.Max(square, 1e-300))));
                for (int m = needed - 1; m >= 0; m--)
                {
                    sum = (sum * square) + power[m];
                }

                q[i] = sum * ratio;
                q[(c.Length - i) % c.Length] = q[i];
            }

            // What the series leaves out counts at lag 0 only, where the sum of all powers is known.
            q[0] = total;
        }
    }
}
