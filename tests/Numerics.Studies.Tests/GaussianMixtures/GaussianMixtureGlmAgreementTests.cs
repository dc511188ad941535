using Numerics.Studies.Catalog;
using Numerics.Studies.Comparison;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.BulkSpectra;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.GaussianMixtures;

/// <summary>Trained classifiers of a small dimension against the theory, and against that of another mixture or penalty; how means approach the limit.</summary>
public sealed class GaussianMixtureGlmAgreementTests
{
    private const string T2 = """
        "clusterProbabilities": [0.3, 0.5, 0.2], "labels": [1, -1, 1], "coordinateFractions": [0.5, 0.5], "variances": [[0.3, 0.6], [0.5, 0.5], [1, 0.4]],
        "meanGram": [[[2, 0, 0], [0, 2, 0], [0, 0, 2]], [[2, 0, 0], [0, 2, 0], [0, 0, 2]]], "fitBias": true
        """;

    private const string SparseMeans = """
        "penalty": "l1", "coordinateFractions": [0.2, 0.8], "variances": [[0.5, 0.5], [0.5, 0.5]], "meanGram": [[[5, -5], [-5, 5]], [[0, 0], [0, 0]]]
        """;

    private const string ThreeLabels = """
        "loss": "softmax", "clusterProbabilities": [0.5, 0.3, 0.2], "coordinateFractions": [0.5, 0.5], "variances": [[0.3, 0.6], [0.5, 0.5], [1, 0.4]],
        "meanGram": [[[2, 0, 0], [0, 2, 0], [0, 0, 2]], [[1, 0.2, 0], [0.2, 1, -0.3], [0, -0.3, 1]]], "fitBias": true
        """;

    private const string FourLabels = """
        "loss": "softmax", "clusterProbabilities": [0.3, 0.3, 0.2, 0.2], "variances": [[0.5], [0.5], [0.5], [0.5]],
        "meanGram": [[[2, 0, 0, 0], [0, 2, 0, 0], [0, 0, 2, 0], [0, 0, 0, 1]]], "regularization": 1
        """;

    [Theory]
    [InlineData("""{ "study": "gaussian-mixture-glm", "dimension": 60, "regularization": 0.3, "sampleRatio": 2, L3 }""", "[1, 0.4]", "[1.3, 0.4]")]
    [InlineData("""{ "study": "gaussian-mixture-glm", "dimension": 60, "regularization": 0.3, "sampleRatio": 2, L3, "labels": [1, 2, 1] }""", "[1, 2, 1]", "[1, 2, 2]")]
    [InlineData("""{ "study": "gaussian-mixture-glm", "dimension": 50, "sampleRatio": 1.5, L4 }""", "\"regularization\": 1", "\"regularization\": 1.3")]
    public void Softmax_classifiers_agree_and_another_theory_is_refused(string configuration, string part, string other)
    {
        string text = configuration.Replace("L3", ThreeLabels, StringComparison.Ordinal).Replace("L4", FourLabels, StringComparison.Ordinal);
        using var runs = new StudyRuns(text);
        ReplicaRecord[] records = runs.Simulate(64);
        Verdict verdict = runs.Judge(runs.Predict(), records);
        Assert.True(verdict.WithinLimits, StudyRuns.Worst(verdict));
        Assert.True(verdict.JudgedEntries >= 20);
        using var wrong = new StudyRuns(text.Replace(part, other, StringComparison.Ordinal));
        Assert.False(runs.Judge(wrong.Predict(), records).WithinLimits);
    }

    [Theory]
    [InlineData("""{ "study": "gaussian-mixture-glm", "dimension": 100, "loss": "square", "sampleRatio": 2, T2 }""", "\"sampleRatio\": 2", "\"sampleRatio\": 2.3")]
    [InlineData("""{ "study": "gaussian-mixture-glm", "dimension": 100, "loss": "logistic", "regularization": 0.01, "sampleRatio": 1, T2 }""", "[1, 0.4]", "[1.2, 0.4]")]
    [InlineData("""{ "study": "gaussian-mixture-glm", "dimension": 80, "loss": "hinge", "sampleRatio": 2, T2 }""", "\"fitBias\": true", "\"fitBias\": false")]
    [InlineData("""{ "study": "gaussian-mixture-glm", "dimension": 100, "loss": "square", "regularization": 0.3, "sampleRatio": 1, L1 }""", "\"penalty\": \"l1\"", "\"penalty\": \"l2\"")]
    [InlineData("""{ "study": "gaussian-mixture-glm", "dimension": 100, "loss": "logistic", "regularization": 0.3, "sampleRatio": 1, L1 }""", "[0.2, 0.8]", "[0.25, 0.75]")]
    [InlineData("""{ "study": "gaussian-mixture-glm", "dimension": 100, "loss": "logistic", "regularization": 0, "sampleRatio": 12 }""", "[[0.5], [0.5]]", "")]
    public void Theory_and_classifiers_agree_and_another_theory_is_refused(string configuration, string part, string other)
    {
        string text = configuration.Replace("T2", T2, StringComparison.Ordinal).Replace("L1", SparseMeans, StringComparison.Ordinal);
        using var runs = new StudyRuns(text);
        ReplicaRecord[] records = runs.Simulate(64);
        Verdict verdict = runs.Judge(runs.Predict(), records);
        Assert.True(verdict.WithinLimits, StudyRuns.Worst(verdict));
        Assert.True(verdict.JudgedEntries >= 7);
        using var wrong = new StudyRuns(other.Length > 0 ? text.Replace(part, other, StringComparison.Ordinal) : text.Replace("\"sampleRatio\": 12", "\"sampleRatio\": 14", StringComparison.Ordinal));
        Assert.False(runs.Judge(wrong.Predict(), records).WithinLimits);
    }

