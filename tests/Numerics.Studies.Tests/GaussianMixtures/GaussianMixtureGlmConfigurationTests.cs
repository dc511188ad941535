using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Catalog;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.GaussianMixtures;

/// <summary>What the study <c>gaussian-mixture-glm</c> takes, refuses, and with which words.</summary>
public sealed class GaussianMixtureGlmConfigurationTests
{
    [Theory]
    [InlineData(""" "loss": "ramp" """, "loss", "\"ramp\" is not one of \"square\", \"logistic\", \"hinge\"")]
    [InlineData(""" "penalty": "l0" """, "penalty", "is not one of")]
    [InlineData(""" "regularization": -0.1 """, "regularization", "-0.1 is out of range")]
    [InlineData(""" "regularization": 1e-300 """, "regularization", "below 1E-09")]
    [InlineData(""" "clusterProbabilities": [0.5, 0.6] """, "clusterProbabilities", "sum to 1.1; they must sum to 1")]
    [InlineData(""" "clusterProbabilities": [1.5, -0.5] """, "clusterProbabilities[0]", "1.5 is out of range")]
    [InlineData(""" "clusterProbabilities": [0.3, 0.3, 0.4] """, "labels", "3 clusters and no labels")]
    [InlineData(""" "clusterProbabilities": [] """, "clusterProbabilities", "0 clusters")]
    [InlineData(""" "labels": [1, 0] """, "labels", "A label is 0; labels are 1 or -1")]
    [InlineData(""" "labels": [1, 2] """, "labels", "A label is 2")]
    [InlineData(""" "labels": [1, 0.5] """, "labels[1]", "not an integer")]
    [InlineData(""" "coordinateFractions": [0.5, 0.4], "variances": [[1, 1], [1, 1]], "meanGram": [[[1, 0], [0, 1]], [[1, 0], [0, 1]]] """, "coordinateFractions", "sum to 0.9")]
    [InlineData(""" "coordinateFractions": [0.5, 0.5] """, "variances", "one number for each of 2 classes")]
    [InlineData(""" "variances": [[0.5], [-0.5]] """, "variances[1][0]", "out of range")]
    [InlineData(""" "variances": [[0.5], [0]] """, "variances", "variance 0 in every class")]
    [InlineData(""" "variances": [0.5, 0.5] """, "variances", "is not a list")]
    [InlineData(""" "meanGram": [[[1, 2], [2, 1]]] """, "meanGram[0]", "not positive semidefinite: its smallest eigenvalue is -1")]
    [InlineData(""" "meanGram": [[[1, 0.5], [0, 1]]] """, "meanGram[0]", "not symmetric")]
    [InlineData(""" "meanGram": [[[1]]] """, "meanGram", "2 x 2 matrix for each of 1 classes")]
    [InlineData(""" "meanGram": [[1, -1], [-1, 1]] """, "meanGram", "")]
    [InlineData(""" "sampleRatio": 0 """, "sampleRatio", "out of range")]
    [InlineData(""" "loss": "hinge", "penalty": "l1" """, "penalty", "square and the logistic loss")]
    [InlineData(""" "labels": [1, 1], "fitBias": true """, "fitBias", "the bias alone would classify")]
    [InlineData(""" "loss": "square", "regularization": 0, "sampleRatio": 1 """, "regularization", "fewer samples than weights")]
    [InlineData(""" "loss": "square", "regularization": 0, "sampleRatio": 1.004 """, "regularization", "no more samples than weights")]
    [InlineData(""" "loss": "hinge", "regularization": 0 """, "regularization", "not unique")]
    [InlineData(""" "loss": "logistic", "regularization": 0, "sampleRatio": 6.6 """, "regularization", "separable up to sampleRatio 6.66")]
    [InlineData(""" "coordinateFractions": [0.995, 0.005], "variances": [[1, 1], [1, 1]], "meanGram": [[[1, 0], [0, 1]], [[1, 0], [0, 1]]] """, "dimension", "class 2 has fewer than 2 coordinates")]
    [InlineData(""" "fitBias": true, "clusterProbabilities": [0.999, 0.001] """, "dimension", "may all have the same label")]
    [InlineData(""" "sampleRatio": 10000, "dimension": 5000 """, "dimension", "entries; lower dimension")]
    [InlineData(""" "bias": true """, "bias", "Unknown key")]
    [InlineData(""" "loss": "softmax", "penalty": "l1" """, "penalty", "for the softmax take \"l2\"")]
    [InlineData(""" "loss": "softmax", "labels": [1, -1] """, "labels", "A label is -1; with 2 clusters labels of the softmax are 1 to at most 2")]
    [InlineData(""" "loss": "softmax", "labels": [2, 2] """, "labels", "No cluster has label 1")]
    [InlineData(""" "loss": "softmax", "labels": [1, 1] """, "labels", "All clusters have label 1")]
    [InlineData(""" "loss": "softmax", "labels": [1, 2, 3] """, "labels", "3 labels for 2 clusters; give one label, 1, 2, ... without gaps")]
    [InlineData(""" "loss": "logistic", "labels": [1, 2] """, "labels", "labels are 1 or -1")]
    [InlineData(""" "loss": "softmax", "regularization": 0 """, "regularization", "without a penalty its weights have no bound")]
    [InlineData(""" "loss": "softmax", "fitBias": true, "clusterProbabilities": [0.999, 0.001] """, "dimension", "may miss a label")]
    [InlineData(
        """
        "loss": "softmax", "clusterProbabilities": [0.2, 0.2, 0.2, 0.2, 0.2], "variances": [[1], [1], [1], [1], [1]],
        "meanGram": [[[1, 0, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 1]]]
        """,
        "labels",
        "There are 5 labels; the softmax has at most 4")]
    public void Refuses(string parameters, string path, string words)
    {
        ConfigurationException refused = Assert.Throws<ConfigurationException>(() => Runs.Read(AllStudies.Catalog, $$"""{ "study": "gaussian-mixture-glm", {{parameters}} }"""));
        Assert.Contains(refused.Errors, error => error.Path.StartsWith(path, StringComparison.Ordinal) && error.Message.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void A_swept_mixture_is_checked_at_every_point()
    {
        ConfigurationException refused = Assert.Throws<ConfigurationException>(() => Runs.Read(
            AllStudies.Catalog, """{ "study": "gaussian-mixture-glm", "loss": "square", "regularization": 0, "sweep": { "sampleRatio": [2, 0.5] } }"""));
        Assert.Contains("0.5", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Observables_have_the_stated_names_and_axes()
    {
        Experiment experiment = Runs.Read(AllStudies.Catalog, """{ "study": "gaussian-mixture-glm" }""").Prepare();
        Assert.Equal(
            ["testError", "trainLoss", "trainError", "bias", "meanOverlap", "selfOverlap", "susceptibility", "dualityGap", "separabilityThreshold"],
            experiment.Observables.Select(observable => observable.Name));
        Assert.All(experiment.Observables.Take(4), observable => Assert.Empty(observable.Shape.Axes));
        Assert.All(experiment.Observables.Skip(4).Take(3), observable => Assert.Equal([1, 2], observable.Shape.Axes.Single(axis => axis.Name == "cluster").Values));
    }

    [Fact]
    public void The_softmax_has_overlaps_of_each_label()
    {
        Experiment experiment = Runs.Read(
            AllStudies.Catalog,
            """
            { "study": "gaussian-mixture-glm", "loss": "softmax", "clusterProbabilities": [0.5, 0.3, 0.2], "labels": [1, 2, 2], "variances": [[1], [1], [1]],
              "meanGram": [[[1, 0, 0], [0, 1, 0], [0, 0, 1]]] }
            """).Prepare();
        Assert.Equal(
            ["testError", "trainLoss", "trainError", "labelBias", "labelMeanOverlap", "labelSelfOverlap", "labelSusceptibility", "dualityGap"],
            experiment.Observables.Select(observable => observable.Name));
        Assert.Equal(["label"], experiment.Observables[3].Shape.Axes.Select(axis => axis.Name));
        Assert.Equal(["cluster", "label"], experiment.Observables[4].Shape.Axes.Select(axis => axis.Name));
        Assert.All(experiment.Observables.Skip(5).Take(2), observable => Assert.Equal(["cluster", "label", "secondLabel"], observable.Shape.Axes.Select(axis => axis.Name)));
        Assert.Equal([3, 2, 2], experiment.Observables[6].Shape.Axes.Select(axis => axis.Count));
    }

    [Fact]
    public void A_penalty_that_leaves_no_weight_fails_with_one_sentence()
    {
        Experiment experiment = Runs.Read(AllStudies.Catalog, """{ "study": "gaussian-mixture-glm", "penalty": "l1", "regularization": 1e4 }""").Prepare();
        RunResult result = Runs.Theory(experiment, Providers.Any);
        Assert.Equal(Outcome.NumericalFailure, result.Outcome);
        Assert.Contains("leaves no weight", result.TheoryFailure!, StringComparison.Ordinal);
    }
}
