using Numerics.Spectra.Ensembles;
using Numerics.Studies.Catalog.Citations;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.Pencil;

/// <summary>A polynomial in Gaussian matrices that the configuration defines: its bands and edges by the matrix Dyson equation against sampled matrices.</summary>
public sealed class PencilStudy : Study<PencilParameters>
{
    /// <inheritdoc/>
    public override StudyCard Card { get; } = new(
        "pencil",
        "any polynomial in Gaussian matrices, defined in the configuration: bands, edges and density against sampled matrices",
        StreamId: 7,
        Bibliography.Of(Bibliography.Anderson2013));

    /// <inheritdoc/>
    protected override Experiment Prepare(PencilParameters p, string baseDirectory) => new PencilExperiment(p);

    /// <inheritdoc/>
    protected override IEnumerable<ConfigurationError> Check(PencilParameters p, string baseDirectory)
    {
        if (p.Matrices.Length == 0 || p.Matrices.Select(matrix => matrix.Name).Distinct(StringComparer.Ordinal).Count() != p.Matrices.Length)
        {
            return [new ConfigurationError("matrices", "At least one matrix is needed, and each needs a name of its own.")];
        }

        if (p.Matrices.FirstOrDefault(matrix => MatrixPolynomial.Side(Math.Max(matrix.Rows, matrix.Columns), p.Size) > 30_000) is { } large)
        {
            return [new ConfigurationError("size", $"At size {p.Size} the matrix {large.Name} has a side above 30000; lower size.")];
        }

        try
        {
            return p.Polynomial().IsZero()
                ? [new ConfigurationError("expression", $"\"{(p.Expression.Length <= 60 ? p.Expression : p.Expression[..57] + "...")}\" vanishes whatever the matrices are; there is no spectrum of it.")] : [];
        }
        catch (ConfigurationException exception)
        {
            return exception.Errors;
        }
    }
}
