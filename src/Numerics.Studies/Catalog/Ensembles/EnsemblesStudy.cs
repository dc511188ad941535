using Numerics.Studies.Catalog.Citations;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.Ensembles;

/// <summary>Classical random matrix ensembles: closed laws, Dyson equations and spike formulas against sampled matrices.</summary>
public sealed class EnsemblesStudy : Study<EnsemblesParameters>
{
    /// <inheritdoc/>
    public override StudyCard Card { get; } = new(
        "ensembles",
        "classical random matrix ensembles: bands, edges, outliers and overlaps against sampled matrices",
        StreamId: 6,
        Bibliography.Of(Bibliography.MarchenkoPastur1967, Bibliography.BaikBenArousPeche2005, Bibliography.BenaychGeorgesNadakuditi2012));

    /// <inheritdoc/>
    protected override Experiment Prepare(EnsemblesParameters p, string baseDirectory) => new EnsemblesExperiment(p);

    /// <inheritdoc/>
    protected override IEnumerable<ConfigurationError> Check(EnsemblesParameters p, string baseDirectory)
    {
        List<ConfigurationError> errors = [];
        if (p.Ensemble == EnsembleKind.Bbp && p.Spike <= 1)
        {
            errors.Add(new ConfigurationError("spike", $"The population eigenvalue {ReadableNumber.Of(p.Spike)} of bbp is not above 1, that of the others; raise it."));
        }

        if (p.Population.Length == 0 || p.Population.Any(pair => pair.Length != 2 || !(pair[0] > 0) || !(pair[1] > 0)))
        {
            errors.Add(new ConfigurationError("population", "A population is a list of [eigenvalue, weight], all positive, at least one."));
        }

        if (errors.Count == 0 && p.Model().Rows(p.Size) is < 8 or > 30_000)
        {
            errors.Add(new ConfigurationError("aspectRatio", $"size {p.Size} and aspectRatio {ReadableNumber.Of(p.AspectRatio)} make {p.Model().Rows(p.Size)} rows; 8 to 30000 can be sampled."));
        }

        return errors;
    }
}
