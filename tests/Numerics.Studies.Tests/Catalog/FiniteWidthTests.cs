using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Catalog;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Catalog;

/// <summary>The study of fluctuations: names and axes, what it predicts and says, what it refuses, and that a wrong theory is found.</summary>
public sealed class FiniteWidthTests
{
    [Fact]
    public void Observables_have_their_names_and_axes()
    {
        Experiment descent = Prepare(""" "steps": 20, "recordSteps": [0, 5, 20], "depth": 2 """);
        string[] Axes(Experiment experiment, string name) => [.. experiment.Shapes.Single(shape => shape.Name == name).Axes.Select(axis => axis.Name)];
        foreach (string name in (string[])["output", "outputVariance", "lazyOutputVariance"])
        {
            Assert.Equal(["step", "sample"], Axes(descent, name));
        }

        Assert.Equal(["step", "layer", "row", "column"], Axes(descent, "featureKernel"));
        Assert.Equal(["step", "layer", "row", "column"], Axes(descent, "featureKernelVariance"));
        Assert.Equal(["step", "row", "column"], Axes(descent, "tangentKernel"));
        Assert.Equal(["step", "row", "column"], Axes(descent, "tangentKernelVariance"));
        Assert.Equal([0, 5, 20], descent.Shapes[0].Axes[0].Values);
        Experiment flow = Prepare(""" "dynamics": "flow", "recordTimes": [0.5, 2] """);
        Assert.Equal(["time", "layer", "row", "column"], Axes(flow, "featureKernelVariance"));
        Assert.Superset(new HashSet<double> { 0.5, 2 }, new HashSet<double>(flow.Shapes[0].Axes[0].Values));
        // Without times a flow is recorded at those of descent.
        Assert.Superset(new HashSet<double> { 0.5, 1 }, new HashSet<double>(Prepare(""" "dynamics": "flow", "recordSteps": [5, 10] """).Shapes[0].Axes[0].Values));
    }

    [Fact]
    public void Theory_follows_the_reference_table()
    {
        RunResult result = Runs.Theory(Prepare(""" "steps": 50, "recordSteps": [16, 50], "centred": true """), Providers.Any);
        Assert.Equal([0.0866, 0.0751, 0.1060], Values(result, "outputVariance", 16), (a, b) => Math.Abs(a - b) < 6e-5 + (0.005 * a));
        // The reference has its lazy kernels from Sobol points, 2e-4 low on the test row (0.8353 for 0.83551 by quadrature): 0.6 % of this variance.
        Assert.Equal([0.1503, 0.0936, 0.1496], Values(result, "lazyOutputVariance", 16), (a, b) => Math.Abs(a - b) < 6e-5 + (0.007 * a));
        Assert.Equal([0.9840, -0.5952, 0.8467], Values(result, "output", 50), (a, b) => Math.Abs(a - b) < 2e-4); // the test row as above
        Assert.Equal(0.1478, Values(result, "tangentKernelVariance", 50)[0], 2e-3);
        Assert.Equal(0.1223, Values(result, "featureKernelVariance", 50)[1], 1e-3);
        Assert.Equal(Values(result, "featureKernelVariance", 50)[1], Values(result, "featureKernelVariance", 50)[3]);
        Assert.Equal([0, 0, 0], Values(result, "outputVariance", 0));
        Assert.Equal(0.690260, Values(result, "tangentKernelVariance", 0)[0], 1e-5);
    }

