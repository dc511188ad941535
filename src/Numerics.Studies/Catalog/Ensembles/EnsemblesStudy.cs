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
        """
        @article{MarchenkoPastur1967,
          title   = {Distribution of Eigenvalues for Some Sets of Random Matrices},
          author  = {Marchenko, V. A. and Pastur, L. A.},
          journal = {Mathematics of the USSR-Sbornik},
          volume  = {1},
          pages   = {457--483},
          year    = {1967}
        }
        @article{BaikBenArousPeche2005,
          title   = {Phase Transition of the Largest Eigenvalue for Nonnull Complex Sample Covariance Matrices},
          author  = {Baik, Jinho and Ben Arous, G{\'e}rard and P{\'e}ch{\'e}, Sandrine},
          journal = {Annals of Probability},
          volume  = {33},
          pages   = {1643--1697},
          year    = {2005}
        }
        @article{BenaychGeorgesNadakuditi2012,
          title   = {The Singular Values and Vectors of Low Rank Perturbations of Large Rectangular Random Matrices},
          author  = {Benaych-Georges, Florent and Nadakuditi, Raj Rao},
          journal = {Journal of Multivariate Analysis},
          volume  = {111},
          pages   = {120--135},
          year    = {2012}
        }
        """);

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
