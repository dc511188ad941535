using Numerics.LinearAlgebra.Evidence;
using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Theory.GaussianMixtures;

/// <summary>Averages over Gaussian cavity fields omega ~ N(mean, q) of what training makes of them under the softmax.</summary>
/// <remarks>
/// <para>
/// Trapezoid rule on a rectangular grid along the eigenvectors of q, in a ball of 8 deviations. g is analytic for shifts of a difference of two fields up to i pi whatever V is, so that a step h along a
/// deviation sigma errs by exp(-2 pi a/h + a^2/2), a = pi/(sqrt(2) sigma): the step makes that exp(-digits). Gauss-Hermite rules of a fixed order fail where the fields are wide.
/// </para>
/// <para>Source: L. N. Trefethen and J. A. C. Weideman, The exponentially convergent trapezoidal rule, SIAM Review 56 (2014).</para>
/// Equation: softmax-averages
/// </remarks>
/// <param name="Force">E g.</param>
/// <param name="ForceSquare">E g g', by rows.</param>
/// <param name="Response">-E dg/domega, by rows.</param>
/// <param name="Loss">E of the cross-entropy at P: the loss of a training sample.</param>
/// <param name="Points">Points of the grid.</param>
/// <param name="Outcome">Whether the proximal points of all of them were found.</param>
internal sealed record SoftmaxAverages(double[] Force, double[] ForceSquare, double[] Response, double Loss, int Points, Outcome Outcome)
{
    /// <summary>Error exp(-30) of averages that are of order 1.</summary>
    public const double Fine = 30;

    /// <summary>
    /// Error exp(-16): for derivatives, and residuals that are still above a hundred times that. Where q is a multiple of 1 its eigenvectors, and with them the grid, turn with the smallest change: what
    /// that changes must be far below a difference.
    /// </summary>
    public const double Coarse = 16;

    /// <summary>Error exp(-10): for the first sweeps, which end a hundredth from the fixed point.</summary>
    public const double Rough = 10;

    /// <summary>Most points of a grid.</summary>
    public const double MostPoints = 1e6;

    private const double Reach = 8;

    /// <summary>The averages; null where the grid would have more than <see cref="MostPoints"/> points, or q is not finite.</summary>
    /// <param name="contrasts">Coordinates.</param>
    /// <param name="label">Label of the samples, from 0.</param>
    /// <param name="mean">Mean of omega, biases included.</param>
    /// <param name="q">Covariance of omega, by rows.</param>
    /// <param name="v">V, by rows.</param>
    /// <param name="digits">Natural logarithm of the error.</param>
    public static SoftmaxAverages? Of(LabelContrasts contrasts, int label, double[] mean, double[] q, double[] v, double digits)
    {
        int n = contrasts.Count;
        if (!Array.TrueForAll(q, double.IsFinite) || !Array.TrueForAll(v, double.IsFinite) || !Array.TrueForAll(mean, double.IsFinite))
        {
            return null;
        }

        (double[] values, double[] vectors) = SmallMatrix.Eigen(n, q);
        double[] deviations = [.. values.Select(value => Math.Sqrt(Math.Max(0, value)))];
        double[] steps = [.. deviations.Select(sigma => Spacing(sigma, digits))];
        int[] half = [.. steps.Select(h => (int)Math.Min(1e6, Reach / h))];
        if (half.Aggregate(1.0, (count, side) => count * ((2.0 * side) + 1)) > MostPoints)
        {
            return null;
        }

        var sums = new Sums(n, new SoftmaxProximal(contrasts, label, v), mean, vectors, deviations, steps);
        mean.CopyTo(sums.Proximal.Point);
        sums.Run(half, 0, 0);
        return sums.Result();
    }

    /// <summary>About how many points a grid of n equal deviations has: of the ball.</summary>
    public static double PointsOf(int n, double deviation, double digits)
    {
        double side = Reach / Spacing(deviation, digits);
        return n switch { 1 => 2 * side, 2 => Math.PI * side * side, _ => 4 * Math.PI / 3 * side * side * side };
    }

    /// <summary>Step of the rule in units of the deviation.</summary>
    private static double Spacing(double deviation, double digits)
    {
        double strip = Math.Min(Math.PI / (Math.Sqrt(2) * deviation), Math.Sqrt(2 * digits));
        return 2 * Math.PI * strip / (digits + (0.5 * strip * strip));
    }

    /// <summary>The grid, one axis inside the other; neighbours start each other's search.</summary>
    private sealed class Sums(int n, SoftmaxProximal proximal, double[] mean, double[] vectors, double[] deviations, double[] steps)
    {
        private readonly double[] force = new double[n];
        private readonly double[] square = new double[n * n];
        private readonly double[] response = new double[n * n];
        private readonly double[] here = new double[n * n];
        private readonly double[] z = new double[n];
        private readonly double[] omega = new double[n];
        private double loss;
        private double total;
        private int points;
        private Outcome outcome;
        private bool backwards;

        public SoftmaxProximal Proximal => proximal;

        public void Run(int[] half, int axis, double radius)
        {
            if (axis == n)
            {
                Add(radius);
                return;
            }

            // Lines run to and fro, so that the next point is always a neighbour.
            bool reversed = axis == n - 1 && (backwards = !backwards);
            for (int i = -half[axis]; i <= half[axis]; i++)
            {
                z[axis] = (reversed ? -i : i) * steps[axis];
                double further = radius + (z[axis] * z[axis]);
                if (further <= Reach * Reach)
                {
                    Run(half, axis + 1, further);
                }
            }
        }

        public SoftmaxAverages Result() => new(Scaled(force), Scaled(square), Scaled(response), loss / total, points, outcome);

        private double[] Scaled(double[] sum) => [.. sum.Select(value => value / total)];

        private void Add(double radius)
        {
            for (int i = 0; i < n; i++)
            {
                omega[i] = mean[i];
                for (int k = 0; k < n; k++)
                {
                    omega[i] += vectors[(i * n) + k] * deviations[k] * z[k];
                }
            }

            outcome = Outcomes.Combine(outcome, proximal.Solve(omega));
            proximal.Response(here);
            double weight = Math.Exp(-0.5 * radius);
            total += weight;
            points++;
            loss += weight * proximal.Loss;
            ReadOnlySpan<double> g = proximal.Force;
            for (int i = 0; i < n; i++)
            {
                force[i] += weight * g[i];
                for (int j = 0; j < n; j++)
                {
                    square[(i * n) + j] += weight * g[i] * g[j];
                    response[(i * n) + j] += weight * here[(i * n) + j];
                }
            }
        }
    }
}
