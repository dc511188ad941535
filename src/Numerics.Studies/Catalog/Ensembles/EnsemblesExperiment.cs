using System.Text.Json;
using Numerics.Spectra.Ensembles;
using Numerics.Studies.Catalog.SampledSpectrum;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.Ensembles;

/// <summary>The study <c>ensembles</c> with its parameters fixed.</summary>
/// <param name="parameters">Parameters.</param>
/// <param name="ensemble">The ensemble.</param>
/// <remarks>The disk of Ginibre matrices has a rim of width n^(-1/2), and of the order of n^(1/2) eigenvalues lie on the real axis: twice the largest deviation measured at sizes 250 to 1000.</remarks>
public sealed class EnsemblesExperiment(EnsemblesParameters parameters, IEnsemble ensemble) : SpectrumExperiment(
    ensemble,
    parameters.Size,
    parameters.Ensemble == EnsembleKind.Ginibre ? new ComparisonRule(parameters.Size, 0.6, 0.5) { BandAlong = "x" } : null)
{
    /// <summary>Fixes a run.</summary>
    public EnsemblesExperiment(EnsemblesParameters parameters)
        : this(parameters, parameters.Model())
    {
    }

    /// <inheritdoc/>
    public override int Replicas => parameters.Replicas;

    /// <inheritdoc/>
    public override Cost Cost => new((long)Ensemble.Bytes(parameters.Size), 100_000_000, Ensemble.Operations(parameters.Size) / 8e9, 2);

    /// <inheritdoc/>
    protected override Caption Title => new("Spectrum", $"ensemble {JsonNamingPolicy.CamelCase.ConvertName(parameters.Ensemble.ToString())}", $"size {parameters.Size}");

    /// <inheritdoc/>
    protected override IEnumerable<Fact> Evidence(LimitSpectrum limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        List<Fact> facts = [Fact.Evidence("largest defect of a mass", $"{Math.Abs(1 - limit.Law.Moment(0)):G3}")];
        if (Ensemble.Rows(parameters.Size) is var rows && rows != parameters.Size && (double)rows / parameters.Size != parameters.AspectRatio)
        {
            facts.Add(Fact.Evidence("ratio", $"{(double)rows / parameters.Size:R}, that of {rows} rows and {parameters.Size} columns, in place of {parameters.AspectRatio:R}"));
        }

        if (limit.OutlierDeviation is { } deviation)
        {
            facts.Add(Fact.Statistic("outlier", $"Standard deviation of the outlier at this size by the formula: {deviation:G4}."));
        }

        return facts;
    }
}
