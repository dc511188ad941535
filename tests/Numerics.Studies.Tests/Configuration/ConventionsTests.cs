using System.Text.Json.Nodes;
using Numerics.LinearAlgebra.Interop;
using Numerics.Studies.Catalog;
using Numerics.Studies.Configuration;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Configuration;

/// <summary>The letters in which a run is shown: the same numbers in them, and the sentence for what cannot be.</summary>
public sealed class ConventionsTests : IDisposable
{
    private const string Nonlinear =
        """{ "study": "nonlinear-mup", "steps": 4, "recordSteps": [0, 4], "width": 90, "matrix": "stored", "replicas": 3, "theorySites": 400, "theorySeeds": 2, "learningRate": 0.5 }""";

    private const string Linear =
        """{ "study": "deep-linear", "steps": 6, "recordSteps": [0, 6], "inputDimension": 60, "widthRatio": 1.5, "depth": 2, "replicas": 3, "ntkSteps": [6], "orderParameters": true }""";

    private static readonly string[] Spectra = ["topSingularValue", "outlier", "independentSpikeOutlier", "outlierBelow", "bulkEdge", "bulkEdgeUpper", "bulkEdgeLower"];

    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    [Theory]
    [InlineData("""{"study":"nonlinear-mup","loss":"avg"}""", "loss", "one of \"mean\", \"sum\"")]
    [InlineData("""{"study":"nonlinear-mup","loss":"means"}""", "loss", "Did you mean \"mean\"?")]
    [InlineData("""{"study":"nonlinear-mup","activationGain":0}""", "activationGain", "1E-06 <= value")]
    [InlineData("""{"study":"nonlinear-mup","activationGain":-1}""", "activationGain", "1E-06 <= value")]
    [InlineData("""{"study":"nonlinear-mup","activationGain":"relu"}""", "activationGain", "is not a number")]
    [InlineData("""{"study":"nonlinear-mup","learningRateFactor":{"first":0}}""", "learningRateFactor.first", "1E-09 <= value")]
    [InlineData("""{"study":"nonlinear-mup","learningRateFactor":{"hidden":[-2]}}""", "learningRateFactor.hidden[0]", "1E-09 <= value")]
    [InlineData("""{"study":"nonlinear-mup","learningRateFactor":{"hidden":[1,1]}}""", "learningRateFactor.hidden", "2 factors do not fit depth 2: give 1")]
    [InlineData("""{"study":"nonlinear-mup","learningRateFactor":{"hidden":[]}}""", "learningRateFactor.hidden", "0 factors do not fit depth 2: give 1")]
    [InlineData("""{"study":"deep-linear","learningRateFactor":{"hidden":[1]}}""", "learningRateFactor.hidden", "1 factors do not fit depth 1: give 0")]
    [InlineData("""{"study":"nonlinear-mup","learningRateFactor":{"output":1}}""", "learningRateFactor.output", "Unknown key 'output'")]
    [InlineData("""{"study":"nonlinear-mup","learningRateFactor":{"readOut":1}}""", "learningRateFactor.readOut", "Did you mean 'readout'?")]
    [InlineData("""{"study":"nonlinear-mup","centreOutput":1}""", "centreOutput", "true or false")]
    [InlineData("""{"study":"nonlinear-mup","conventions":{"spectrum":"square"}}""", "conventions.spectrum", "Did you mean \"squared\"?")]
    [InlineData("""{"study":"nonlinear-mup","conventions":{"weights":"rau"}}""", "conventions.weights", "Did you mean \"raw\"?")]
    [InlineData("""{"study":"nonlinear-mup","conventions":{"time":"eta"}}""", "conventions.time", "one of \"steps\", \"etaT\"")]
    [InlineData("""{"study":"nonlinear-mup","conventions":{"axis":"squared"}}""", "conventions.axis", "Unknown key 'axis'")]
    [InlineData("""{"study":"nonlinear-mup","conventions":"squared"}""", "conventions", "is not an object")]
    [InlineData("""{"study":"deep-linear","recordSteps":[],"conventions":{"spectrum":"squared"}}""", "conventions.spectrum", "needs spectra of weights, and recordSteps is empty")]
    [InlineData("""{"study":"deep-linear","recordSteps":[],"conventions":{"weights":"raw"}}""", "conventions.weights", "needs spectra of weights")]
    [InlineData("""{"study":"deep-linear","steps":2,"schedule":[1,0],"conventions":{"time":"etaT"}}""", "conventions.time", "stands still in step 1")]
    [InlineData("""{"study":"nonlinear-mup","convention":{}}""", "convention", "Did you mean 'conventions'?")]
    [InlineData("""{"study":"nonlinear-mup","gamma0":1}""", "gamma0", "Unknown key 'gamma0'. Did you mean 'outputScale' (gamma0)?")]
    [InlineData("""{"study":"deep-linear","γ₀":1}""", "γ₀", "Did you mean 'outputScale' (gamma0)?")]
    [InlineData("""{"study":"siren-alignment","omega_0":30}""", "omega_0", "Did you mean 'frequency' (omega0)?")]
    [InlineData("""{"study":"siren-alignment","sweep":{"eta":[0.1,0.2]}}""", "sweep.eta", "Did you mean 'learningRate' (eta)?")]
    public void A_mistake_gets_a_sentence_that_names_key_and_value(string json, string path, string fragment)
    {
        ConfigurationException exception = Assert.Throws<ConfigurationException>(() => Runs.Read(AllStudies.Catalog, json));
        ConfigurationError error = Assert.Single(exception.Errors);
        Assert.Equal(path, error.Path);
        Assert.Contains(fragment, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Nonlinear, "squared", "scaled")]
    [InlineData(Nonlinear, "singularValue", "raw")]
    [InlineData(Nonlinear, "squared", "raw")]
    [InlineData(Linear, "squared", "scaled")]
    [InlineData(Linear, "squared", "raw")]
    public void Spectra_are_the_same_numbers_in_other_letters(string json, string spectrum, string weights)
    {
        Experiment plain = Runs.Read(AllStudies.Catalog, json).Prepare();
        Experiment shown = Runs.Read(AllStudies.Catalog, json, $"conventions.spectrum={spectrum}", $"conventions.weights={weights}").Prepare();
        RunResult expected = Runs.Of(plain, lapack), found = Runs.Of(shown, lapack);
        IReadOnlyList<ReplicaRecord> first = Runs.Simulate(plain, lapack, [0, 1]), second = Runs.Simulate(shown, lapack, [0, 1]);
        bool linear = plain.Observables.Any(observable => observable.Name == "testLoss");
        int relabelled = 0;
        foreach (Observable observable in plain.Observables.Where(observable => observable.Name != "singularValueDensity"))
        {
            int length = observable.Shape.Length;
            bool spectral = Spectra.Contains(observable.Name);
            (double Value, double Slope) Letters(double s, int entry)
            {
                double columns = !linear ? 90 : entry < length / 2 ? 60 : 90;
                double unit = weights == "raw" ? Math.Sqrt(columns) : 1;
                return !spectral ? (s, 1) : spectrum == "squared" ? (s * s * unit * unit, 2 * s * unit * unit) : (s * unit, unit);
            }

            Compare(expected.Named(observable.Name).Theory!.Value, found.Named(observable.Name).Theory!.Value, (s, i) => Letters(s, i).Value);
            IReadOnlyList<double?> values = expected.Named(observable.Name).Theory!.Value;
            Compare(expected.Named(observable.Name).Theory!.StandardError, found.Named(observable.Name).Theory!.StandardError, (error, i) => error * Letters(values[i]!.Value, i).Slope);
            for (int replica = 0; replica < 2; replica++)
            {
                Compare(first[replica].Values[observable.Name], second[replica].Values[observable.Name], (s, i) => Letters(s, i).Value);
            }

            Assert.Equal(expected.Named(observable.Name).Comparison?.Verdict, found.Named(observable.Name).Comparison?.Verdict);
            relabelled += spectral ? 1 : 0;
            Assert.Equal(spectral, observable.Shape.Definition != shown.Observables.Single(other => other.Name == observable.Name).Shape.Definition);
        }

        Assert.InRange(relabelled, 4, 7);
    }