    [Fact]
    public void A_run_agrees_with_the_right_theory_and_not_with_the_lazy_one()
    {
        Experiment experiment = Prepare(""" "outputScale": 3, "steps": 12, "learningRate": 0.05, "recordSteps": [12], "width": [48, 96, 192], "replicas": [3000, 3000, 3000] """);
        RunRequest(experiment, out RunResult result);
        Assert.Equal(Outcome.Ok, result.Outcome);
        Assert.Equal(Judgement.Agrees, result.Verdict);
        RivalResult lazy = Assert.Single(result.Named("outputVariance").Comparison!.Rivals);
        Assert.True(Math.Abs(lazy.ZScore) > lazy.Limit);
        // The error of a variance of R nearly Gaussian numbers is sqrt(2/R) of it.
        ObservableResult variance = result.Named("outputVariance");
        int last = variance.Shape.Length - 1;
        Assert.Equal(Math.Sqrt(2 / 3000.0), variance.Simulation!.StandardError[last]!.Value / variance.Simulation.Mean[last]!.Value, 0.15 * Math.Sqrt(2 / 3000.0));
        RunRequest(experiment, out RunResult wrong, ("outputVariance", 1.5));
        Assert.Equal(Judgement.Disagrees, wrong.Named("outputVariance").Comparison!.Verdict);
    }

    /// <summary>One pass has the theory of one hidden layer, which is not that of descent on both rows.</summary>
    [Fact]
    public void A_run_of_one_pass_agrees_with_its_theory()
    {
        const string Set = """ "outputScale": 2, "steps": 2, "learningRate": 0.6, "recordSteps": [1, 2], "dynamics":  """;
        Experiment experiment = Prepare(Set + """ "onePass", "width": [48, 96, 192], "replicas": [3000, 3000, 3000] """);
        RunRequest(experiment, out RunResult result);
        Assert.Equal(Judgement.Agrees, result.Verdict);
        double[] both = Values(Runs.Theory(Prepare(Set + "\"gd\""), Providers.Any), "outputVariance", 2);
        double[] each = Values(Runs.Theory(Prepare(Set + "\"onePass\""), Providers.Any), "outputVariance", 2);
        Assert.All(Enumerable.Range(0, 3), sample => Assert.True(Math.Abs(both[sample] - each[sample]) > 0.4 * each[sample]));
        // One lazy step on row 0 alone: f = eta K y.
        double[] first = Values(Runs.Theory(Prepare(""" "outputScale": 1e-4, "steps": 1, "recordSteps": [1], "learningRate": 0.6, "dynamics": "onePass" """), Providers.Any), "outputVariance", 1);
        Assert.Equal(0.36 * 0.690260, first[0], 1e-5);
        RunRequest(experiment, out RunResult wrong, ("outputVariance", 1.5));
        Assert.Equal(Judgement.Disagrees, wrong.Named("outputVariance").Comparison!.Verdict);
    }

    [Theory]
    [InlineData(2, "With two hidden layers there is no theory")]
    [InlineData(3, "There is no theory")]
    public void One_pass_of_deep_networks_is_simulated_and_said_to_have_no_theory(int depth, string words)
    {
        RunResult result = Runs.Of(Prepare($$""" "depth": {{depth}}, "dynamics": "onePass", "steps": 2, "recordSteps": [2], "width": 16, "replicas": 5 """), Providers.Any);
        Assert.Contains(result.Facts, fact => fact.Kind == FactKind.Warning && fact.Text.Contains(words, StringComparison.Ordinal));
        Assert.All(result.Named("outputVariance").Theory!.Value, value => Assert.Null(value));
        Assert.All(result.Named("outputVariance").Simulation!.Mean, value => Assert.True(value > 0));
    }

    /// <summary>A batch of one row is stable up to 2/K_mm, both rows together only below 2/lambda.</summary>
    [Fact]
    public void Stability_of_one_pass_is_that_of_its_batches()
    {
        bool Warned(string parameters) => Runs.Theory(Prepare(parameters + """ , "steps": 1, "learningRate": 2.1 """), Providers.Any).Facts.Any(fact => fact.Name == "stability");
        Assert.True(Warned(""" "dynamics": "gd" """));
        Assert.False(Warned(""" "dynamics": "onePass" """));
        Assert.True(Warned(""" "dynamics": "onePass", "batchSize": 2 """));
    }

