using Numerics.Spectra.Analysis;

namespace Numerics.Studies.Contract;

/// <summary>How far a best learning rate carries over to other widths, read off its values at several widths.</summary>
public static class RateTransfer
{
    /// <summary>A rate within this share of that of the largest width is called carried over.</summary>
    public const double Tolerance = 0.1;

    /// <summary>
    /// Factor of two of the best rate per factor of two of the width: the least-squares slope of log rate against log width, 0 for perfect transfer, -1 for a rate that falls as one over the width; null with fewer than
    /// two widths. Error: standard error of the slope by the residuals of the fit; null with two widths, which leave none.
    /// </summary>
    /// <param name="widths">Widths (or ratios of them), positive, increasing.</param>
    /// <param name="rates">Best rates, positive; null where there is none.</param>
    public static Estimate Shift(IReadOnlyList<double> widths, IReadOnlyList<double?> rates)
    {
        (double X, double Y)[] known = Known(widths, rates);
        if (known.Length < 2)
        {
            return new Estimate(null);
        }

        var line = StraightLine.Through([.. known.Select(point => point.X)], [.. known.Select(point => point.Y)]);
        return new Estimate(line.Slope, line.StandardError);
    }

    /// <summary>The smallest width from which on every best rate is within a tenth of that of the largest one; null with fewer than two widths. Error: none is known.</summary>
    /// <inheritdoc cref="Shift"/>
    public static Estimate HoldsFrom(IReadOnlyList<double> widths, IReadOnlyList<double?> rates)
    {
        (double X, double Y)[] known = Known(widths, rates);
        if (known.Length < 2)
        {
            return new Estimate(null);
        }

        int first = known.Length - 1;
        while (first > 0 && Math.Abs(Math.Exp(known[first - 1].Y - known[^1].Y) - 1) <= Tolerance)
        {
            first--;
        }

        return new Estimate(Math.Exp(known[first].X));
    }

    private static (double X, double Y)[] Known(IReadOnlyList<double> widths, IReadOnlyList<double?> rates)
    {
        ArgumentNullException.ThrowIfNull(widths);
        ArgumentNullException.ThrowIfNull(rates);
        return [.. widths.Select((width, i) => (width, Rate: rates[i])).Where(pair => pair.Rate is not null).Select(pair => (Math.Log(pair.width), Math.Log(pair.Rate!.Value)))];
    }
}
