using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Ensembles;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Bulk.Pencils;
using Numerics.Studies.Catalog.SampledSpectrum;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.Pencil;

/// <summary>The study <c>pencil</c> with its parameters fixed.</summary>
/// <param name="parameters">Parameters.</param>
/// <param name="program">The polynomial.</param>
public sealed class PencilExperiment(PencilParameters parameters, PolynomialProgram program) : SpectrumExperiment(
    parameters.IsSymmetrized ? "eigenvalue" : "singular value",
    PolynomialProgram.Side(program.Columns, parameters.Size),
    () => Pilot(program),
    !parameters.IsSymmetrized,
    hasSpike: false)
{
    private const int PilotSize = 96;

    /// <summary>Fixes a run.</summary>
    /// <exception cref="ConfigurationException">The polynomial cannot be read or its sizes do not match.</exception>
    public PencilExperiment(PencilParameters parameters)
        : this(parameters, new PolynomialProgram(parameters))
    {
    }

    /// <inheritdoc/>
    public override int Replicas => parameters.Replicas;

    /// <inheritdoc/>
    public override Cost Cost
    {
        get
        {
            double side = parameters.Matrices.Max(matrix => Math.Max(matrix.Rows, matrix.Columns));
            double entries = parameters.Matrices.Sum(matrix => matrix.Rows * matrix.Columns) + (6 * side * side);
            double cube = Math.Pow(side * parameters.Size, 3);
            return new Cost(
                (long)(8 * entries * parameters.Size * parameters.Size),
                16L * 20 * Order * Order,
                // Bidiagonalisation at about 4 GFlop/s, and a few products.
                (8.0 / 3 * cube / 4e9) + (parameters.Matrices.Length * 2 * cube / 15e9),
                // 300 points of a few tens of products of the order of the pencil.
                1 + (300 * 50 * Math.Pow(Order, 3) / 1e9));
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Plan => [Fact.Evidence("order of the pencil", $"{Order}")];

    /// <inheritdoc/>
    protected override string Title => $"{(parameters.IsSymmetrized ? "Eigenvalues of M + M'" : "Singular values of M")}, M = {parameters.Expression}, size {parameters.Size}";

    private int Order => program.Build(parameters.Size).Blocks.Count;

    /// <inheritdoc/>
    protected override LimitSpectrum Limit(TheoryContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var equation = new MatrixDysonEquation(context.Lapack, program.Build(parameters.Size));
        var spectrum = new DysonSpectrum(equation, parameters.IsSymmetrized ? SpectrumKind.Eigenvalues : SpectrumKind.SingularValues);
        TabulatedSpectralLaw law = spectrum.Law(hardEdgePower: parameters.HardEdgePower);
        context.Say(Fact.Evidence("order of the pencil", $"{Order}"));
        context.Say(Fact.Evidence("bands", string.Join(", ", law.Support.Select(band => $"[{band.Lower:G8}, {band.Upper:G8}]"))));
        context.Say(Fact.Evidence("largest defect of a mass", $"{Math.Abs(1 - law.TotalMass):G3}"));
        int count = PolynomialProgram.Side(program.Columns, parameters.Size);
        return new LimitSpectrum(law, spectrum.UpperEdge.FluctuationScale(parameters.IsSymmetrized ? count : 2.0 * count));
    }

    /// <inheritdoc/>
    protected override EnsembleSample Draw(ReplicaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new EnsembleSample(program.Sample(context.Lapack, parameters.Size, context.Streams.Matrix, context.Executor), null);
    }

    private static double[] Pilot(PolynomialProgram program)
    {
        using var lapack = Lapack.Load("managed");
        return program.Sample(lapack, PilotSize, role => StreamKey.Derive(0, 0, 0, role), ShardExecutor.Sequential);
    }
}
