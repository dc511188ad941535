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
    /// <exception cref="ArgumentException">Not as many ordinates as abscissas, or fewer than two.</exception>
    public static StraightLine Through(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Count != y.Count || x.Count < 2)
        {
            throw new ArgumentException($"{x.Count} abscissas and {y.Count} ordinates make no straight line; give as many of each, at least two.", nameof(y));
        }

        double meanX = x.Average(), meanY = y.Average();
        double spread = x.Sum(value => (value - meanX) * (value - meanX));
        double slope = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / spread;
        double rest = x.Zip(y, (a, b) => Math.Pow(b - meanY - (slope * (a - meanX)), 2)).Sum();
        return new StraightLine(slope, x.Count > 2 ? Math.Sqrt(rest / (x.Count - 2) / spread) : null);
    }

    /// <summary>Through the logarithms of positive numbers: the slope is the power with which the second grow with the first.</summary>
    /// <inheritdoc cref="Through"/>
    public static StraightLine ThroughLogarithms(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return Through([.. x.Select(value => Math.Log(value))], [.. y.Select(value => Math.Log(value))]);
    }
}
