namespace Numerics.Spectra.Analysis;

/// <summary>The straight line of least squares through points of equal weight.</summary>
/// <remarks>
/// <code>
/// slope = sum (x - mean x)(y - mean y)/S,   S = sum (x - mean x)^2,   error^2 = sum of the squared residuals/((n - 2) S)
/// </code>
/// </remarks>
/// <param name="Slope">Slope.</param>
/// <param name="StandardError">Its standard error by the residuals; null with two points, which leave none.</param>
public readonly record struct StraightLine(double Slope, double? StandardError)
{
    /// <summary>Through points.</summary>
    /// <param name="x">Abscissas, at least two different ones.</param>
    /// <param name="y">Ordinates, as many.</param>
    /// <exception cref="ArgumentException">Not as many ordinates as abscissas, fewer than two, or all abscissas equal.</exception>
    public static StraightLine Through(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Count != y.Count || x.Count < 2)
        {
            throw new ArgumentException($"{x.Count} abscissas and {y.Count} ordinates make no straight line; give as many of each, at least two.", nameof(y));
        }

        if (x.All(value => value == x[0]))
        {
            throw new ArgumentException($"All {x.Count} abscissas are {x[0]}, and a vertical line has no slope; give at least two different ones.", nameof(x));
        }

        double meanX = x.Average(), meanY = y.Average();
        double spread = x.Sum(value => (value - meanX) * (value - meanX));
        double slope = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / spread;
        double rest = x.Zip(y, (a, b) => Math.Pow(b - meanY - (slope * (a - meanX)), 2)).Sum();
        return new StraightLine(slope, x.Count > 2 ? Math.Sqrt(rest / (x.Count - 2) / spread) : null);
    }

    /// <summary>Through the logarithms of positive numbers: the slope is the power with which the second grow with the first.</summary>
    /// <param name="x">Abscissas above 0, at least two different ones.</param>
    /// <param name="y">Ordinates above 0, as many.</param>
    /// <exception cref="ArgumentException">What <see cref="Through"/> refuses, or a number that is not above 0 and finite.</exception>
    public static StraightLine ThroughLogarithms(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Concat(y).Select(value => (double?)value).FirstOrDefault(value => !(value > 0 && double.IsFinite(value!.Value))) is { } wrong)
        {
            throw new ArgumentException($"{wrong} has no logarithm; give finite numbers above 0.");
        }

        return Through([.. x.Select(value => Math.Log(value))], [.. y.Select(value => Math.Log(value))]);
    }
}
