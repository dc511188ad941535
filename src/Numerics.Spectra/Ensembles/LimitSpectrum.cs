using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Edges;

namespace Numerics.Spectra.Ensembles;

/// <summary>What theory says of the spectrum of one random matrix.</summary>
/// <param name="Law">Limiting law.</param>
/// <param name="FluctuationScale">Length that multiplies the Tracy-Widom law of the largest value at the given size; null where the upper edge has none (a disk).</param>
public sealed record LimitSpectrum(ISpectralLaw Law, double? FluctuationScale)
{
    /// <summary>Symmetry class of the fluctuations: 1 (real) unless set, 2 (complex).</summary>
    public int Beta { get; init; } = 1;

    /// <summary>Values above the support at infinite size, descending.</summary>
    public IReadOnlyList<double> Outliers { get; init; } = [];

    /// <summary>Standard deviation of the largest outlier at the given size, where a formula exists.</summary>
    public double? OutlierDeviation { get; init; }

    /// <summary>Squared overlap of the top vector with the spike; null for models without one.</summary>
    public double? Overlap { get; init; }

    /// <summary>Law and edge of a Dyson equation.</summary>
    /// <param name="spectrum">Spectrum.</param>
    /// <param name="size">Number of values counted by its trace; twice that of singular values (see <see cref="SpectralEdge.FluctuationScale"/>).</param>
    /// <param name="hardEdgePower">p of a density ~ x^(-p) at a hard edge at zero.</param>
    /// <exception cref="DysonException">An edge or a density was not found, or the mass is not one.</exception>
    public static LimitSpectrum Of(DysonSpectrum spectrum, double size, double hardEdgePower = 0)
    {
        ArgumentNullException.ThrowIfNull(spectrum);
        TabulatedSpectralLaw law = spectrum.Law(hardEdgePower: hardEdgePower);
        if (Math.Abs(law.TotalMass - 1) > Math.Max(DysonSpectrum.MassTolerance, law.AtomError))
        {
            throw new DysonException(
                $"The mass of the computed law is off by {law.TotalMass - 1:G3}, more than {Math.Max(DysonSpectrum.MassTolerance, law.AtomError):G2}: bands that nearly touch or a density that diverges are not resolved; change the ratios a little.");
        }

        return new LimitSpectrum(law, spectrum.UpperEdge.FluctuationScale(size));
    }

    /// <summary>The same of the matrix multiplied by a positive number.</summary>
    public LimitSpectrum Scaled(double factor) => this with
    {
        Law = new ScaledLaw(Law, factor),
        FluctuationScale = FluctuationScale * factor,
        Outliers = [.. Outliers.Select(outlier => factor * outlier)],
        OutlierDeviation = OutlierDeviation * factor,
    };

    /// <summary>The largest values at the given size.</summary>
    public LargestValueLaw Largest() => new(Law.UpperEdge, FluctuationScale, Outliers) { Beta = Beta };
}
