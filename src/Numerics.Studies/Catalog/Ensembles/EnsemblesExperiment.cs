using System.Text.Json;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Ensembles;
using Numerics.Studies.Catalog.SampledSpectrum;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.Ensembles;

/// <summary>The study <c>ensembles</c> with its parameters fixed.</summary>
/// <param name="parameters">Parameters.</param>
/// <param name="model">The ensemble.</param>
/// <remarks>The disk of Ginibre matrices has a rim of width n^(-1/2), and of the order of n^(1/2) eigenvalues lie on the real axis: twice the largest deviation measured at sizes 250 to 1000.</remarks>
public sealed class EnsemblesExperiment(EnsemblesParameters parameters, ClassicalEnsemble model) : SpectrumExperiment(
    model.Kind switch
    {
        EnsembleKind.Ginibre => "modulus",
        EnsembleKind.GinibreProduct or EnsembleKind.RectangularSpike => "singular value",
        _ => "eigenvalue",
    },
    model.Count(parameters.Size),
    () => Pilot(model),
    model.IsNonnegative,
    model.Kind is EnsembleKind.Bbp or EnsembleKind.RectangularSpike or EnsembleKind.DeformedGoe,
    model.Kind == EnsembleKind.Ginibre ? new ComparisonRule(parameters.Size, 0.6, 0.5) { BandAlong = "x" } : null)
{
    private const int PilotSize = 96;

    /// <summary>Fixes a run.</summary>
    public EnsemblesExperiment(EnsemblesParameters parameters)
        : this(parameters, parameters.Model())
    {
    }

    /// <inheritdoc/>
    public override int Replicas => parameters.Replicas;

    /// <inheritdoc/>
    public override Cost Cost
    {
        get
        {
            // Operations per cubed order, times 1e9/s: a symmetric problem 4/3 (with vectors 9), a general one 25, bidiagonal 8/3 at half speed.
            double factor = model.Kind switch { EnsembleKind.Ginibre => 25, EnsembleKind.Gue => 8, EnsembleKind.GinibreProduct => 6, _ => 9 };
            double side = Math.Max(parameters.Size, model.Rows(parameters.Size));
            return new Cost((long)(8 * 6 * side * side * (model.Kind == EnsembleKind.Gue ? 4 : 1)), 100_000_000, factor * Math.Pow(side, 3) / 8e9, 2);
        }
    }

    /// <inheritdoc/>
    protected override string Title => $"Spectrum of the ensemble {JsonNamingPolicy.CamelCase.ConvertName(model.Kind.ToString())}, size {parameters.Size}";

    /// <inheritdoc/>
    protected override LimitSpectrum Limit(TheoryContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        LimitSpectrum limit = new EnsembleLimit(context.Lapack).Of(model, parameters.Size);
        context.Say(Fact.Evidence("largest defect of a mass", $"{Math.Abs(1 - limit.Law.Moment(0)):G3}"));
        if (limit.OutlierDeviation is { } deviation)
        {
            context.Say(Fact.Statistic("outlier", $"Standard deviation of the outlier at this size by the formula: {deviation:G4}."));
        }

        return limit;
    }

    /// <inheritdoc/>
    protected override EnsembleSample Draw(ReplicaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new EnsembleSampler(context.Lapack, context.Executor).Draw(model, parameters.Size, context.Streams.Matrix);
    }

    private static IReadOnlyList<double> Pilot(ClassicalEnsemble model)
    {
        using var lapack = Lapack.Load("managed");
        return new EnsembleSampler(lapack, ShardExecutor.Sequential).Draw(model, PilotSize, role => StreamKey.Derive(0, 0, 0, role)).Values;
    }
}
