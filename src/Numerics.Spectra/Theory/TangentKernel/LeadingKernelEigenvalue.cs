using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Training;

namespace Numerics.Spectra.Theory.TangentKernel;

/// <summary>The largest eigenvalue of a deep linear network's tangent kernel at one step: an outlier, a covariance mode that stands alone, or the edge of the bulk.</summary>
/// <remarks>
/// <para>A covariance mode that stands alone above the bulk of the others is known where it is one coordinate (<see cref="IsolatedCovarianceMode"/>). Many coordinates of one mode
/// form a band of their own, which the bulk has; for the leading one of a few there is no theory.</para>
/// <para>Source: derived here, docs/deep-linear.md, section 4.</para>
/// </remarks>
/// <param name="BulkEdge">Upper edge of the bulk, without the mode that stands alone.</param>
/// <param name="Outlier">The eigenvalue above it; null where there is none.</param>
public sealed record LeadingKernelEigenvalue(double BulkEdge, double? Outlier)
{
    // The largest of n equal levels, spread as a Gaussian ensemble, lies a share 1.21/(2 n^(2/3)) below the edge of the band that theory has: an eighth at ten, of a band that is
    // itself a small part of the value.
    private const double BandCoordinates = 10;

    /// <summary>The outlier, or the edge.</summary>
    public double Value => Outlier ?? BulkEdge;

    /// <summary>
    /// Rough time at a step: some 60 linear systems of order (2L + 2)t at 10 GFlop/s (33 steps of two layers take a second), each with seven averages over modes of t x t numbers at
    /// 10^9 multiply-adds a second.
    /// </summary>
    /// <param name="depth">L.</param>
    /// <param name="step">t.</param>
    /// <param name="modes">Number of covariance modes.</param>
    public static double Seconds(int depth, int step, int modes) => 60.0 * ((2.7 * Math.Pow(((2.0 * depth) + 2) * step, 3) / 10e9) + (7.0 * modes * step * step / 1e9));

    /// <summary>The leading eigenvalue at a step; null where a covariance mode of two to nine coordinates stands alone.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="solution">Order parameters.</param>
    /// <param name="step">t = 0..LastStep.</param>
    /// <param name="kernel">On which inputs.</param>
    /// <param name="inputDimension">D, which tells how many coordinates a covariance mode has.</param>
    public static LeadingKernelEigenvalue? At(Lapack lapack, DeepLinearSolution solution, int step, NtkOperator kernel, long inputDimension)
    {
        ArgumentNullException.ThrowIfNull(solution);
        CovarianceSpectrum spectrum = solution.Model.Covariance;
        if (IsolatedCovarianceMode.LargestMode(spectrum) is { } largest && spectrum.Weights[largest] * inputDimension is var coordinates && coordinates < BandCoordinates - 0.5)
        {
            var mode = new IsolatedCovarianceMode(lapack, solution, step, kernel);
            if (mode.StandsAlone)
            {
                return coordinates < 1.5 ? new LeadingKernelEigenvalue(mode.BulkEdge, mode.Outlier) : null;
            }
        }

        var at = new NeuralTangentKernel(lapack, solution, step, kernel);
        return new LeadingKernelEigenvalue(at.BulkEdge, at.Outliers is [double leading, ..] ? leading : null);
    }

    /// <summary>Its error as a prediction for one size, <see cref="EdgeOfStability.EdgeScatter"/>.</summary>
    /// <param name="inputDimension">D.</param>
    public double Scatter(long inputDimension) => EdgeOfStability.EdgeScatter(Value, BulkEdge, inputDimension);
}
