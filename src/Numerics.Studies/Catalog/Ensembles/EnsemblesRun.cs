using System.Diagnostics;
using System.Text.Json;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Ensembles;
using Numerics.Studies.Catalog.BulkSpectra;
using Numerics.Studies.Comparison;
using Numerics.Studies.Execution;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.Ensembles;

/// <summary>The study <c>ensembles</c> with its parameters fixed.</summary>
public sealed class EnsemblesRun : IStudyRun
{
    // A pilot of this size says how far the spectrum reaches; bins must be the same in all replicas.
    private const int PilotSize = 96;

    // Twice the largest deviation times n^(1/2) measured at sizes 250 to 1000.
    private const double DiskConstant = 0.6;

    private readonly EnsemblesParameters parameters;
    private readonly ClassicalEnsemble model;
    private readonly SpectrumShapes shapes;
    private readonly uint stream;

    /// <summary>Fixes a run.</summary>
    public EnsemblesRun(EnsemblesParameters parameters, uint stream)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.parameters = parameters;
        this.stream = stream;
        model = parameters.Model();
        using var lapack = Lapack.Load("managed");
        EnsembleSample pilot = new EnsembleSampler(lapack, ShardExecutor.Sequential).Draw(model, PilotSize, role => StreamKey.Derive(0, 0, 0, role));
        string noun = model.Kind switch
        {
            EnsembleKind.Ginibre => "modulus",
            EnsembleKind.GinibreProduct or EnsembleKind.RectangularSpike => "singular value",
            _ => "eigenvalue",
        };
        shapes = new SpectrumShapes(noun, model.Count(parameters.Size), SpectrumShapes.Range(pilot.Values, model.IsNonnegative), pilot.Overlap is not null);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ObservableShape> Observables => shapes.All;

    /// <inheritdoc/>
    public IReadOnlyList<FigureSpecification> Figures => shapes.Figures($"Spectrum of the ensemble {ConfigurationName(model.Kind)}, size {parameters.Size}");

    /// <inheritdoc/>
    public int Replicas => parameters.Replicas;

    /// <inheritdoc/>
    public MemoryEstimate Memory => new((long)(8 * 6 * Side * Side * (model.Kind == EnsembleKind.Gue ? 4 : 1)), 100_000_000);

    /// <inheritdoc/>
    public WorkEstimate Work
    {
        get
        {
            // Operations per cubed order, times 1e9/s: a symmetric problem 4/3 (with vectors 9), a general one 25, bidiagonal 8/3 at half speed.
            double factor = model.Kind switch { EnsembleKind.Ginibre => 25, EnsembleKind.Gue => 8, EnsembleKind.GinibreProduct => 6, _ => 9 };
            return new WorkEstimate(factor * Math.Pow(Side, 3) / 8e9, 2);
        }
    }

    private static string ConfigurationName(EnsembleKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    private double Side => Math.Max(parameters.Size, model.Rows(parameters.Size));

    /// <inheritdoc/>
    public PredictionOutcome Predict(ReplicaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        LimitSpectrum limit = new EnsembleLimit(context.Lapack).Of(model, parameters.Size);
        var evidence = new Dictionary<string, string> { ["largest defect of a mass"] = $"{Math.Abs(1 - limit.Law.Moment(0)):G3}" };
        if (limit.OutlierDeviation is { } deviation)
        {
            evidence["statistic: outlier"] = $"Standard deviation of the outlier at this size by the formula: {deviation:G4}.";
        }

        return new PredictionOutcome(shapes.Estimates(limit), null, evidence);
    }

    /// <inheritdoc/>
    public ReplicaRecord SimulateReplica(ReplicaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var watch = Stopwatch.StartNew();
        EnsembleSample sample = new EnsembleSampler(context.Lapack, context.Executor)
            .Draw(model, parameters.Size, role => StreamKey.Derive(context.Seed, stream, (uint)context.Replica, role));
        return new ReplicaRecord(
            context.Replica, context.Seed, ReplicaOutcome.Finished, null, shapes.Measure(sample.Values, sample.Overlap), watch.Elapsed.TotalSeconds);
    }

    /// <inheritdoc/>
    /// <remarks>The disk has a rim of width n^(-1/2), and of the order of n^(1/2) eigenvalues lie on the real axis.</remarks>
    public ComparisonRule? Rule(string observable) => observable == "cdf" && model.Kind == EnsembleKind.Ginibre
        ? new ComparisonRule(parameters.Size, DiskConstant, 0.5) { BandAlong = "x" }
        : shapes.Rule(observable);
}
