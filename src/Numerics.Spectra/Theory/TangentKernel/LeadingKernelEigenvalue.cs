using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Theory.Training;

namespace Numerics.Spectra.Theory.TangentKernel;

/// <summary>The largest eigenvalue of a deep linear network's tangent kernel at one step: an outlier, a covariance mode that stands alone, or the edge of the bulk.</summary>
/// <remarks>
/// <para>Where the largest covariance mode stands alone above the bulk of the others, it is known at the start only: then there is none at later steps.</para>
/// <para>Source: derived here, docs/deep-linear.md, section 4.</para>
/// </remarks>
/// <param name="BulkEdge">Upper edge of the bulk.</param>
/// <param name="Outlier">The eigenvalue above it; null where there is none.</param>
public sealed record LeadingKernelEigenvalue(double BulkEdge, double? Outlier)
{
    /// <summary>The outlier, or the edge.</summary>
    public double Value => Outlier ?? BulkEdge;

    /// <summary>Rough time at a step, of some 60 linear systems of order (2L + 2)t at 10 GFlop/s: 33 steps of two layers take a second.</summary>
    public static double Seconds(int depth, int step) => 60.0 * 2.7 * Math.Pow(((2.0 * depth) + 2) * step, 3) / 10e9;

    /// <summary>The leading eigenvalue at a step; null where an isolated covariance mode has moved.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="solution">Order parameters.</param>
    /// <param name="step">t = 0..LastStep.</param>
    /// <param name="kernel">On which inputs.</param>
    public static LeadingKernelEigenvalue? At(Lapack lapack, DeepLinearSolution solution, int step, NtkOperator kernel)
    {
        ArgumentNullException.ThrowIfNull(solution);
        double? isolated = solution.Model.Covariance.Modes > 1 ? new NeuralTangentKernel(lapack, solution, 0, kernel).IsolatedMode(0) : null;
        if (isolated is not null && step > 0)
        {
            return null;
        }

        var at = new NeuralTangentKernel(lapack, solution, step, kernel);
        return new LeadingKernelEigenvalue(at.BulkEdge, at.Outliers is [double leading, ..] ? leading : isolated);
    }

    /// <summary>Its error as a prediction for one size, <see cref="EdgeOfStability.EdgeScatter"/>.</summary>
    /// <param name="inputDimension">D.</param>
    public double Scatter(long inputDimension) => EdgeOfStability.EdgeScatter(Value, BulkEdge, inputDimension);
}