    [Theory]
    [InlineData("squared", "scaled", 4, 1)]
    [InlineData("singularValue", "raw", 2, 0.5)]
    [InlineData("squared", "raw", 4, 1)]
    public void A_density_is_one_in_other_letters(string spectrum, string weights, double edge, double power)
    {
        // sigma = 1: 4 is the square of the edge 2. Below a small x the quarter circle has the fraction (2/pi) sqrt(x)/... of its values: the first bin says which letters.
        Experiment shown = Runs.Read(AllStudies.Catalog, Nonlinear, $"conventions.spectrum={spectrum}", $"conventions.weights={weights}").Prepare();
        RunResult result = Runs.Of(shown, lapack);
        ObservableResult density = result.Named("singularValueDensity");
        double scale = weights == "raw" ? Math.Pow(90, power) : 1;
        IReadOnlyList<double> x = density.Shape.Axes[^1].Values;
        double bin = x[1] - x[0];
        Assert.Equal(80 * bin, scale * edge * (spectrum == "squared" ? 4 : 2), 1e-9 * scale);
        Assert.Equal(1, density.Simulation!.Mean.Sum(value => value!.Value * bin), 0.02);
        Assert.Equal(1, density.Theory!.Value.Sum(value => value!.Value * bin), 0.05);
        double first = density.Theory.Value[0]!.Value * bin;
        double s = spectrum == "squared" ? Math.Sqrt(bin / scale) : bin / scale;
        Assert.Equal(((s * Math.Sqrt(4 - (s * s)) / 2) + (2 * Math.Asin(s / 2))) / Math.PI, first, 1e-9);
        int last = (int)(edge * scale / bin);
        Assert.InRange(density.Theory.Value[last - 1]!.Value, 1e-12, double.MaxValue);
    }