    /// <summary>An unstable batch spoils what comes after it alone: kernel 40 of the third row, bound 2/40 below the rate.</summary>
    [Theory]
    [InlineData("[0, 1, 2, 3]", 2)]
    [InlineData("[1, 3]", 2)]
    public void An_unstable_batch_of_one_pass_leaves_what_is_before_it_judged(string recorded, int last)
    {
        RunResult result = Runs.Of(
            Prepare($$"""
                "inputGram": [[1, 0, 0], [0, 1, 0], [0, 0, 40]], "targets": [1, -1, 1], "dynamics": "onePass", "activation": "linear", "learningRate": 0.2, "steps": 3,
                "recordSteps": {{recorded}}, "width": 32, "replicas": 4
                """),
            Providers.Any);
        Assert.Contains("of the batch of step 2 after", result.Facts.Single(fact => fact.Name == "stability").Text, StringComparison.Ordinal);
        ObservableResult kernel = result.Named("tangentKernel");
        IReadOnlyList<double> steps = kernel.Shape.Axes[0].Values;
        int block = kernel.Shape.Length / steps.Count;
        double[] judged = [.. kernel.Comparison!.Judged.Select(entry => steps[entry / block]).Distinct()];
        Assert.NotEmpty(judged);
        Assert.All(judged, step => Assert.True(step <= last));
        Assert.Contains(1, judged);
    }

