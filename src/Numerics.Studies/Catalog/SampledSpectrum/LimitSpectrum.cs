using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Edges;

namespace Numerics.Studies.Catalog.SampledSpectrum;

/// <summary>What theory says of the spectrum of one random matrix.</summary>
/// <param name="Law">Limiting law.</param>
/// <param name="FluctuationScale">Length that multiplies the Tracy-Widom law of the largest value at the simulated size; null where the upper edge has none (a hard edge, a disk).</param>
public sealed record LimitSpectrum(ISpectralLaw Law, double? FluctuationScale)
{
    /// <summary>Symmetry class of the fluctuations: 1 (real) unless set, 2 (complex).</summary>
    public int Beta { get; init; } = 1;

    /// <summary>The largest values at the simulated size.</summary>
    public LargestValueLaw Largest() => new(Law.UpperEdge, FluctuationScale, Outliers) { Beta = Beta };

    /// <summary>Values above the support at infinite size, descending.</summary>
    public IReadOnlyList<double> Outliers { get; init; } = [];

    /// <summary>Standard deviation of the largest outlier at the simulated size, where a formula exists.</summary>
    public double? OutlierDeviation { get; init; }

    /// <summary>Squared overlap of the top vector with the spike; null for models without one.</summary>
    public double? Overlap { get; init; }
}
