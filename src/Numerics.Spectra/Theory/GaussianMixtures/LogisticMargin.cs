using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Theory.GaussianMixtures;

/// <summary>Margins of training samples under the logistic loss log(1 + exp(-t)), by quadrature over graded panels.</summary>
/// <remarks>
/// <code>
/// P = omega + V/(1 + e^P),   g = 1/(1 + e^P) =: s,   g' = -s (1 - s)/(1 + V s (1 - s)),   P &lt; 0 iff omega &lt; -V/2
/// </code>
/// <para>
/// g bends near omega = 0 and omega = -V over distances of order 1, whatever the deviation: Gauss-Hermite rules miss that where the deviation is large. Panels end at the two places, at
/// distances 1, 2, 4, ... from them, and at steps of the Gaussian; each has a Gauss-Legendre rule of 16 points.
/// </para>
/// <para>Source: Loureiro et al. 2021.</para>
/// Equation: logistic-margin
/// </remarks>
internal static class LogisticMargin
{
    // From -38 deviations the density is above the smallest number: where g ~ exp(-omega), averages come from far below the mean.
    private const double Lowest = -38;
    private const double Highest = 10;
    private const double Step = 1.5;

    private static readonly GaussLegendre Rule = new(0, 1, 16);

    /// <summary>Averages over omega ~ N(mean, deviation^2).</summary>
    public static MarginAverages Averages(double mean, double deviation, double v)
    {
        double force = 0, square = 0, response = 0, loss = 0;
        double[] ends = Panels(mean, deviation, v);
        double start = ends[0] + (0.5 * v);
        for (int panel = 0; panel + 1 < ends.Length; panel++)
        {
            double width = ends[panel + 1] - ends[panel];
            for (int i = 0; i < Rule.Nodes.Length; i++)
            {
                double omega = ends[panel] + (width * Rule.Nodes[i]);
                double weight = Rule.Weights[i] * width / deviation * NormalLaw.Density((omega - mean) / deviation);
                double p = start = Proximal(omega, v, start);
                double g = LogisticLoss.Force(p);
                double curvature = LogisticLoss.Curvature(p);
                force += weight * g;
                square += weight * g * g;
                response -= weight * curvature / (1 + (v * curvature));
                loss += weight * LogisticLoss.Value(p);
            }
        }

        return new(force, square, response, loss, NormalLaw.Below(((-0.5 * v) - mean) / deviation));
    }

    /// <summary>The zero of t - omega - V/(1 + e^t), which lies in [omega, omega + V]: Newton steps, halving where one leaves the bracket.</summary>
    internal static double Proximal(double omega, double v, double start)
    {
        double low = omega;
        double high = omega + v;
        double t = Math.Clamp(start, low, high);
        for (int iteration = 0; iteration < 200; iteration++)
        {
            double s = LogisticLoss.Force(t);
            double value = t - omega - (v * s);
            if (value > 0)
            {
                high = t;
            }
            else
            {
                low = t;
            }

            double next = t - (value / (1 + (v * s * (1 - s))));
            next = next >= low && next <= high ? next : 0.5 * (low + high);
            if (Math.Abs(next - t) <= 4e-16 * (1 + Math.Abs(t)) || high <= low)
            {
                return next;
            }

            t = next;
        }

        return t;
    }

    private static double[] Panels(double mean, double deviation, double v)
    {
        double low = mean + (Lowest * deviation);
        double high = mean + (Highest * deviation);
        SortedSet<double> ends = [low, high];
        for (double z = Lowest + Step; z < Highest; z += Step)
        {
            ends.Add(mean + (z * deviation));
        }

        foreach (double place in (double[])[0, -v])
        {
            for (double distance = 0; distance <= high - low; distance = distance == 0 ? 1 : 2 * distance)
            {
                ends.UnionWith(((double[])[place - distance, place + distance]).Where(end => end > low && end < high));
            }
        }

        return [.. ends];
    }
}
