using Numerics.Spectra.Theory.Edges;

namespace Numerics.Studies.Comparison;

/// <summary>The largest value over replicas in units of its fluctuation scale: both numbers tend to those of the Tracy-Widom law.</summary>
/// <remarks><code>(mean - E)/delta -> -1.2065,   sd/delta -> 1.2680      (beta = 1)</code></remarks>
/// <param name="Mean">(mean - E)/delta.</param>
/// <param name="StandardError">Standard error of <paramref name="Mean"/>.</param>
/// <param name="Deviation">sd/delta.</param>
/// <param name="DeviationError">Standard error of <paramref name="Deviation"/>, as for normal samples.</param>
internal sealed record ReducedEdge(double Mean, double StandardError, double Deviation, double DeviationError)
{
    /// <summary>What <see cref="Mean"/> tends to.</summary>
    public static double LimitMean => TracyWidomMoments.Mean(1);

    /// <summary>What <see cref="Deviation"/> tends to.</summary>
    public static double LimitDeviation => TracyWidomMoments.StandardDeviation(1);

    /// <summary>From the values of at least two replicas.</summary>
    /// <param name="values">Largest value of each replica.</param>
    /// <param name="edge">E.</param>
    /// <param name="scale">delta at this size.</param>
    public static ReducedEdge Of(IReadOnlyList<double> values, double edge, double scale)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Count, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        double mean = values.Average();
        double deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)) / scale;
        return new ReducedEdge(
            (mean - edge) / scale, deviation / Math.Sqrt(values.Count), deviation, deviation / Math.Sqrt(2.0 * (values.Count - 1)));
    }
}
