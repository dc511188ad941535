namespace Numerics.Spectra.Alignment;

/// <summary>Critical times read off curves over training: peaks, collapses, zero crossings, growth.</summary>
/// <remarks>
/// <code>
/// peak: the time of the largest value after t = 10, refined by the parabola through its neighbours in ln t
/// collapse: the first later time at which a curve has fallen to half of its peak       zero: the first change from plus to minus
/// loss rate: -d ln L/dt from ln L at 160 times evenly spaced in ln t, mean of 7 neighbours
/// </code>
/// <para>Between two times values are linear in ln t. A peak at the first or last time is none. Source: docs/siren-alignment.md, section 4.</para>
/// Equation: transition-times
/// </remarks>
public static class TransitionDetector
{
    /// <summary>Peaks before this step are those of the initial transient.</summary>
    public const double Transient = 10;

    private const int RatePoints = 160;
    private const int Smoothing = 7;

    /// <summary>The time of the largest value beyond the transient; null if it lies at an end.</summary>
    /// <param name="times">Positive, increasing.</param>
    /// <param name="values">As many.</param>
    public static double? Peak(IReadOnlyList<double> times, IReadOnlyList<double> values) =>
        PeakIndex(times, values) is { } best ? Refined(times, values, best) : null;

    /// <summary>The first time after the peak at which the curve has fallen to half of it; null if there is none.</summary>
    public static double? Collapse(IReadOnlyList<double> times, IReadOnlyList<double> values)
    {
        if (PeakIndex(times, values) is not { } best)
        {
            return null;
        }

        return Crossing(times, values, best, values[best] / 2);
    }

    /// <summary>The first time at which a curve falls through zero; null if it begins below, or never does.</summary>
    public static double? Zero(IReadOnlyList<double> times, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Count > 0 && values[0] > 0 ? Crossing(times, values, 0, 0) : null;
    }

    /// <summary>The time at which a positive curve grows fastest, relative to itself and to time.</summary>
    public static double? Growth(IReadOnlyList<double> times, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(values);
        return values.Any(value => !(value > 0)) ? null : Peak(times, Derivative([.. times.Select(value => Math.Log(value))], [.. values.Select(value => Math.Log(value))]));
    }

    /// <summary>The loss rate -d ln L/dt, smoothed, at times evenly spaced in their logarithm; empty for fewer than 16 steps or a loss of zero.</summary>
    /// <param name="losses">L at the steps 0, 1, 2, ...</param>
    public static (double[] Times, double[] Rates) LossRate(IReadOnlyList<double> losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        const int fewest = 16;
        int last = losses.Count - 1;
        if (last < fewest || losses.Any(loss => !(loss > 0)))
        {
            return ([], []);
        }

        double[] x = [.. Enumerable.Range(0, RatePoints).Select(k => Math.Log(last) * k / (RatePoints - 1))];
        double[] logs = [.. x.Select(value => LogLoss(losses, Math.Min(last, Math.Exp(value))))];
        double[] times = [.. x.Select(value => Math.Min(last, Math.Exp(value)))];
        double[] rates = [.. Derivative(times, logs).Select(slope => -slope)];
        return (times, [.. Enumerable.Range(0, RatePoints).Select(k => Mean(rates, k))]);
    }

    /// <summary>Derivative of y along x: central differences of second order, one-sided at the ends.</summary>
    public static double[] Derivative(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        int last = x.Count - 1;
        return [.. Enumerable.Range(0, x.Count).Select(k =>
        {
            if (k == 0 || k == last)
            {
                int from = k == 0 ? 0 : last - 1;
                return last == 0 ? 0 : (y[from + 1] - y[from]) / (x[from + 1] - x[from]);
            }

            (double before, double after) = (x[k] - x[k - 1], x[k + 1] - x[k]);
            return ((before * before * (y[k + 1] - y[k])) + (after * after * (y[k] - y[k - 1]))) / (before * after * (before + after));
        })];
    }

    private static double LogLoss(IReadOnlyList<double> losses, double time)
    {
        int step = Math.Min((int)time, losses.Count - 2);
        double part = time - step;
        return ((1 - part) * Math.Log(losses[step])) + (part * Math.Log(losses[step + 1]));
    }

    private static double Mean(double[] values, int centre)
    {
        int reach = Math.Min(Smoothing / 2, Math.Min(centre, values.Length - 1 - centre));
        return values.AsSpan(centre - reach, (2 * reach) + 1).ToArray().Average();
    }

    private static int? PeakIndex(IReadOnlyList<double> times, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(values);
        int first = 0;
        while (first < times.Count && times[first] <= Transient)
        {
            first++;
        }

        if (times.Count - first < 3)
        {
            return null;
        }

        int best = first;
        for (int k = first; k < times.Count; k++)
        {
            best = values[k] > values[best] ? k : best;
        }

        return best == first || best == times.Count - 1 ? null : best;
    }

    private static double Refined(IReadOnlyList<double> times, IReadOnlyList<double> values, int best)
    {
        double left = Math.Log(times[best - 1] / times[best]);
        double right = Math.Log(times[best + 1] / times[best]);
        double down = values[best - 1] - values[best];
        double up = values[best + 1] - values[best];
        double curvature = ((down / left) - (up / right)) / (left - right);
        double slope = ((up * left / right) - (down * right / left)) / (left - right);
        return curvature < 0 ? times[best] * Math.Exp(Math.Clamp(-slope / (2 * curvature), left, right)) : times[best];
    }

    private static double? Crossing(IReadOnlyList<double> times, IReadOnlyList<double> values, int from, double level)
    {
        for (int k = from + 1; k < times.Count; k++)
        {
            if (values[k] <= level && values[k - 1] > level)
            {
                double part = (values[k - 1] - level) / (values[k - 1] - values[k]);
                return times[k - 1] > 0 ? times[k - 1] * Math.Pow(times[k] / times[k - 1], part) : times[k] * part;
            }
        }

        return null;
    }
}