    [Fact]
    public void Time_is_the_learning_rate_times_the_step_and_nothing_else_changes()
    {
        foreach (string json in (string[])[Nonlinear, Linear])
        {
            Experiment plain = Runs.Read(AllStudies.Catalog, json).Prepare(), shown = Runs.Read(AllStudies.Catalog, json, "conventions.time=etaT").Prepare();
            RunResult expected = Runs.Theory(plain, lapack), found = Runs.Theory(shown, lapack);
            double rate = json == Nonlinear ? 0.5 : 0.1;
            foreach ((ObservableResult before, ObservableResult after) in expected.Observables.Zip(found.Observables))
            {
                Assert.Equal(before.Theory?.Value, after.Theory?.Value);
                foreach ((Axis step, Axis time) in before.Shape.Axes.Zip(after.Shape.Axes))
                {
                    Assert.Equal(step.Name == "step" ? "time" : step.Name, time.Name);
                    Assert.Equal(step.Name == "step" ? [.. step.Values.Select(t => rate * t)] : step.Values, time.Values);
                }
            }

            Assert.All(shown.Figures.Where(figure => figure.Horizontal != "singularValue" && figure.Sweeping.Count == 0), figure => Assert.Equal("time", figure.Horizontal));
            Assert.Equal("learning rate times step", shown.Figures.First(figure => figure.Name == "outliers").HorizontalLabel);
        }

        // A schedule adds up.
        Experiment warm = Runs.Read(AllStudies.Catalog, Linear, "conventions.time=etaT", "schedule=[0.5,1,2,1,1,1]").Prepare();
        Assert.Equal([0, 0.05, 0.15, 0.35], warm.Observables[0].Shape.Axes[0].Values.Take(4).Select(t => Math.Round(t, 12)));
    }

    [Fact]
    public void Learning_rates_of_a_sweep_have_their_own_times()
    {
        StudyConfiguration configuration = Runs.Read(AllStudies.Catalog, Nonlinear.Replace(", \"learningRate\": 0.5", "", StringComparison.Ordinal), "sweep={\"learningRate\":[0.25,0.5]}", "conventions.time=etaT", "replicas=2");
        RunResult result = Runs.Of(configuration.Prepare(), lapack);
        ObservableResult loss = result.Named("loss");
        Assert.Equal([0, 0.25, 0.5, 0.75, 1, 1.5, 2], loss.Shape.Axes[1].Values);
        Assert.Null(loss.Theory!.Value[5]);
        Assert.NotNull(loss.Theory.Value[7 + 6]);
    }

    [Fact]
    public void Rules_are_those_of_singular_values_at_the_edge()
    {
        var rule = new ComparisonRule(100, 3, 1) { ReplicaDeviation = 0.2 };
        var plain = new Conventions();
        Assert.Same(rule, plain.Of(rule, 2));
        ComparisonRule squared = (plain with { Spectrum = SpectrumAxis.Squared }).Of(rule, 2);

        // d(s^2) = 2 s ds at s = 2, in units of s^2 = 4.
        Assert.True(squared.Relative);
        Assert.Equal(2 * 2 * 0.03, squared.Allowance * 4, 1e-12);
        Assert.Equal(2 * 2 * 0.2, squared.ReplicaDeviation!.Value * 4, 1e-12);
        ComparisonRule raw = (plain with { Weights = WeightScale.Raw }).Of(rule, 2);
        Assert.Equal(0.03 * 10, raw.Allowance * 2 * 10, 1e-12);
    }

    [Fact]
    public void Defaults_and_choices_are_in_the_resolved_configuration_and_read_back()
    {
        StudyConfiguration configuration = Runs.Read(AllStudies.Catalog, Nonlinear, "conventions.time=etaT", "learningRateFactor.hidden=[0.25]", "activationGain=1", "loss=sum");
        JsonObject resolved = configuration.ResolvedParameters.DeepClone().AsObject();
        Assert.Equal("""{"spectrum":"singularValue","weights":"scaled","time":"etaT"}""", resolved["conventions"]!.ToJsonString());
        Assert.Equal("""{"first":1,"hidden":[0.25],"readout":1}""", resolved["learningRateFactor"]!.ToJsonString());
        resolved["study"] = "nonlinear-mup";
        Assert.Equal(configuration.Fingerprint, Runs.Read(AllStudies.Catalog, resolved.ToJsonString()).Fingerprint);
    }

    private static void Compare(IReadOnlyList<double?> expected, IReadOnlyList<double?> found, Func<double, int, double> letters)
    {
        Assert.Equal(expected.Count, found.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i] is null, found[i] is null);
            if (expected[i] is { } value)
            {
                double wanted = letters(value, i);
                Assert.Equal(wanted, found[i]!.Value, 1e-12 * Math.Max(1, Math.Abs(wanted)));
            }
        }
    }
}
