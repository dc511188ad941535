using Numerics.LinearAlgebra.Interop;
using Numerics.Studies.Catalog;
using Numerics.Studies.Contract;
using Numerics.Studies.Execution;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Catalog;

/// <summary>The study <c>mixture-of-experts</c>: its tables by name, right and wrong scaling rules, theory against ladders of networks, bad input.</summary>
public sealed class MixtureOfExpertsTests
{
    private const string Infinite = "\"study\": \"mixture-of-experts\", \"experiment\": \"infiniteScale\"";

    [Fact]
    public void Exponents_are_those_of_the_table_with_null_for_zero_initialisation()
    {
        using var lapack = Lapack.Load();
        RunResult result = Runs.Theory(Experiment("""{ "study": "mixture-of-experts", "regime": "II", "parameterization": "muP", "optimizer": "adam", "readout": "zero" }"""), lapack);
        Assert.Equal(["input", "router", "expertIn", "expertOut", "readout"], result.Named("initialScaleExponent").Shape.Axes.Single().Labels!);
        Assert.Equal([0, -0.5, -0.5, 0, null], result.Named("initialScaleExponent").Theory!.Value);
        Assert.Equal([0, -1, -1, 0, -1], result.Named("learningRateExponent").Theory!.Value);
        Assert.Equal([-1, -1, -1, -2, 0], result.Named("epsilonExponent").Theory!.Value);
        Assert.Equal(
            ["initial", "effective", "propagating", "aggregate", "backwardInitial", "backwardUpdated"], result.Named("scalingExponent").Shape.Axes.Single().Labels!);
        Assert.Equal([-0.5, 0, -0.5, 0, -0.5, 0], result.Named("scalingExponent").Theory!.Value);
    }

    [Theory]
    [InlineData("\"regime\": \"II\", \"parameterization\": \"MSSP\"", Judgement.Agrees)]
    [InlineData("\"regime\": \"II\", \"parameterization\": \"muP\"", Judgement.Agrees)]
    [InlineData("\"regime\": \"I\", \"parameterization\": \"MSSP\"", Judgement.Agrees)]
    [InlineData("\"regime\": \"III\", \"parameterization\": \"MSSP\"", Judgement.Agrees)]
    [InlineData("\"regime\": \"III\", \"parameterization\": \"MSSP\", \"parameterizationRegime\": \"II\"", Judgement.Disagrees)]
    [InlineData("\"regime\": \"II\", \"parameterization\": \"MSSP\", \"parameterizationRegime\": \"III\"", Judgement.Disagrees)]
    public void The_right_rule_keeps_its_powers_and_a_wrong_one_is_refused(string rule, Judgement expected)
    {
        using var lapack = Lapack.Load();
        RunResult result = Runs.Of(Experiment($"{{ \"study\": \"mixture-of-experts\", {rule}, \"scales\": [1, 2, 4, 8], \"replicas\": 16 }}"), lapack);
        Assert.True(result.Verdict == expected, string.Join(" ", result.Named("scalingExponent").Simulation!.Mean.Select(value => $"{value:F3}")));
    }

    [Fact]
    public void Powers_of_regime_III_are_judged_from_the_width_on_that_shows_them()
    {
        using var lapack = Lapack.Load();
        int Judged(string scales)
        {
            RunResult result = Runs.Of(Experiment($$"""{ "study": "mixture-of-experts", "regime": "III", "parameterization": "muP", "scales": {{scales}}, "replicas": 2 }"""), lapack);
            return result.Named("scalingExponent").Comparison!.ZScore.Count(score => score is not null);
        }

        Assert.Equal(3, Judged("[1, 2]"));
        Assert.Equal(5, Judged("[4, 5]"));
    }

    /// <summary>The parts that show their power late: a power of 1/2 would be seen, and none is there.</summary>
    [Theory]
    [Trait("speed", "slow")]
    [InlineData("MSSP")]
    [InlineData("muP")]
    public void Late_powers_of_regime_III_are_zero(string parameterization)
    {
        using var lapack = Lapack.Load();
        RunResult result = Runs.Of(Experiment($$"""{ "study": "mixture-of-experts", "regime": "III", "parameterization": "{{parameterization}}", "scales": [4, 8, 16], "replicas": 20 }"""), lapack);
        ObservableResult slopes = result.Named("scalingExponent");
        foreach (int part in (int[])[1, 2])
        {
            double seen = Math.Abs(slopes.Simulation!.Mean[part]!.Value) + slopes.Comparison!.DetectableDeviation[part]!.Value;
            Assert.True(seen < 0.5, $"part {part}: {slopes.Simulation.Mean[part]:F3}, seen from {slopes.Comparison.DetectableDeviation[part]:F3}");
            Assert.InRange(Math.Abs(slopes.Comparison.ZScore[part]!.Value), 0, slopes.Comparison.EntryLimit[part]!.Value);
        }
    }

