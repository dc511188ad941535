using System.Numerics;

namespace Numerics.Spectra.Spectrum;

/// <summary>The measured singular values of one matrix W of D columns as a measure of mass one: exact zeros apart from the others.</summary>
/// <remarks>
/// <code>
/// g(z) = (1/D) tr z/(z^2 - W^T W) = (1/D) [ (D - r)/z + sum_i z/(z^2 - s_i^2) ],   r values s_i above zero
/// </code>
/// </remarks>
public sealed class SpectralMeasure
{
    /// <summary>Singular values below this part of the largest are exact zeros: the Gram route resolves about 1e-8.</summary>
    private const double ZeroThreshold = 1e-6;

    /// <summary>Of the singular values of a matrix.</summary>
    /// <param name="singularValues">All min(rows, columns) of them, descending.</param>
    /// <param name="columns">D.</param>
    public SpectralMeasure(IReadOnlyList<double> singularValues, int columns)
    {
        ArgumentNullException.ThrowIfNull(singularValues);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, singularValues.Count);
        Positive = [.. singularValues.Where(s => s > ZeroThreshold * singularValues[0])];
        Count = columns;
    }

    /// <summary>Singular values that are not zero, descending.</summary>
    public IReadOnlyList<double> Positive { get; }

    /// <summary>D.</summary>
    public int Count { get; }

    /// <summary>Fraction of exact zeros among the D.</summary>
    public double AtomAtZero => 1 - ((double)Positive.Count / Count);

    /// <summary>g(z).</summary>
    /// <param name="z">Not a singular value, and not 0 where there are zeros.</param>
    public Complex Resolvent(Complex z)
    {
        Complex sum = (Count - Positive.Count) / z;
        foreach (double s in Positive)
        {
            sum += z / ((z * z) - (s * s));
        }

        return new Complex(sum.Real / Count, sum.Imaginary / Count);
    }
}
