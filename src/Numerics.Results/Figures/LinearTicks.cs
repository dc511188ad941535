using System.Globalization;
using ScottPlot.TickGenerators;

namespace Numerics.Results.Figures;

/// <summary>Ticks of a linear axis: about five labelled round numbers of equally many digits, and minor ticks between.</summary>
internal static class LinearTicks
{
    // Labels have at most 15 digits: a range below this part of its numbers has no two of them.
    private const double Narrowest = 1e-13;

    /// <summary>Ticks from <paramref name="low"/> to <paramref name="high"/>; one at <paramref name="low"/> where no two numbers of 15 digits lie between them.</summary>
    /// <param name="low">Lower limit.</param>
    /// <param name="high">Upper limit.</param>
    /// <param name="most">Most labels.</param>
    /// <param name="whole">Whether ticks are at whole numbers only.</param>
    public static NumericManual Of(double low, double high, int most = 6, bool whole = false)
    {
        if (!(high - low > Narrowest * Math.Max(Math.Abs(low), Math.Abs(high))) || !double.IsFinite(high - low))
        {
            NumericManual single = new();
            single.AddMajor(low, FigureText.Number(low));
            return single;
        }

        double rough = (high - low) / most;
        double unit = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        int digit = rough <= unit ? 1 : rough <= 2 * unit ? 2 : rough <= 5 * unit ? 5 : 10;
        double step = digit * unit;
        int minor = digit == 2 ? 4 : 5;
        if (whole && step < 1)
        {
            (step, minor) = (1, 1);
        }
        else if (whole && step < minor)
        {
            minor = (int)Math.Round(step);
        }

        NumericManual ticks = new() { MaxTickCount = 1000 };
        int decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step * 1.000001)));
        double largest = Math.Max(Math.Abs(low), Math.Abs(high));
        bool plain = decimals <= 4 && largest < 1e5;
        int digits = Math.Clamp((int)Math.Ceiling(Math.Log10(largest / step)) + 1, 2, 15);
        for (long n = (long)Math.Ceiling(low / step * minor); n * step / minor <= high; n++)
        {
            double position = n * step / minor;
            if (n % minor == 0)
            {
                ticks.AddMajor(position, plain ? position.ToString("F" + decimals, CultureInfo.InvariantCulture).Replace('-', '−') : FigureText.Number(position, digits));
            }
            else
            {
                ticks.AddMinor(position);
            }
        }

        return ticks;
    }
}