    /// <summary>Without theory the bound is told by the replicas, at the first recorded step.</summary>
    /// <summary>Of two hidden layers and more later batches are told by the replicas alone, whichever steps are recorded.</summary>
    [Theory]
    [InlineData("[0, 1, 2, 3]")]
    [InlineData("[0, 3]")]
    [InlineData("[3]")]
    public void Replicas_tell_a_later_batch_that_is_unstable(string recorded)
    {
        RunResult result = Runs.Of(
            Prepare($$"""
                "inputGram": [[1, 0, 0], [0, 1, 0], [0, 0, 40]], "targets": [1, -1, 1], "dynamics": "onePass", "activation": "linear", "learningRate": 0.2, "steps": 3, "depth": 3,
                "recordSteps": {{recorded}}, "width": 32, "replicas": 2
                """),
            Providers.Any);
        Assert.Contains(result.Facts, fact => fact.Text.Contains("of the batch of step 2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[0, 3]", "at the start.")]
    [InlineData("[1, 3]", "after 1 steps.")]
    public void Replicas_tell_the_bound_of_stability(string recorded, string words)
    {
        RunResult result = Runs.Of(Prepare($$""" "depth": 3, "learningRate": 4, "steps": 3, "recordSteps": {{recorded}}, "width": 32, "replicas": 2 """), Providers.Any);
        Assert.Contains(result.Facts, fact => fact.Text.Contains("beyond the bound of stability", StringComparison.Ordinal) && fact.Text.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void Three_hidden_layers_are_simulated_without_theory()
    {
        RunResult result = Runs.Of(Prepare(""" "depth": 3, "steps": 4, "recordSteps": [4], "width": 16, "replicas": 5 """), Providers.Any);
        Assert.Null(result.Verdict);
        Assert.Contains(result.Facts, fact => fact.Kind == FactKind.Warning && fact.Text.Contains("no theory", StringComparison.Ordinal));
        Assert.All(result.Observables, observable => Assert.All(observable.Theory!.Value, value => Assert.Null(value)));
        Assert.All(result.Named("outputVariance").Simulation!.Mean, value => Assert.True(value > 0));
    }

    [Fact]
    public void Two_hidden_layers_have_a_theory_at_the_start()
    {
        RunResult result = Runs.Theory(Prepare(""" "depth": 2, "inputGram": [[1]], "targets": [1], "steps": 40, "outputScale": 0.1, "recordSteps": [0, 40], "centred": false """), Providers.Any);
        Assert.Equal(1.0192, Values(result, "tangentKernelVariance", 0)[0], 1e-4);
        Assert.Equal(0.0678, Values(result, "featureKernelVariance", 0)[1], 1e-4);
        Assert.Equal(0.2365 / 0.01, Values(result, "outputVariance", 0)[0], 0.01);
        Assert.Null(result.Named("outputVariance").Theory!.Value[1]);
        Assert.NotNull(result.Named("lazyOutputVariance").Theory!.Value[1]);
        Assert.Contains(result.Facts, fact => fact.Kind == FactKind.Warning && fact.Text.Contains("simulation only", StringComparison.Ordinal));
    }

    /// <summary>Where the lazy theory is the theory it rivals nothing.</summary>
    [Theory]
    [InlineData(""" "steps": 5 """, 1)]
    [InlineData(""" "steps": 0 """, 0)]
    [InlineData(""" "steps": 5, "depth": 2 """, 0)]
    [InlineData(""" "steps": 5, "activation": "relu" """, 0)]
    public void The_lazy_theory_is_a_rival_where_it_differs(string parameters, int rivals) =>
        Assert.Equal(rivals, Prepare(parameters).Observables.Single(observable => observable.Name == "outputVariance").Rule!.Rivals.Count);

    [Fact]
    public void A_learning_rate_beyond_stability_is_warned_of_with_the_bound()
    {
        RunResult result = Runs.Of(Prepare(""" "learningRate": 2.5, "steps": 3, "recordSteps": [0, 3], "replicas": 3, "width": 32 """), Providers.Any);
        Assert.Contains(result.Facts, fact => fact is { Kind: FactKind.Warning, Name: "stability" } && fact.Text.Contains("bound of stability 2/", StringComparison.Ordinal));
        Assert.DoesNotContain(Runs.Theory(Prepare(""" "steps": 3 """), Providers.Any).Facts, fact => fact.Name == "stability");
        // The start is judged, what comes after it is not.
        IReadOnlyList<double?> scores = result.Named("tangentKernel").Comparison!.ZScore;
        Assert.Contains(scores.Take(scores.Count / 2), score => score is not null);
        Assert.All(scores.Skip(scores.Count / 2), Assert.Null);
    }

    [Fact]
    public void Divergence_is_an_outcome_of_theory_and_replicas()
    {
        RunResult result = Runs.Of(Prepare(""" "activation": "linear", "learningRate": 5, "steps": 40, "recordSteps": [40], "replicas": 2, "width": 16 """), Providers.Any);
        Assert.Equal(Outcome.NumericalFailure, result.Outcome);
        Assert.Contains("lower learningRate (5)", result.TheoryFailure, StringComparison.Ordinal);
        Assert.All(result.Failures, failure => Assert.Equal(Outcome.Diverged, failure.Outcome));
    }

    [Fact]
    public void Relu_has_means_and_lazy_variances_and_says_what_is_missing()
    {
        RunResult result = Runs.Theory(Prepare(""" "activation": "relu", "steps": 5, "recordSteps": [0, 5], "theoryNodes": 1024, "theorySeeds": 4 """), Providers.Any);
        Assert.All(Values(result, "lazyOutputVariance", 5), value => Assert.True(value > 0));
        Assert.NotNull(result.Named("output").Theory!.Value[^1]);
        Assert.Null(result.Named("outputVariance").Theory!.Value[^1]);
        Assert.Equal(1, Values(result, "featureKernel", 0)[0], 0.02);
        // Var of 2 max(h, 0)^2: 4 (3/2) - 1.
        Assert.Equal(5, Values(result, "featureKernelVariance", 0)[0], 0.2);
        Assert.Contains(result.Facts, fact => fact.Name == "relu");
    }

    [Theory]
    [InlineData(""" "inputGram": [[1, 2], [2, 1]], "targets": [1] """, "inputGram", "not positive semidefinite")]
    [InlineData(""" "inputGram": [[1, 0.5], [0.4, 1]], "targets": [1] """, "inputGram", "not symmetric")]
    [InlineData(""" "inputGram": [[1, 0.5], [0.5]], "targets": [1] """, "inputGram[1]", "1 entries")]
    [InlineData(""" "inputGram": [[1, 0.5], [0.5, 1]], "targets": [] """, "targets", "without training rows")]
    [InlineData(""" "inputGram": [[1]], "targets": [1, 2] """, "targets", "2 targets for 1 rows")]
    [InlineData(""" "inputGram": [[1]] """, "targets", "without targets")]
    [InlineData(""" "targets": [1] """, "inputGram", "without inputGram")]
    [InlineData(""" "recordSteps": [51] """, "recordSteps", "Step 51")]
    [InlineData(""" "recordSteps": [] """, "recordSteps", "No step")]
    [InlineData(""" "recordTimes": [1] """, "recordTimes", "flow")]
    [InlineData(""" "dynamics": "flow", "recordTimes": [-1] """, "recordTimes", "Time -1")]
    [InlineData(""" "dynamics": "flow", "recordTimes": [] """, "recordTimes", "No time")]
    [InlineData(""" "dynamics": "flow", "recordTimes": [1e9] """, "recordTimes", "more than")]
    [InlineData(""" "dynamics": "flow", "recordTimes": [1], "recordSteps": [1] """, "recordSteps", "Both")]
    [InlineData(""" "dynamics": "adam" """, "dynamics", "gd")]
    [InlineData(""" "dynamics": "onePass" """, "steps", "set steps to 2 at most")]
    [InlineData(""" "dynamics": "onePass", "steps": 1, "batchSize": 3 """, "steps", "need 3 training rows, and 2 are given")]
    [InlineData(""" "dynamics": "onePass", "steps": 1, "batchSize": 0 """, "batchSize", "1 <=")]
    [InlineData(""" "dynamics": "onePass", "steps": 2, "recordTimes": [1] """, "recordTimes", "flow")]
    [InlineData(""" "batchSize": 2 """, "batchSize", "onePass")]
    [InlineData(""" "learningRate": 0 """, "learningRate", "0 <")]
    [InlineData(""" "outputScale": -1 """, "outputScale", "1E-06 <=")]
    [InlineData(""" "inputGram": [[1]], "targets": [1e200] """, "targets[0]", "out of range")]
    [InlineData(""" "inputGram": [[1e300]], "targets": [1] """, "inputGram[0][0]", "out of range")]
    [InlineData(""" "depth": 0 """, "depth", "1 <=")]
    [InlineData(""" "depth": 3, "width": 100000 """, "width", "numbers")]
    public void What_cannot_be_run_is_refused_in_one_sentence(string parameters, string path, string words)
    {
        ConfigurationException exception = Assert.Throws<ConfigurationException>(() => Prepare(parameters));
        ConfigurationError error = exception.Errors[0];
        Assert.Equal(path, error.Path);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    private static Experiment Prepare(string parameters) => Runs.Read(AllStudies.Catalog, $$"""{ "study": "finite-width", {{parameters}} }""").Prepare();

    private static void RunRequest(Experiment experiment, out RunResult result, params (string Name, double Factor)[] distortions) => result = Runs.Execute(
        Runs.Request(experiment, Providers.Any) with { Resolution = new Resolution(0.5, new Dictionary<string, double>()), Distortions = distortions.ToDictionary(pair => pair.Name, pair => pair.Factor) },
        new Studies.Execution.MemoryReplicaStore(),
        CancellationToken.None);

    /// <summary>The predicted values at one step.</summary>
    private static double[] Values(RunResult result, string name, double step)
    {
        ObservableResult observable = result.Named(name);
        int steps = observable.Shape.Axes[0].Count;
        int at = observable.Shape.Axes[0].Values.ToList().IndexOf(step);
        int block = observable.Shape.Length / steps;
        return [.. observable.Theory!.Value.Skip(at * block).Take(block).Select(value => value!.Value)];
    }
}
