namespace Numerics.Studies.Catalog.DeepLinearSweeps;

/// <summary>Best and largest stable learning rate read off a curve of losses on a grid.</summary>
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
    public static double? Best(IReadOnlyList<double> rates, IReadOnlyList<double?> losses)
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
            return null;
        }

        if (losses[best + 1] is not { } right)
        {
            return rates[best];
        }

        double left = losses[best - 1]!.Value;

        double x0 = Math.Log(rates[best - 1] / rates[best]);
        double x2 = Math.Log(rates[best + 1] / rates[best]);
        double y0 = Math.Log(left / losses[best]!.Value);
        double y2 = Math.Log(right / losses[best]!.Value);
        double curvature = ((y2 * x0) - (y0 * x2)) / (x0 * x2 * (x2 - x0));
        double slope = ((y0 * x2 * x2) - (y2 * x0 * x0)) / (x0 * x2 * (x2 - x0));
        return curvature > 0 ? rates[best] * Math.Exp(-slope / (2 * curvature)) : rates[best];
    }

    /// <summary>The first learning rate at which training diverges; null if it does at none.</summary>
    public static double? FirstUnstable(IReadOnlyList<double> rates, IReadOnlyList<double?> losses)
    {
        ArgumentNullException.ThrowIfNull(rates);
        ArgumentNullException.ThrowIfNull(losses);
        for (int i = 0; i < losses.Count; i++)
        {
            if (losses[i] is null)
            {
                return rates[i];
            }
        }

        return null;
    }
}
