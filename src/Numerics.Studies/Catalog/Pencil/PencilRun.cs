using System.Diagnostics;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Bulk.Pencils;
using Numerics.Studies.Catalog.BulkSpectra;
using Numerics.Studies.Comparison;
using Numerics.Studies.Execution;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.Pencil;

/// <summary>The study <c>pencil</c> with its parameters fixed.</summary>
public sealed class PencilRun : IStudyRun
{
    // A pilot of this size says how far the spectrum reaches; bins must be the same in all replicas.
    private const int PilotSize = 96;

    private readonly PencilParameters parameters;
    private readonly PolynomialProgram program;
    private readonly SpectrumShapes shapes;
    private readonly uint stream;

    /// <summary>Fixes a run.</summary>
    /// <exception cref="ConfigurationException">The polynomial cannot be read or its sizes do not match.</exception>
    public PencilRun(PencilParameters parameters, uint stream)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.parameters = parameters;
        this.stream = stream;
        program = new PolynomialProgram(parameters);
        using var lapack = Lapack.Load("managed");
        double[] pilot = program.Sample(lapack, PilotSize, role => StreamKey.Derive(0, 0, 0, role), ShardExecutor.Sequential);
        shapes = new SpectrumShapes(
            parameters.IsSymmetrized ? "eigenvalue" : "singular value", Count, SpectrumShapes.Range(pilot, !parameters.IsSymmetrized), hasSpike: false);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ObservableShape> Observables => shapes.All;

    /// <inheritdoc/>
    public IReadOnlyList<FigureSpecification> Figures =>
        shapes.Figures($"{(parameters.IsSymmetrized ? "Eigenvalues of M + M'" : "Singular values of M")}, M = {parameters.Expression}, size {parameters.Size}");

    /// <inheritdoc/>
    public int Replicas => parameters.Replicas;

    /// <inheritdoc/>
    public MemoryEstimate Memory
    {
        get
        {
            double entries = parameters.Matrices.Sum(matrix => matrix.Rows * matrix.Columns) + (6 * Side * Side);
            return new MemoryEstimate((long)(8 * entries * parameters.Size * parameters.Size), 16L * 20 * Order * Order);
        }
    }

    /// <inheritdoc/>
    public WorkEstimate Work => new(
        // Bidiagonalisation at about 4 GFlop/s, and a few products.
        (8.0 / 3 * Math.Pow(Side * parameters.Size, 3) / 4e9) + (parameters.Matrices.Length * 2 * Math.Pow(Side * parameters.Size, 3) / 15e9),
        // 300 points of a few tens of products of the order of the pencil.
        1 + (300 * 50 * Math.Pow(Order, 3) / 1e9));

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> PlanNotes => new Dictionary<string, string> { ["order of the pencil"] = $"{Order}" };

    private int Count => PolynomialProgram.Side(program.Columns, parameters.Size);

    private double Side => parameters.Matrices.Max(matrix => Math.Max(matrix.Rows, matrix.Columns));

    private int Order => program.Build(parameters.Size).Blocks.Count;

    /// <inheritdoc/>
    public PredictionOutcome Predict(ReplicaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var equation = new MatrixDysonEquation(context.Lapack, program.Build(parameters.Size));
        var spectrum = new DysonSpectrum(equation, parameters.IsSymmetrized ? SpectrumKind.Eigenvalues : SpectrumKind.SingularValues);
        TabulatedSpectralLaw law = spectrum.Law(hardEdgePower: parameters.HardEdgePower);
        double counted = parameters.IsSymmetrized ? Count : 2.0 * Count;
        var evidence = new Dictionary<string, string>
        {
            ["order of the pencil"] = $"{Order}",
            ["bands"] = string.Join(", ", law.Support.Select(band => $"[{band.Lower:G8}, {band.Upper:G8}]")),
            ["largest defect of a mass"] = $"{Math.Abs(1 - law.TotalMass):G3}",
        };
        return new PredictionOutcome(shapes.Estimates(new LimitSpectrum(law, spectrum.UpperEdge.FluctuationScale(counted))), null, evidence);
    }

    /// <inheritdoc/>
    public ReplicaRecord SimulateReplica(ReplicaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var watch = Stopwatch.StartNew();
        double[] sample = program.Sample(
            context.Lapack, parameters.Size, role => StreamKey.Derive(context.Seed, stream, (uint)context.Replica, role), context.Executor);
        return new ReplicaRecord(
            context.Replica, context.Seed, ReplicaOutcome.Finished, null, shapes.Measure(sample, null), watch.Elapsed.TotalSeconds);
    }

    /// <inheritdoc/>
    public ComparisonRule? Rule(string observable) => shapes.Rule(observable);
}
