namespace Numerics.Studies.Contract;

/// <summary>Best and first unstable parameter (a learning rate, as a rule) read off a curve of losses on a grid, with the error that the grid leaves.</summary>
public static class SweepMinimum
{
    /// <summary>A minimum counts once the loss has risen by this factor behind it: beyond lies the unstable region with its accidental dips.</summary>
    private const double Rise = 1.5;

    /// <summary>
    /// Learning rate of the smallest loss before the loss first rises by half or training diverges, refined by the parabola through the logarithms of the smallest value and its neighbours; null if no loss exists or the
    /// smallest lies at an end of the grid, where it says nothing.
    /// </summary>
    /// <param name="rates">Learning rates, increasing.</param>
    /// <param name="losses">Losses; null where training diverged.</param>
    public static Estimate Best(IReadOnlyList<double> rates, IReadOnlyList<double?> losses)
    {
        ArgumentNullException.ThrowIfNull(rates);
        ArgumentNullException.ThrowIfNull(losses);
        int best = -1;
        for (int i = 0; i < losses.Count; i++)
        {
            if (losses[i] is not { } loss || (best >= 0 && loss > Rise * losses[best]))
            {
                break;
            }

            best = best < 0 || loss < losses[best] ? i : best;
        }

        if (best <= 0 || best == losses.Count - 1)
        {
            return new Estimate(null);
        }

        double error = GridError(rates[best - 1], rates[best + 1]);
        if (losses[best + 1] is not { } right)
        {
            return new Estimate(rates[best], error);
        }

        double left = losses[best - 1]!.Value;

        double x0 = Math.Log(rates[best - 1] / rates[best]);
        double x2 = Math.Log(rates[best + 1] / rates[best]);
        double y0 = Math.Log(left / losses[best]!.Value);
        double y2 = Math.Log(right / losses[best]!.Value);
        double curvature = ((y2 * x0) - (y0 * x2)) / (x0 * x2 * (x2 - x0));
        double slope = ((y0 * x2 * x2) - (y2 * x0 * x0)) / (x0 * x2 * (x2 - x0));
        return new Estimate(curvature > 0 ? rates[best] * Math.Exp(-slope / (2 * curvature)) : rates[best], error);
    }

    /// <summary>The first learning rate at which training diverges; null if it does at none.</summary>
    public static Estimate FirstUnstable(IReadOnlyList<double> rates, IReadOnlyList<double?> losses)
    {
        ArgumentNullException.ThrowIfNull(rates);
        ArgumentNullException.ThrowIfNull(losses);
        for (int i = 0; i < losses.Count; i++)
        {
            if (losses[i] is null)
            {
                return new Estimate(rates[i], i == 0 ? null : GridError(rates[i - 1], rates[i]));
            }
        }

        return new Estimate(null);
    }

    /// <summary>Standard deviation of a uniform law between two points of the grid: what is known of a place somewhere between them.</summary>
    private static double GridError(double from, double to) => (to - from) / Math.Sqrt(12);
}
