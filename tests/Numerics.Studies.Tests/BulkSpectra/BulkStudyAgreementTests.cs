using Numerics.Studies.Comparison;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.BulkSpectra;

/// <summary>
/// The verdicts of the studies of bulk spectra at small sizes (seed fixed, false-alarm rate 1e-3 per run); and that the same samples refuse another theory.
/// </summary>
public sealed class BulkStudyAgreementTests
{
    [Theory]
    [InlineData("""{ "study": "extensive-outputs", "width": 200, "steps": 2 }""", """{ "study": "extensive-outputs", "width": 200, "steps": 2, "learningRate": 0.33 }""")]
    [InlineData(
        """{ "study": "extensive-outputs", "width": 200, "trainReadout": false, "sampleRatio": 1.5, "learningRate": 0.15, "labelNoise": 0.5, "steps": 3 }""",
        """{ "study": "extensive-outputs", "width": 200, "trainReadout": false, "sampleRatio": 1.5, "learningRate": 0.18, "labelNoise": 0.5, "steps": 3 }""", Traits = ["speed", "slow"])]
    [InlineData(
        """{ "study": "extensive-outputs", "width": 200, "dynamics": "flow", "time": 1, "hiddenScale": 0.1, "readoutScale": 0.1 }""",
        """{ "study": "extensive-outputs", "width": 200, "dynamics": "flow", "time": 1.15, "hiddenScale": 0.1, "readoutScale": 0.1 }""", Traits = ["speed", "slow"])]
    [InlineData("""{ "study": "ensembles", "ensemble": "anticommutator", "size": 200 }""", null)]
    [InlineData("""{ "study": "ensembles", "ensemble": "bbp", "size": 250 }""", """{ "study": "ensembles", "ensemble": "bbp", "size": 250, "spike": 4 }""")]
    [InlineData("""{ "study": "ensembles", "ensemble": "wishart", "size": 250 }""", """{ "study": "ensembles", "ensemble": "wishart", "size": 250, "population": [[1, 0.5], [5, 0.5]] }""")]
    [InlineData(
        """{ "study": "pencil", "size": 250 }""",
        """{ "study": "pencil", "size": 250, "expression": "A B + 1.1 C" }""")]
    public void Theory_and_samples_agree_and_another_theory_is_refused(string configuration, string? other)
    {
        using var runs = new StudyRuns(configuration);
        ReplicaRecord[] records = runs.Simulate(16);
        Verdict verdict = runs.Judge(runs.Predict(), records);
        Assert.True(verdict.WithinLimits, StudyRuns.Worst(verdict));
        // Where no value is zero, atomAtZero is so on both sides; nothing else is.
        Assert.All(verdict.Observables.Where(observable => observable.Shape.Name != "atomAtZero"), observable => Assert.Equal(0, observable.ZeroEntries));
        Assert.True(verdict.JudgedEntries >= 2);
        if (other is not null)
        {
            using var wrong = new StudyRuns(other);
            // Bins of another theory may end elsewhere; then only what has no bins is compared.
            bool sameBins = runs.Shape("cdf").Axes[^1].Values
                .SequenceEqual(wrong.Shape("cdf").Axes[^1].Values);
            var theory = wrong.Predict().Where(pair => sameBins || pair.Key is not ("cdf" or "density")).ToDictionary();
            Assert.False(runs.Judge(theory, records).WithinLimits);
        }
    }

    [Theory]
    [InlineData("goe")]
    [InlineData("gue")]
    [InlineData("ginibre")]
    [InlineData("ginibreProduct")]
    [InlineData("marchenkoPasturPlusGoe")]
    [InlineData("rectangularSpike")]
    [InlineData("deformedGoe")]
    [Trait("speed", "slow")]
    public void Ensembles_agree(string ensemble)
    {
        using var runs = new StudyRuns($$"""{ "study": "ensembles", "ensemble": "{{ensemble}}", "size": 250 }""");
        Verdict verdict = runs.Judge(runs.Predict(), runs.Simulate(24));
        Assert.True(verdict.WithinLimits, StudyRuns.Worst(verdict));
    }

