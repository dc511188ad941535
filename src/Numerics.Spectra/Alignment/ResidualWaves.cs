using System.Numerics;
using MathNet.Numerics.IntegralTransforms;

namespace Numerics.Spectra.Alignment;

/// <summary>The pattern of a residual over an image: where its spectrum is centred, and how like neighbours are.</summary>
/// <remarks>
/// <code>
/// P_k = |F(w r)|^2,  w: product of Hann windows,   k = pi n m/(n - 1) for frequencies m/n of the grid (per axis below pi (n-1)/2),   k_c = sum |k| P_k/sum P_k
/// R_1 = mean of (r - mean)(r' - mean) over neighbours in rows and columns, over the variance
/// </code>
/// <para>Source: docs/siren-alignment.md, section 5.</para>
/// Equation: residual-waves
/// </remarks>
/// <param name="Wavenumber">k_c on [-1, 1] x [-1, 1]; null for a residual of zero.</param>
/// <param name="NeighbourCorrelation">R_1; null for a constant residual.</param>
public sealed record ResidualWaves(double? Wavenumber, double? NeighbourCorrelation)
{
    /// <summary>Measures.</summary>
    /// <param name="residual">Row after row.</param>
    /// <param name="side">n.</param>
    public static ResidualWaves Of(IReadOnlyList<double> residual, int side)
    {
        ArgumentNullException.ThrowIfNull(residual);
        return new ResidualWaves(Centroid(residual, side), Neighbours(residual, side));
    }

    private static double? Centroid(IReadOnlyList<double> residual, int side)
    {
        double[] window = [.. Enumerable.Range(0, side).Select(i => 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / (side - 1))))];
        Complex[] field = [.. Enumerable.Range(0, side * side).Select(point => new Complex(residual[point] * window[point / side] * window[point % side], 0))];
        Along(field, side, 1, side);
        Along(field, side, side, 1);
        double unit = Math.PI * (side - 1) / side;
        double[] waves = [.. Enumerable.Range(0, side).Select(m => unit * (m <= side / 2 ? m : m - side))];
        double sum = 0;
        double weighted = 0;
        for (int point = 0; point < field.Length; point++)
        {
            double power = (field[point].Real * field[point].Real) + (field[point].Imaginary * field[point].Imaginary);
            double first = waves[point / side];
            double second = waves[point % side];
            sum += power;
            weighted += power * Math.Sqrt((first * first) + (second * second));
        }

        return sum > 0 ? weighted / sum : null;
    }

    /// <summary>Transforms all lines in one direction.</summary>
    private static void Along(Complex[] field, int side, int step, int between)
    {
        var line = new Complex[side];
        for (int k = 0; k < side; k++)
        {
            for (int i = 0; i < side; i++)
            {
                line[i] = field[(k * between) + (i * step)];
            }

            Fourier.Forward(line, FourierOptions.NoScaling);
            for (int i = 0; i < side; i++)
            {
                field[(k * between) + (i * step)] = line[i];
            }
        }
    }

    private static double? Neighbours(IReadOnlyList<double> residual, int side)
    {
        double mean = residual.Average();
        double variance = residual.Sum(r => (r - mean) * (r - mean)) / residual.Count;
        double sum = 0;
        for (int row = 0; row < side; row++)
        {
            for (int column = 0; column < side; column++)
            {
                double own = residual[(row * side) + column] - mean;
                sum += row + 1 < side ? own * (residual[((row + 1) * side) + column] - mean) : 0;
                sum += column + 1 < side ? own * (residual[(row * side) + column + 1] - mean) : 0;
            }
        }

        return variance > 0 ? sum / (2.0 * side * (side - 1)) / variance : null;
    }
}
