using System.Text.Json.Nodes;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.Studies.Catalog;
using Numerics.Studies.Catalog.SpatialEI;
using Numerics.Studies.Configuration;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Catalog.SpatialEI;

public sealed class SpatialEITests : IDisposable
{
    private const string Small = """{ "study": "spatial-ei", "populationSizes": [320, 80], "replicas": 10 }""";

    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    /// <summary>At 400 neurons outliers scatter by .02 to .05; ten replicas see an error of theirs by a few per cent.</summary>
    [Fact]
    public void Samples_agree_with_theory_and_a_wrong_strength_does_not()
    {
        var p = new SpatialEIParameters { PopulationSizes = new(320, 80), Replicas = 10 };
        Assert.Equal(0, Outside(p, p));
        Assert.NotEqual(0, Outside(p, p with { MeanStrength = BlockMatrix.Of(3.2, -1, 1, -2) }));
    }

    /// <summary>The scatter of ten networks has an error of 24 %; half or double of it is seen.</summary>
    [Fact]
    public void The_scatter_is_the_root_mean_square_over_networks()
    {
        ObservableResult scatter = Runs.Of(Experiment(Small), lapack).Named("outlierScatter");
        int[] known = [.. Enumerable.Range(0, scatter.Shape.Length).Where(i => scatter.Theory!.Value[i] is not null)];
        Assert.True(known.Length >= 4);
        double[] ratios = [.. known.Select(i => scatter.Simulation!.Mean[i]!.Value / scatter.Theory!.Value[i]!.Value)];
        Assert.All(ratios, ratio => Assert.InRange(ratio, 0.4, 2));
        Assert.InRange(Math.Exp(ratios.Average(Math.Log)), 0.75, 1.3);
        Assert.All(known, i => Assert.InRange(scatter.Simulation!.StandardError[i]!.Value / scatter.Simulation.Mean[i]!.Value, 0.05, 0.5));
    }

    [Fact]
    public void Observables_and_axes_have_their_names()
    {
        Experiment experiment = Experiment("""{ "study": "spatial-ei", "dynamics": {}, "showFirst": false }""");
        Assert.Equal(
            [
                "outlierReal", "outlierImaginary", "outlierScatter", "bulkRadius", "radialCdf", "radialQuantile", "largestRealPart", "modeRealPart", "regimeProportion", "autocovariance", "activity", "modeFraction",
                "dominantMode", "lineFraction", "oneSidedness", "peakFrequency", "lyapunovExponent",
            ],
            experiment.Observables.Select(observable => observable.Name));
        string Axes(string name) => string.Join(" ", experiment.Observables.Single(observable => observable.Name == name).Shape.Axes.Select(axis => axis.Name));
        Assert.Equal("waveNumber branch", Axes("outlierScatter"));
        Assert.Equal("relativeRadius", Axes("radialCdf"));
        Assert.Equal("probability", Axes("radialQuantile"));
        Assert.Equal("population lag", Axes("autocovariance"));
        Axis regimes = Assert.Single(experiment.Observables.Single(observable => observable.Name == "regimeProportion").Shape.Axes);
        Assert.Equal(["asynchronous", "synchronous", "oscillation", "bump", "wave", "chaos"], regimes.Labels);
        Experiment torus = Experiment("""{ "study": "spatial-ei", "space": "torus", "populationSizes": [900, 225] }""");
        Assert.Equal("squaredWaveNumber branch", string.Join(" ", torus.Observables[0].Shape.Axes.Select(axis => axis.Name)));
    }

