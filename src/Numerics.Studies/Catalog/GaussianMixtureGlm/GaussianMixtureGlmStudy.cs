using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.GaussianMixtures;
using Numerics.Studies.Catalog.Citations;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.GaussianMixtureGlm;

/// <summary>Linear classifiers trained on Gaussian mixtures: errors, losses and overlaps in the limit of large dimension against trained classifiers.</summary>
public sealed class GaussianMixtureGlmStudy : Study<GaussianMixtureGlmParameters>
{
    private const double MostEntries = 4e8;

    /// <inheritdoc/>
    public override StudyCard Card { get; } = new(
        "gaussian-mixture-glm",
        "linear classifiers (square, logistic, hinge loss, softmax; l2, l1) trained on Gaussian mixtures: errors, losses, overlaps, separability",
        StreamId: 17,
        Bibliography.Of(Bibliography.Loureiro2021, Bibliography.CandesSur2020));

    /// <inheritdoc/>
    protected override Experiment Prepare(GaussianMixtureGlmParameters p, string baseDirectory)
    {
        ArgumentNullException.ThrowIfNull(p);
        return p.Loss == ClassifierLoss.Softmax ? new SoftmaxGlmExperiment(p) : new GaussianMixtureGlmExperiment(p);
    }

    /// <inheritdoc/>
    protected override IEnumerable<ConfigurationError> Check(GaussianMixtureGlmParameters p, string baseDirectory)
    {
        ArgumentNullException.ThrowIfNull(p);
        if (p.Loss == ClassifierLoss.Softmax)
        {
            ConfigurationError[] wrong = [.. Penalties(p), .. Errors(p.SoftmaxModel().Faults())];
            return wrong.Length > 0 ? wrong : Sizes(p, p.SoftmaxModel().Mixture);
        }

        if (p.Labels is null && p.ClusterProbabilities.Length is not (0 or 2))
        {
            return [new("labels", $"{p.ClusterProbabilities.Length} clusters and no labels; give one label, 1 or -1, for each entry of clusterProbabilities.")];
        }

        GeneralizedLinearModel model = p.Model();
        ConfigurationError[] faults = [.. Errors(model.Faults())];
        return faults.Length > 0 ? faults : [.. Sizes(p, model.Mixture), .. Unpenalised(p, model)];
    }

    private static IEnumerable<ConfigurationError> Errors(IEnumerable<MixtureFault> faults) => faults.Select(fault => new ConfigurationError(fault.Parameter, fault.Sentence));

    private static IEnumerable<ConfigurationError> Penalties(GaussianMixtureGlmParameters p)
    {
        if (p.Penalty == WeightPenalty.L1)
        {
            yield return new("penalty", "The penalty l1 goes with the square and the logistic loss; for the softmax take \"l2\".");
        }
    }

    /// <summary>Samples that are too few to be simulated, or too many.</summary>
    private static IEnumerable<ConfigurationError> Sizes(GaussianMixtureGlmParameters p, GaussianMixture mixture)
    {
        int clusters = p.ClusterProbabilities.Length;
        int samples = (int)Math.Floor(p.SampleRatio * p.Dimension);
        for (int c = 0; c < p.CoordinateFractions.Length; c++)
        {
            if (Math.Floor(p.CoordinateFractions[c] * p.Dimension) < clusters && p.MeanGram[c].Any(row => row.Any(value => value != 0)))
            {
                yield return new(
                    "dimension",
                    $"At dimension {p.Dimension} class {c + 1} has fewer than {clusters} coordinates, too few for the means of {clusters} clusters; raise dimension or the fraction.");
            }
        }

        if (samples < 1)
        {
            yield return new("dimension", $"At dimension {p.Dimension} and sampleRatio {p.SampleRatio:G6} there is no sample; raise dimension.");
        }
        else if ((double)samples * p.Dimension > MostEntries)
        {
            yield return new("dimension", $"{samples} samples of dimension {p.Dimension} have more than {MostEntries:G1} entries; lower dimension or sampleRatio.");
        }
        else if (p.FitBias && mixture.Labels.Distinct().Any(label => Enumerable.Range(0, clusters).All(k => mixture.Labels[k] != label || Math.Floor(samples * p.ClusterProbabilities[k]) < 1)))
        {
            string which = p.Loss == ClassifierLoss.Softmax ? "may miss a label, whose bias would have no bound" : "may all have the same label, and the bias alone would classify them";
            yield return new("dimension", $"{samples} samples {which}; raise dimension or set fitBias to false.");
        }
    }

    private static IEnumerable<ConfigurationError> Unpenalised(GaussianMixtureGlmParameters p, GeneralizedLinearModel model)
    {
        if (p.Regularization > 0)
        {
            yield break;
        }

        if (model.Loss == MarginLoss.Square && Math.Floor(p.SampleRatio * p.Dimension) <= p.Dimension + (p.FitBias ? 1 : 0))
        {
            yield return new(
                "regularization",
                $"At dimension {p.Dimension} and sampleRatio {p.SampleRatio:G6} there are no more samples than weights, and without a penalty the minimum is not unique; "
                + "raise dimension, sampleRatio or regularization.");
        }

        if (model.Loss == MarginLoss.Logistic && SeparabilityTransition.Of(model.Mixture, p.FitBias) is var transition && !(p.SampleRatio > transition?.Ratio))
        {
            yield return new(
                "regularization",
                $"Samples are separable up to sampleRatio {(transition is not null ? ReadableNumber.Of(transition.Ratio) : "infinity")}, and without a penalty the weights have no bound at {p.SampleRatio:G6}; "
                + "give a positive regularization or a larger sampleRatio.");
        }
    }
}
