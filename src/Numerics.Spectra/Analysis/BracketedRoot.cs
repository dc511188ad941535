namespace Numerics.Spectra.Analysis;

/// <summary>
/// A zero of a continuous function between two points of opposite sign: Brent's method.
/// </summary>
/// <remarks>
/// <para>Inverse quadratic or secant steps as long as they shrink the bracket fast enough, bisection otherwise; the bracket never opens.</para>
/// <para>Source: R. P. Brent, Algorithms for Minimization without Derivatives (1973), chapter 4.</para>
/// </remarks>
internal static class BracketedRoot
{
    /// <summary>The zero in [low, high] to relative precision <paramref name="tolerance"/>; f(low) and f(high) differ in sign.</summary>
    public static double Find(Func<double, double> f, double low, double valueLow, double high, double valueHigh, double tolerance)
    {
        (double a, double fa, double b, double fb) = (low, valueLow, high, valueHigh);
        (double c, double fc) = (a, fa);
        double step = b - a;
        double previous = step;
        for (int iteration = 0; iteration < 200 && fb != 0; iteration++)
        {
            if (Math.Sign(fb) == Math.Sign(fc))
            {
                (c, fc) = (a, fa);
                step = previous = b - a;
            }

            if (Math.Abs(fc) < Math.Abs(fb))
            {
                (a, b, c) = (b, c, b);
                (fa, fb, fc) = (fb, fc, fb);
            }

            double least = (0.5 * tolerance * Math.Abs(b)) + (2 * double.BitIncrement(0));
            double half = 0.5 * (c - b);
            if (Math.Abs(half) <= least)
            {
                break;
            }

            (step, previous) = Step(a, fa, b, fb, c, fc, half, least, step, previous);
            (a, fa) = (b, fb);
            b += Math.Abs(step) > least ? step : Math.CopySign(least, half);
            fb = f(b);
        }

        return b;
    }

    private static (double Step, double Previous) Step(
        double a, double fa, double b, double fb, double c, double fc, double half, double least, double step, double previous)
    {
        if (Math.Abs(previous) < least || Math.Abs(fa) <= Math.Abs(fb))
        {
            return (half, half);
        }

        double s = fb / fa;
        double p;
        double q;
        if (a == c)
        {
            p = 2 * half * s;
            q = 1 - s;
        }
        else
        {
            double u = fa / fc;
            double r = fb / fc;
            p = s * ((2 * half * u * (u - r)) - ((b - a) * (r - 1)));
            q = (u - 1) * (r - 1) * (s - 1);
        }

        q = p > 0 ? -q : q;
        p = Math.Abs(p);
        bool accepted = 2 * p < Math.Min((3 * half * q) - Math.Abs(least * q), Math.Abs(previous * q));
        return accepted ? (p / q, step) : (half, half);
    }
}
