using Numerics.Spectra.Ensembles;
using Numerics.Studies.Catalog.SampledSpectrum;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.Pencil;

/// <summary>The study <c>pencil</c> with its parameters fixed.</summary>
public sealed class PencilExperiment : SpectrumExperiment
{
    private readonly PencilParameters parameters;
    private readonly MatrixPolynomial polynomial;

    /// <summary>Fixes a run.</summary>
    /// <exception cref="ConfigurationException">The polynomial cannot be read or its sizes do not match.</exception>
    public PencilExperiment(PencilParameters parameters)
        : this(parameters, (parameters ?? throw new ArgumentNullException(nameof(parameters))).Polynomial())
    {
    }

    private PencilExperiment(PencilParameters parameters, MatrixPolynomial polynomial)
        : base(polynomial, parameters.Size)
    {
        this.parameters = parameters;
        this.polynomial = polynomial;
    }

    /// <inheritdoc/>
    public override int Replicas => parameters.Replicas;

    /// <inheritdoc/>
    public override Cost Cost => new(
        (long)polynomial.Bytes(parameters.Size),
        16L * 20 * Order * Order,
        polynomial.Operations(parameters.Size) / 8e9,
        // 300 points of a few tens of products of the order of the pencil.
        1 + (300 * 50 * Math.Pow(Order, 3) / 1e9));

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Plan => [Fact.Evidence("order of the pencil", $"{Order}")];

    /// <inheritdoc/>
    protected override Caption Title => new(parameters.IsSymmetrized ? "Eigenvalues of M + M'" : "Singular values of M", $"M = {parameters.Expression}", $"size {parameters.Size}");

    /// <inheritdoc/>
    protected override Caption Heading => $"M = {parameters.Expression}";

    private int Order => polynomial.Pencil(parameters.Size).Blocks.Count;

    /// <inheritdoc/>
    protected override IEnumerable<Fact> Evidence(LimitSpectrum limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        return
        [
            Fact.Evidence("order of the pencil", $"{Order}"),
            Fact.Evidence("bands", string.Join(", ", limit.Law.Support.Select(band => $"[{band.Lower:G8}, {band.Upper:G8}]"))),
            Fact.Evidence("largest defect of a mass", $"{Math.Abs(1 - limit.Law.Moment(0)):G3}"),
        ];
    }
}