    [Theory]
    [InlineData("""{ "study": "extensive-outputs", "width": 1000, "teacherScale": 1, "learningRate": 0.2, "teacherSpike": 6, "steps": 2, "resolventAt": [] }""", 2.642775, 1.790073)]
    [InlineData("""{ "study": "extensive-outputs", "width": 1000, "teacherScale": 1, "learningRate": 0.2, "teacherSpike": 4, "steps": 5, "trainReadout": false }""", 2.690674, 1.773565)]
    [InlineData("""{ "study": "extensive-outputs", "width": 1000, "teacherScale": 4, "learningRate": 0.5, "outputRatio": 0, "steps": 1 }""", 2.331372, 1.894427)]
    public void Outliers_are_the_tabulated_ones(string configuration, double outlier, double edge)
    {
        using var runs = new StudyRuns(configuration);
        IReadOnlyDictionary<string, ObservableEstimate> theory = runs.Predict();
        Assert.Equal(outlier, theory["outlier"].Value[^2]!.Value, 1e-6);
        Assert.Equal(edge, theory["upperEdge"].Value[^1]!.Value, 1e-6);
    }

    [Theory]
    [InlineData("""{ "study": "extensive-outputs", "steps": 3 }""", 0.21302233, -0.83322231, Traits = ["speed", "slow"])]
    [InlineData("""{ "study": "extensive-outputs", "trainReadout": false, "steps": 3 }""", 0.32865239, -0.80183929)]
    [InlineData(
        """{ "study": "extensive-outputs", "outputRatio": 1.5, "sampleRatio": 0.5, "trainReadout": false, "dynamics": "flow", "time": 3, "teacherScale": 1, "labelNoise": 0.5 }""",
        0.40685264, -0.84182791, Traits = ["speed", "slow"])]
    public void Resolvents_are_the_tabulated_ones(string configuration, double real, double imaginary)
    {
        using var runs = new StudyRuns(configuration);
        IReadOnlyDictionary<string, ObservableEstimate> theory = runs.Predict();
        Assert.Equal(real, theory["resolvent"].Value[^2]!.Value, 2e-7);
        Assert.Equal(imaginary, theory["resolvent"].Value[^1]!.Value, 2e-7);
    }

    [Fact]
    public void A_separate_band_holds_exactly_as_many_singular_values_as_there_are_outputs()
    {
        using var runs = new StudyRuns("""{ "study": "extensive-outputs", "width": 800, "teacherScale": 4, "learningRate": 0.5, "outputRatio": 0.01, "steps": 1 }""");
        IReadOnlyDictionary<string, ObservableEstimate> theory = runs.Predict();
        // Table of the crossover: band [2.100731, 2.582872] at kappa = 0.01.
        Assert.Equal(2.100731, theory["bandEdge"].Value[^2]!.Value, 1e-6);
        Assert.Equal(2.582872, theory["bandEdge"].Value[^1]!.Value, 1e-6);
        // C/D = 8/640 of the values are in the band: the distribution function has a plateau in the gap.
        Axis s = runs.Shape("cdf").Axes[^1];
        int gap = Enumerable.Range(0, s.Values.Count).First(k => s.Values[k] > theory["bandEdge"].Value[^3]!.Value);
        Assert.Equal(1 - 0.0125, theory["cdf"].Value[^(s.Values.Count - gap)]!.Value, 1e-6);
        ReplicaRecord record = runs.Simulate(1)[0];
        Assert.InRange(record.Values["bandEdge"][^2]!.Value, 2.0, 2.3);
        Assert.InRange(record.Values["bandEdge"][^3]!.Value, 1.8, 1.9);
    }

    [Fact]
    [Trait("speed", "slow")]
    public void The_largest_singular_value_extrapolates_to_the_edge()
    {
        using var runs = new StudyRuns("""{ "study": "extensive-outputs", "width": [80, 160, 320, 640], "steps": 3, "replicas": 100 }""");
        IReadOnlyDictionary<string, ObservableEstimate> theory = runs.Predict();
        ReplicaRecord[] records = runs.Simulate(runs.Run.Replicas);
        Verdict verdict = runs.Judge(theory, records);
        Assert.True(verdict.WithinLimits, StudyRuns.Worst(verdict));
        // The edge alone: simulation minus the Tracy-Widom mean of each width, extrapolated as 1/N. Another edge by half a per cent is refused.
        Assert.False(runs.Judge(Distortion.Apply(theory, new Dictionary<string, double> { ["largestSingularValue"] = 1.005 }), records).WithinLimits);
        ObservableComparison largest = verdict.Observables.Single(observable => observable.Shape.Name == "largestSingularValue").Comparison!;
        Assert.InRange(Math.Abs(largest.ZScore[^1]!.Value), 0, 3);
        Assert.NotNull(largest.Fit!.Slope[^1]);
    }
}