    [Fact]
    public void A_ladder_is_a_list_of_pairs_and_its_axis_the_total()
    {
        StudyConfiguration read = Runs.Read(AllStudies.Catalog, """{ "study": "spatial-ei", "populationSizes": [[160, 40], [80, 20]], "replicas": [3, 4] }""");
        Assert.Equal([100, 200], read.Ladder!.Sizes);
        Assert.Equal([4, 3], read.Ladder.Replicas!);
        Assert.Equal("""[[80,20],[160,40]]""", read.ResolvedParameters["populationSizes"]!.ToJsonString());
        Experiment experiment = read.Prepare();
        Assert.Equal("populationSizes", experiment.Observables[0].Shape.Axes[0].Name);
        Assert.Equal([100, 200], experiment.Observables[0].Shape.Axes[0].Values);
        StudyConfiguration again = Runs.Read(AllStudies.Catalog, read.Print());
        Assert.Equal(read.Fingerprint, again.Fingerprint);
        StudyConfiguration one = Runs.Read(AllStudies.Catalog, read.Print(), "populationSizes=[80,20]");
        Assert.Null(one.Ladder);
        Assert.Equal("4", one.ResolvedParameters["replicas"]!.ToJsonString());
        JsonObject size = ConfigurationSchema.Of(read.Study)["properties"]!["populationSizes"]!.AsObject();
        Assert.Equal(2, size["anyOf"]!.AsArray().Count);
    }

    [Fact]
    public void A_short_simulation_records_all_order_parameters()
    {
        RunResult result = Runs.Of(Experiment("""{ "study": "spatial-ei", "populationSizes": [80, 20], "dynamics": { "duration": 20 }, "lags": [0, 1], "replicas": 2 }"""), lapack);
        Assert.Equal(Outcome.Ok, result.Outcome);
        Assert.All(
            ["regimeProportion", "autocovariance", "activity", "modeFraction", "dominantMode", "lineFraction", "oneSidedness", "peakFrequency", "lyapunovExponent", "activityField", "eigenvalueReal"],
            name => Assert.DoesNotContain(result.Named(name).Simulation!.Mean, value => value is null));
        Assert.Equal([0, 1, 0, 0, 0, 0], result.Named("regimeProportion").Theory!.Value);
        Assert.Equal([0, 1, 0, 0, 0, 0], result.Named("regimeProportion").Simulation!.Mean);
    }