    /// <summary>What the slope of III cannot tell at scale 1, the first steps do: without its coherent part Psi the law would be 1.4 times smaller at the tenth step, which is refused.</summary>
    [Fact]
    public void The_first_steps_of_regime_III_follow_their_closed_form()
    {
        using var lapack = Lapack.Load();
        Experiment experiment = Experiment("""{ "study": "mixture-of-experts", "experiment": "escapeTime", "regime": "III", "parameterization": "muP", "scales": [4, 8], "steps": 12, "replicas": 32 }""");
        RunRequest request = Runs.Request(experiment, lapack);
        Judgement? Of(double factor) => Runs.Execute(request with { Distortions = new Dictionary<string, double> { ["earlyAlignment"] = factor } }, new MemoryReplicaStore(), CancellationToken.None)
            .Named("earlyAlignment").Comparison!.Verdict;
        Assert.NotEqual(Judgement.Disagrees, Of(1));
        Assert.Equal(Judgement.Disagrees, Of(1 / 1.4));
    }

    [Fact]
    public void MuP_leaves_its_plateau_by_the_escape_law_and_not_by_another()
    {
        using var lapack = Lapack.Load();
        Experiment experiment = Experiment("""{ "study": "mixture-of-experts", "experiment": "escapeTime", "regime": "II", "parameterization": "muP", "scales": [2, 4, 8], "replicas": 12 }""");
        RunRequest request = Runs.Request(experiment, lapack) with { Resolution = new Resolution(3, new Dictionary<string, double> { ["escapeSlope"] = 1.4 }) };
        RunResult result = Runs.Execute(request, new MemoryReplicaStore(), CancellationToken.None);
        Assert.Equal(Judgement.Agrees, result.Verdict);
        IReadOnlyList<double?> times = result.Named("escapeTime").Simulation!.Mean;
        Assert.True(times[0] + 1 < times[1] && times[1] + 1 < times[2], string.Join(" ", times));
        RunResult wrong = Runs.Execute(request with { Distortions = new Dictionary<string, double> { ["escapeSlope"] = 2.5 } }, new MemoryReplicaStore(), CancellationToken.None);
        Assert.Equal(Judgement.Disagrees, wrong.Verdict);
    }

