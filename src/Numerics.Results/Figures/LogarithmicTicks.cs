using ScottPlot.TickGenerators;

namespace Numerics.Results.Figures;

/// <summary>Ticks of a logarithmic axis whose positions are decimal logarithms: labelled decades, minor ticks between; less than a decade has labelled values.</summary>
internal static class LogarithmicTicks
{
    /// <summary>Most labels that fit a panel of one column.</summary>
    private const int Most = 6;

    // Labels have at most 15 digits: a range below this part of its numbers has no two of them.
    private const double Narrowest = 1e-13;

    /// <summary>Ticks from 10^<paramref name="low"/> to 10^<paramref name="high"/>.</summary>
    public static NumericManual Of(double low, double high)
    {
        NumericManual ticks = new() { MaxTickCount = 10_000 };
        int decades = (int)Math.Floor(high) - (int)Math.Ceiling(low) + 1;
        if (decades < 2 && high - low < 0.7)
        {
            Values(ticks, Math.Pow(10, low), Math.Pow(10, high));
        }
        else
        {
            Decades(ticks, low, high, decades);
        }

        return ticks;
    }

    /// <summary>Less than most of a decade: round values at equal distances.</summary>
    private static void Values(NumericManual ticks, double bottom, double top)
    {
        if (!(top - bottom > Narrowest * top) || !double.IsFinite(top))
        {
            ticks.AddMajor(Math.Log10(bottom), FigureText.Number(bottom));
            return;
        }

        double rough = (top - bottom) / 5;
        double unit = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = unit * (rough < 2 * unit ? 2 : rough < 5 * unit ? 5 : 10);
        for (double n = Math.Ceiling(bottom / step); n * step <= top; n++)
        {
            ticks.AddMajor(Math.Log10(n * step), FigureText.Number(n * step));
        }
    }

    private static void Decades(NumericManual ticks, double low, double high, int decades)
    {
        int every = Math.Max(1, (decades + Most - 1) / Most);
        int[] labelled = high - low < 1 ? [1, 2, 3, 5] : decades < 2 ? [1, 2, 5] : decades == 2 && high - low < 1.6 ? [1, 3] : [1];
        for (int decade = (int)Math.Floor(low); decade <= Math.Floor(high); decade++)
        {
            for (int digit = 1; digit <= 9; digit++)
            {
                double position = decade + Math.Log10(digit);
                if (position < low || position > high)
                {
                    continue;
                }

                if (labelled.Contains(digit) && decade % every == 0)
                {
                    ticks.AddMajor(position, Label(digit, decade, plain: low >= -2.1 && high <= 3));
                }
                else if (every == 1 || digit == 1)
                {
                    ticks.AddMinor(position);
                }
            }
        }
    }

    /// <summary>Plain numbers where all ticks are near one, else powers of ten.</summary>
    private static string Label(int digit, int decade, bool plain) => plain ? FigureText.Number(digit * Math.Pow(10, decade))
        : digit == 1 ? FigureText.PowerOfTen(decade)
        : $"{digit}·{FigureText.PowerOfTen(decade)}";
}