    /// <summary>Weak noise in a silent network: C(0) of theory and simulation, exact but for 1/N and the time step.</summary>
    [Fact]
    public void The_autocovariance_of_weak_noise_is_that_of_mean_field_theory()
    {
        RunResult result = Runs.Of(
            Experiment("""{ "study": "spatial-ei", "populationSizes": [320, 80], "meanStrength": [[0.5, -0.5], [0.5, -0.5]], "heterogeneity": 0.4, "projectionRange": 0.1, "dynamics": { "duration": 200, "initialAmplitude": 0 }, "lags": [0, 1], "replicas": 3 }"""),
            lapack);
        ObservableResult covariance = result.Named("autocovariance");
        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(covariance.Theory!.Value[i]!.Value, covariance.Simulation!.Mean[i]!.Value, 0.12 * covariance.Theory.Value[i]!.Value));
        Assert.Equal(1, result.Named("regimeProportion").Simulation!.Mean[0]);
    }

    [Theory]
    [InlineData("peakProbability=[[0.5,0.5],[1.2,0.5]]", "Block IE is 1.2")]
    [InlineData("space=torus", "800 excitatory neurons are no square grid")]
    [InlineData("projectionRange=-0.1", "Block EE is -0.1")]
    [InlineData("waveNumbers=[0,200]", "Wave number 200 is beyond the grid")]
    [InlineData("waveNumbers=[1,0]", "0 stands after 1")]
    [InlineData("relativeRadii=[]", "empty")]
    [InlineData("projectionRange=0.002", "distance of neighbours 0.005")]
    [InlineData("peakProbability=0.01", "inputs on average, below 1")]
    [InlineData("meanStrength=[[3,-1,2],[1,-2]]", "[[3,-1,2],[1,-2]] is no number")]
    [InlineData("spectrum=false", "nothing to simulate")]
    [InlineData("peakProbability=0", "above 0")]
    [InlineData("dynamics={\"step\":1e-9}", "time steps")]
    [InlineData("dynamics={\"noise\":0,\"initialAmplitude\":0}", "at rest")]
    [InlineData("meanStrength=[1,2]", "target first")]
    [InlineData("heterogeneity=-1", "not negative")]
    [InlineData("populationSizes=1000", "[N_E, N_I]")]
    [InlineData("populationSizes=[100,200,400]", "[N_E, N_I]")]
    [InlineData("populationSizes=[[400,100],[800]]", "is not a size")]
    [InlineData("populationSizes=[[400,100],[100,400]]", "total size 500 is given twice")]
    [InlineData("populationSizes=[2,2]", "at least 4")]
    [InlineData("dynamics=on", "\"off\"")]
    [InlineData("dynamics.nois=1", "Did you mean 'noise'")]
    [InlineData("dynamics.step=1.5", "unstable")]
    [InlineData("dynamics.step=0", "above 0")]
    [InlineData("dynamics.duration=-5", "from 10")]
    public void Bad_input_is_refused_with_a_sentence(string change, string part)
    {
        ConfigurationException refused = Assert.Throws<ConfigurationException>(() => Runs.Read(AllStudies.Catalog, """{ "study": "spatial-ei" }""", change));
        Assert.Contains(refused.Errors, error => error.Message.Contains(part, StringComparison.Ordinal));
    }

    [Fact]
    public void A_strength_of_the_wrong_sign_is_a_warning()
    {
        Experiment experiment = Experiment("""{ "study": "spatial-ei", "meanStrength": [[3, 1], [1, -2]] }""");
        Fact warning = Assert.Single(experiment.Plan, fact => fact.Kind == FactKind.Warning);
        Assert.Contains("block EI", warning.Text, StringComparison.Ordinal);
        Assert.Contains(Runs.Theory(experiment, lapack).Facts, fact => fact == warning);
    }

    [Fact]
    public void Few_inputs_are_a_warning()
    {
        Fact warning = Assert.Single(Experiment("""{ "study": "spatial-ei", "peakProbability": [[0.5, 0.5], [0.5, 0.05]] }""").Plan, fact => fact.Kind == FactKind.Warning);
        Assert.Contains("block II", warning.Text, StringComparison.Ordinal);
    }

    /// <summary>Regimes alone: nothing of the spectrum is measured, and a share that all replicas agree on has an error.</summary>
    [Fact]
    public void Without_spectrum_regimes_alone_are_simulated()
    {
        RunResult result = Runs.Of(Experiment("""
            {
              "study": "spatial-ei", "populationSizes": [80, 20], "projectionRange": 0.2, "meanStrength": [[3, -1.5], [1.5, -1]], "heterogeneity": 0.1, "peakProbability": 0.95,
              "spectrum": false, "dynamics": { "duration": 20 }, "lags": [0], "replicas": 2
            }
            """), lapack);
        Assert.All(result.Named("outlierReal").Simulation!.Mean, Assert.Null);
        Assert.Null(result.Named("largestRealPart").Simulation!.Mean[0]);
        Assert.Contains(result.Named("outlierReal").Theory!.Value, value => value is not null);
        Assert.All(result.Named("regimeProportion").Comparison!.RelativeDetectable, detectable => Assert.InRange(detectable!.Value, 1, 3));
        Assert.DoesNotContain(Experiment("""{ "study": "spatial-ei", "spectrum": false, "dynamics": {} }""").Observables, observable => observable.Name == "eigenvalueReal");
    }

    private static Experiment Experiment(string text) => Runs.Read(AllStudies.Catalog, text).Prepare();

    /// <summary>Outliers of the samples of one network that lie farther from the theory of another than 5 standard errors and 4/N.</summary>
    private int Outside(SpatialEIParameters sampled, SpatialEIParameters predicted)
    {
        ObservableResult samples = Runs.Of(new SpatialEIExperiment(sampled), lapack).Named("outlierReal");
        ObservableResult theory = Runs.Theory(new SpatialEIExperiment(predicted), lapack).Named("outlierReal");
        return Enumerable.Range(0, samples.Shape.Length).Count(i =>
            theory.Theory!.Value[i] is { } value && samples.Simulation!.Mean[i] is { } mean && Math.Abs(mean - value) > (5 * samples.Simulation.StandardError[i]) + (4.0 / sampled.PopulationSizes.Count));
    }
}