    [Fact]
    public void Scales_at_which_no_network_escapes_are_named_with_the_steps()
    {
        using var lapack = Lapack.Load();
        RunResult result = Runs.Of(
            Experiment("""{ "study": "mixture-of-experts", "experiment": "escapeTime", "regime": "II", "parameterization": "muP", "scales": [4, 8], "steps": 3, "replicas": 2 }"""), lapack);
        Assert.All(result.Named("escapeTime").Simulation!.Mean, mean => Assert.Null(mean));
        Fact said = Assert.Single(result.Facts, fact => fact.Name == "escape");
        Assert.Equal((FactKind.Warning, "At the scales 4, 8 no network escaped from the plateau within 3 steps: escapeTime is missing there, and escapeSlope with it; raise steps."), (said.Kind, said.Text));
        Assert.Contains(result.Facts, fact => fact.Name == "replicas" && fact.Text.Contains("At the scales 4, 8 the loss is above 0.75 of its start", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("coordinateCheck", "scalingExponent")]
    [InlineData("escapeTime", "escapeSlope")]
    public void Observables_over_scales_do_not_claim_a_single_size(string experiment, string observable) =>
        Assert.True(Experiment($$"""{ "study": "mixture-of-experts", "experiment": "{{experiment}}" }""").Observables.Single(one => one.Name == observable).Rule!.IsOverSizes);

    [Fact]
    public void At_one_learning_rate_muP_gets_worse_with_the_scale_and_MSSP_does_not()
    {
        using var lapack = Lapack.Load();
        double[] Losses(string parameterization)
        {
            Experiment experiment = Experiment($$"""{ "study": "mixture-of-experts", "experiment": "learningRateTransfer", "parameterization": "{{parameterization}}", "learningRate": 1.6, "scales": [1, 4], "replicas": 3 }""");
            return [.. Runs.Of(experiment, lapack).Named("finalLoss").Simulation!.Mean.Select(loss => loss!.Value)];
        }

        double[] muP = Losses("muP"), mssp = Losses("MSSP");
        Assert.True(muP[1] > 1.5 * muP[0], string.Join(" ", muP));
        Assert.True(mssp[1] < 1.2 * mssp[0] && mssp[1] < 0.3 * muP[1], string.Join(" ", mssp));
    }

    [Fact]
    public void A_ladder_of_networks_agrees_with_infinite_scale_and_not_with_a_wrong_theory()
    {
        using var lapack = Lapack.Load();
        Experiment experiment = Experiment($$"""{ {{Infinite}}, "regime": "II", "scales": [2, 4, 8], "steps": 8, "recordSteps": [2, 5, 8], "replicas": 24, "theorySites": 4096 }""");
        RunRequest request = Runs.Request(experiment, lapack) with { Resolution = new Resolution(3, new Dictionary<string, double>()) };
        RunResult result = Runs.Execute(request, new MemoryReplicaStore(), CancellationToken.None);
        Assert.Equal(Judgement.Agrees, result.Verdict);
        Assert.Equal(["scale", "step", "sample"], result.Named("output").Shape.Axes.Select(axis => axis.Name));
        RunResult wrong = Runs.Execute(
            request with { Distortions = new Dictionary<string, double> { ["readoutSecondMoment"] = 1.2 } }, new MemoryReplicaStore(), CancellationToken.None);
        Assert.Equal(Judgement.Disagrees, wrong.Verdict);
    }

    [Fact]
    public void Infinite_scale_has_the_named_observables_and_the_table_of_regime_II()
    {
        using var lapack = Lapack.Load();
        RunResult result = Runs.Theory(
            Experiment($$"""{ {{Infinite}}, "learningRate": 0.5, "steps": 8, "recordSteps": [1, 4, 8], "expertWidth": 2, "expertCountRatio": 0.5, "readoutScale": 1, "theorySites": 4096, "theorySeeds": 3 }"""), lapack);
        Assert.Equal(["output", "loss", "readoutSecondMoment", "expertGradientSecondMoment", "hiddenSecondMoment"], result.Observables.Select(observable => observable.Shape.Name));
        ObservableResult output = result.Named("output");
        Assert.Equal([1, 4, 8], output.Shape.Axes[0].Values);
        double[] table = [0.1177, 0.4799, 0.9078];
        for (int k = 0; k < table.Length; k++)
        {
            Assert.Equal(table[k], output.Theory!.Value[4 * k]!.Value, 3 * 0.0036);
            Assert.InRange(output.Theory!.StandardError[4 * k]!.Value, 0, 0.004);
        }
    }

    [Theory]
    [InlineData("\"activeExperts\": 17", "activeExperts", "17 active experts")]
    [InlineData("\"scales\": [1, 1.01]", "scales", "not a whole number")]
    [InlineData("\"scales\": [1, 2], \"expertCountRatio\": 0.3", "expertCountRatio", "9.6")]
    [InlineData("\"scales\": [0, 1]", "scales", "0 is not possible: a number is needed that lies between 1e-6 and 1e6, or a list of such numbers.")]
    [InlineData("\"scales\": [-1]", "scales", "-1 is not possible: a number is needed that lies between 1e-6 and 1e6, or a list of such numbers.")]
    [InlineData("\"scales\": 0", "scales", "0 is not possible: a number is needed that lies between 1e-6 and 1e6, or a list of such numbers.")]
    [InlineData("\"scales\": 4", "scales", "at least two scales")]
    [InlineData("\"scales\": [1, 100000]", "scales", "lower the scale")]
    [InlineData("\"experiment\": \"infiniteScale\", \"activeExperts\": 3", "activeExperts", "dense routing")]
    [InlineData("\"experiment\": \"infiniteScale\", \"regime\": \"I\", \"activeExperts\": 5", "activeExperts", "more than the 4 experts")]
    [InlineData("\"experiment\": \"infiniteScale\", \"optimizer\": \"adam\"", "optimizer", "gradient descent")]
    [InlineData("\"experiment\": \"infiniteScale\", \"gates\": \"softmax\"", "gates", "sigmoid")]
    [InlineData("\"experiment\": \"infiniteScale\", \"inputGram\": [[1, 0], [0, 1]], \"targets\": [1]", "inputGram", "1 targets")]
    [InlineData("\"experiment\": \"infiniteScale\", \"inputGram\": [[1, 0], [0, 1]]", "targets", "without targets")]
    [InlineData("\"experiment\": \"infiniteScale\", \"targets\": [1]", "targets", "without inputGram")]
    [InlineData("\"experiment\": \"infiniteScale\", \"inputGram\": [[1, 2], [2, 1]], \"targets\": [1, 1]", "inputGram", "not positive semidefinite")]
    [InlineData("\"experiment\": \"infiniteScale\", \"inputGram\": [[1, 0], [0, 1]], \"targets\": [1, 1], \"inputDimension\": 1", "inputDimension", "rank 2")]
    [InlineData("\"experiment\": \"infiniteScale\", \"theorySites\": 20", "theorySites", "at least 52")]
    [InlineData("\"recordSteps\": [9]", "recordSteps", "cannot be recorded")]
    [InlineData("\"recordSteps\": []", "recordSteps", "no step is recorded")]
    [InlineData("\"experiment\": \"infiniteScale\", \"theorySites\": 10000000, \"steps\": 1000", "theorySites", "lower theorySites")]
    public void Bad_input_is_refused_in_one_sentence(string parameters, string path, string clause)
    {
        ConfigurationException refused = Assert.Throws<ConfigurationException>(() => Runs.Read(AllStudies.Catalog, $"{{ \"study\": \"mixture-of-experts\", {parameters} }}"));
        ConfigurationError first = refused.Errors[0];
        Assert.Equal(path, first.Path);
        Assert.Contains(clause, first.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"expertCount\": 3, \"readoutScale\": 7", "Without effect in coordinateCheck in regime II: expertCount, readoutScale; leave them out, or take the experiment or regime that reads them.")]
    [InlineData("\"experiment\": \"escapeTime\", \"recordSteps\": [1]", "Without effect in escapeTime in regime II: recordSteps; leave it out, or take the experiment or regime that reads it.")]
    [InlineData("\"experiment\": \"learningRateTransfer\", \"theorySeeds\": 3", "Without effect in learningRateTransfer in regime II: theorySeeds; leave it out, or take the experiment or regime that reads it.")]
    [InlineData("\"experiment\": \"infiniteScale\", \"regime\": \"I\", \"routerScale\": 2, \"expertCount\": 2, \"readoutScale\": 2", "Without effect in infiniteScale in regime I: routerScale; leave it out, or take the experiment or regime that reads it.")]
    [InlineData("\"experiment\": \"infiniteScale\", \"regime\": \"III\", \"theoryExperts\": 16, \"expertCountRatio\": 1, \"expertWidthRatio\": 1", null)]
    [InlineData("\"regime\": \"II\", \"expertWidth\": 2, \"expertCountRatio\": 0.5, \"recordSteps\": [1]", null)]
    public void Parameters_that_are_not_read_are_named_in_the_plan(string parameters, string? expected)
    {
        Experiment experiment = Experiment($"{{ \"study\": \"mixture-of-experts\", {parameters} }}");
        Assert.Equal(expected, experiment.Plan.SingleOrDefault(fact => fact.Kind == FactKind.Warning)?.Text);
    }

    [Fact]
    public void Parameters_that_are_not_read_are_named_in_the_run()
    {
        using var lapack = Lapack.Load();
        RunResult result = Runs.Theory(Experiment("""{ "study": "mixture-of-experts", "theorySites": 64 }"""), lapack);
        Assert.Equal(
            "Without effect in coordinateCheck in regime II: theorySites; leave it out, or take the experiment or regime that reads it.", result.Facts.Single(fact => fact.Name == "without effect").Text);
    }

    [Theory]
    [InlineData("\"experiment\": \"coordinateCheck\"")]
    [InlineData("\"experiment\": \"escapeTime\"")]
    [InlineData("\"experiment\": \"learningRateTransfer\"")]
    [InlineData("\"experiment\": \"infiniteScale\", \"regime\": \"I\"")]
    public void Every_observable_is_in_the_table_of_the_document(string parameters)
    {
        static bool Has(string row, string name) => row.Contains($"`{name}`", StringComparison.Ordinal);
        string[] rows = [.. File.ReadLines(Path.Combine(ExampleTests.Root(), "docs", "mixture-of-experts.md")).Where(line => line.StartsWith('|'))];
        Experiment experiment = Experiment($"{{ \"study\": \"mixture-of-experts\", {parameters} }}");
        Assert.All(experiment.Shapes, shape => Assert.Contains(rows, row => Has(row, shape.Name) && shape.Axes.All(axis => Has(row, axis.Name))));
        Assert.All(experiment.Reductions, reduction => Assert.Contains(rows, row => Has(row, reduction.Name)));
    }

    [Fact]
    public void A_sweep_of_ladders_is_refused()
    {
        ConfigurationException refused = Assert.Throws<ConfigurationException>(
            () => Experiment($$"""{ {{Infinite}}, "scales": [2, 4], "sweep": { "learningRate": [0.2, 0.4] } }"""));
        Assert.Contains("one scale, not 2", refused.Message, StringComparison.Ordinal);
    }

    private static Experiment Experiment(string configuration) => Runs.Read(AllStudies.Catalog, configuration).Prepare();
}