    /// <summary>With a trained bias the susceptibility approaches its limit from above, as 1/d: the same samples refuse 1/sqrt(d), and the slope is measured.</summary>
    [Fact]
    public void Means_approach_the_limit_as_one_over_the_dimension()
    {
        string text = """{ "study": "gaussian-mixture-glm", "dimension": [25, 50, 100], "replicas": [400, 400, 200], "loss": "square", "sampleRatio": 1, T2 }""".Replace("T2", T2, StringComparison.Ordinal);
        using var runs = new StudyRuns(text);
        ReplicaRecord[] records = runs.Simulate(runs.Run.Replicas);
        IReadOnlyDictionary<string, ObservableEstimate> theory = runs.Predict();
        Assert.True(Judge(1).WithinLimits, StudyRuns.Worst(Judge(1)));
        Assert.False(Judge(0.5).WithinLimits);
        SimulationStatistics mean = ReplicaAverages.Of(runs.Run.Shapes, records)["susceptibility"];
        double[] logs = [.. Enumerable.Range(0, 3).Select(size => Math.Log(mean.Mean[3 * size]!.Value - theory["susceptibility"].Value[3 * size]!.Value))];
        Assert.InRange((logs[2] - logs[0]) / Math.Log(4), -1.3, -0.75);

        Verdict Judge(double power) => TheoryComparison.Judge(
            new(
                runs.Run.Shapes,
                name => name == "susceptibility" ? OfPower(runs.Run.Observables.Single(observable => observable.Name == name).Rule!, power) : null,
                theory,
                ReplicaAverages.Of(runs.Run.Shapes, records)) { Records = records, Ladder = runs.Run.Ladder });
    }

    /// <summary>At variance 1e4 the hinge leaves a thousandth of a direction free: 1/lambda of it is no number of a single sample. At variance 0.5 it has dozens.</summary>
    [Theory]
    [InlineData("1e4", 4, false)]
    [InlineData("0.5", 2, true)]
    public void Susceptibilities_of_less_than_a_few_free_directions_are_shown_only(string variance, double ratio, bool judged)
    {
        RunResult result = Runs.Of(
            Runs.Read(
                AllStudies.Catalog,
                $$"""{ "study": "gaussian-mixture-glm", "loss": "hinge", "dimension": 100, "replicas": 16, "sampleRatio": {{ratio}}, "variances": [[{{variance}}], [{{variance}}]] }""").Prepare(),
            Providers.Any);
        Assert.Equal(judged, result.Named("susceptibility").Comparison?.Judged.Any() == true);
    }

    /// <summary>
    /// Where samples on the other side of the separability transition carry the means (hinge at lambda 1e-4 with n = 8 d, logistic loss on the transition), they are shown with a warning and not judged; with a
    /// larger penalty, close to the transition too, they are judged.
    /// </summary>
    [Theory]
    [InlineData("hinge", "1e-4", "0.5", "8", 30, false)]
    [InlineData("hinge", "0.01", "0.5", "8", 60, true)]
    [InlineData("logistic", "0.1", "1e6", "2", 40, false)]
    [InlineData("logistic", "0.01", "0.5", "6", 50, true)]
    [InlineData("logistic", "0", "0.5", "7", 50, false)]
    public void Means_that_samples_across_the_transition_carry_are_shown_only(string loss, string lambda, string variance, string ratio, int dimension, bool judged)
    {
        RunResult result = Runs.Of(
            Runs.Read(
                AllStudies.Catalog,
                $$"""
                { "study": "gaussian-mixture-glm", "loss": "{{loss}}", "regularization": {{lambda}}, "sampleRatio": {{ratio}}, "variances": [[{{variance}}], [{{variance}}]], "dimension": {{dimension}}, "replicas": 8 }
                """).Prepare(),
            Providers.Any);
        Assert.Equal(judged, result.Named("selfOverlap").Comparison?.Judged.Any() == true);
        Assert.Equal(judged, result.Named("testError").Comparison?.Judged.Any() == true);
        Assert.Equal(!judged, result.Facts.Any(fact => fact.Kind == FactKind.Warning && fact.Text.Contains("shown and not judged; raise dimension", StringComparison.Ordinal)));
    }

    private static ComparisonRule OfPower(ComparisonRule rule, double power) =>
        rule with { ApproachPower = power, Blocks = rule.Blocks is { } blocks ? [.. blocks.Select(block => block! with { ApproachPower = power })] : null };
}
