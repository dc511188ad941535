using System.Numerics;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Edges;

namespace Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;

/// <summary>The theory of the singular values of W at one time.</summary>
/// <remarks>Source: derived here, docs/bulk.md, sections 7 to 9.</remarks>
/// <param name="Law">Law of the D singular values.</param>
/// <param name="Amplitude">a at the upper edge, in the convention of singular values.</param>
/// <param name="Bands">Edges, ascending.</param>
/// <param name="Outliers">Above the bands, descending.</param>
/// <param name="Resolvent">(1/D) tr z/(z^2 - W^T W) at z in the upper half-plane or real outside the support.</param>
public sealed record TrainedSpectrum(
    ISpectralLaw Law, double Amplitude, IReadOnlyList<SupportInterval> Bands, IReadOnlyList<double> Outliers, Func<Complex, DysonSolution> Resolvent)
{
    /// <summary>A band of fewer values than this at some size has no Tracy-Widom edge worth the name; its largest value is not predicted.</summary>
    private const double SmallestBand = 30;

    /// <summary>Upper edge.</summary>
    public double UpperEdge => Bands[^1].Upper;

    /// <summary>delta of <paramref name="inputs"/> = D singular values: (2 D a)^(-2/3).</summary>
    public double FluctuationScale(int inputs) => FluctuationScale(inputs, Amplitude);

    /// <summary>The same of an amplitude a.</summary>
    public static double FluctuationScale(int inputs, double amplitude) => Math.Pow(2.0 * inputs * amplitude, -2.0 / 3);

    /// <summary>The value of <see cref="Resolvent"/>.</summary>
    /// <exception cref="DysonException">The equation was not solved there.</exception>
    public Complex Trace(Complex z)
    {
        DysonSolution solution = Resolvent(z);
        return solution.Converged
            ? solution.Trace
            : throw new DysonException($"The resolvent at z = {z} was not solved: {Outcomes.Clause(solution.Outcome)}, residual {solution.Residual:G3}.");
    }

    /// <summary>
    /// Upper end of the spectrum below a separate highest band, lower end of that band, upper end of the spectrum; the outliers of a finite number of outputs are a band of
    /// no width. Without a gap the first two are null.
    /// </summary>
    /// <param name="finiteOutputs">Whether the number of outputs is finite.</param>
    public (double? BelowBand, double? BandLower, double BandUpper) HighestBand(bool finiteOutputs) =>
        Bands.Count > 1 ? (Bands[^2].Upper, Bands[^1].Lower, UpperEdge)
            : finiteOutputs && Outliers.Count > 0 ? (UpperEdge, Outliers[^1], Outliers[0])
            : (null, null, UpperEdge);

    /// <summary>Number of singular values in the highest band when there are <paramref name="inputs"/> in all.</summary>
    public double TopBandCount(int inputs) => inputs * (1 - (Bands.Count > 1 ? Law.CumulativeDistribution(0.5 * (Bands[^2].Upper + Bands[^1].Lower)) : 0));

    /// <summary>The largest of <paramref name="inputs"/> singular values: outliers, else the edge where its band holds enough values.</summary>
    public LargestValueLaw Largest(int inputs) =>
        new(UpperEdge, FluctuationScale(inputs), Outliers) { IsRegular = TopBandCount(inputs) >= SmallestBand };
}
