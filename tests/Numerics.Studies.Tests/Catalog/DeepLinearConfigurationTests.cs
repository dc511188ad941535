using System.Text.Json.Nodes;
using Numerics.Studies.Catalog;
using Numerics.Studies.Catalog.DeepLinear;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Catalog;

/// <summary>What users may write for the deep linear studies, and the sentence they get for everything else.</summary>
public sealed class DeepLinearConfigurationTests
{
    private static StudyConfiguration Read(string json) =>
        new ConfigurationReader(AllStudies.Catalog).FromJson(JsonNode.Parse(json)!.AsObject(), [], "test", Environment.CurrentDirectory);

    [Theory]
    [InlineData("""{"study":"deep-linear","sampleRatio":0}""", "sampleRatio", "0 is not a ratio from 1e-6 to 1e6 or \"infinite\"")]
    [InlineData("""{"study":"deep-linear","sampleRatio":"many"}""", "sampleRatio", "\"many\" is not a ratio from 1e-6 to 1e6 or \"infinite\"")]
    [InlineData("""{"study":"deep-linear","widthRatio":-1}""", "widthRatio", "1E-06 <= value")]
    [InlineData("""{"study":"deep-linear","learningRate":0}""", "learningRate", "1E-12 <= value")]
    [InlineData("""{"study":"deep-linear","parameterization":"mup"}""", "parameterization", "\"muP\"")]
    [InlineData("""{"study":"deep-linear","depth":2,"residualScale":-1}""", "residualScale", "0 <= value")]
    [InlineData("""{"study":"deep-linear","depth":2,"hiddenWidths":[1]}""", "hiddenWidths", "1 hidden widths (1) do not fit depth 2: give 2, one for each hidden layer")]
    [InlineData("""{"study":"deep-linear","depth":2,"hiddenWidths":[]}""", "hiddenWidths", "An empty list of hidden widths does not fit depth 2: give 2, one for each hidden layer, or null for equal widths.")]
    [InlineData("""{"study":"deep-linear","depth":1,"widthRatio":1e6,"inputDimension":1000000}""", "inputDimension", "At input dimension 1000000 the width would have 1000000000000 elements; 2 to 2147483647 are possible: lower the dimension or that ratio.")]
    [InlineData("""{"study":"deep-linear","depth":2,"widthRatio":0.001,"hiddenWidths":[500,1000]}""", "inputDimension", "At input dimension 1000 the reference width of hiddenWidths (widthRatio times the dimension) would have 1 elements; 2 to 2147483647 are possible: raise the dimension or that ratio.")]
    [InlineData("""{"study":"deep-linear","depth":2,"hiddenWidths":[1,0]}""", "hiddenWidths", "1E-06 <= value")]
    [InlineData("""{"study":"deep-linear","depth":2,"hiddenWidths":[1,0.0001]}""", "inputDimension", "hidden layer 2 (entry 1 of hiddenWidths) would have 0 elements")]
    [InlineData("""{"study":"deep-linear","depth":2,"hiddenWidths":[1,0.5],"residualScale":1}""", "hiddenWidths", "make them equal, or residualScale 0")]
    [InlineData("""{"study":"deep-linear","depth":2,"hiddenWidths":[1,0.02],"matrix":"revealed"}""", "inputDimension", "A side of 20 is not larger than")]
    [InlineData("""{"study":"deep-linear","hiddenWidths":[2],"sweep":{"depth":[1,2]}}""", "hiddenWidths", "do not fit depth 2")]
    [InlineData("""{"study":"deep-linear","depth":2,"initialScale":[0.5,0.5]}""", "initialScale", "2 initial scales do not fit depth 2: give one number, or 3")]
    [InlineData("""{"study":"deep-linear","initialScale":[-0.5]}""", "initialScale", "number from 1e-6 to 1e6")]
    [InlineData("""{"study":"deep-linear","batch":{"fraction":1.5}}""", "batch", "1.5 is outside [1e-6, 1]")]
    [InlineData("""{"study":"deep-linear","batch":{"fraction":0}}""", "batch", "0 is outside [1e-6, 1]")]
    [InlineData("""{"study":"deep-linear","batch":{"size":3}}""", "batch", "Unknown key 'size'")]
    [InlineData("""{"study":"deep-linear","covariance":{"eigenvalues":[1,-0.1]}}""", "covariance", "Eigenvalue 1 of the covariance is -0.1")]
    [InlineData("""{"study":"deep-linear","covariance":{"law":"power"}}""", "covariance", "exponent")]
    [InlineData("""{"study":"deep-linear","schedule":[1,2]}""", "schedule", "2 factors do not fit 20 steps")]
    [InlineData("""{"study":"deep-linear","recordSteps":[21]}""", "recordSteps", "Step 21 cannot be recorded")]
    [InlineData("""{"study":"deep-linear","batch":{"onePass":2},"ntk":"trainingSet"}""", "ntk", "no fixed training set")]
    [InlineData("""{"study":"deep-linear","matrix":"revealed","inputDimension":50}""", "inputDimension", "A side of 50 is not larger than")]
    [InlineData("""{"study":"deep-linear","initialScale":[0.5,-1],"sweep":{"initialScale.0":[0.5,0.6]}}""", "initialScale", "number from 1e-6 to 1e6")]
    [InlineData("""{"study":"learning-rate-transfer","sweep":{"widthRatio":[]}}""", "sweep.widthRatio", "at least one value")]
    [InlineData("""{"study":"learning-rate-transfer","grid":{"widthRatio":[]}}""", "sweep.widthRatio", "at least one value")]
    [InlineData("""{"study":"learning-rate-transfer","sweep":{"learningRate":{"from":1,"to":0.5,"points":4}}}""", "sweep.learningRate", "to a larger one")]
    [InlineData("""{"study":"edge-of-stability","sweep":{"widthRatio":[0.5,-2]}}""", "widthRatio", "1E-06 <= value")]
    [InlineData("""{"study":"edge-of-stability","sweep":{"recordSteps":[[0],[33]]}}""", "recordSteps", "Step 33 cannot be recorded")]
    public void A_mistake_gets_a_sentence_that_names_key_and_value(string json, string path, string fragment)
    {
        ConfigurationException exception = Assert.Throws<ConfigurationException>(() => Read(json));
        Assert.Contains(exception.Errors, error => error.Path.Contains(path, StringComparison.Ordinal) && error.Message.Contains(fragment, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"study":"deep-linear","sampleRatio":"infinite","batch":{"onePass":"infinite"},"initialScale":[0.5,0.6],"covariance":{"law":"power","exponent":0.6,"modes":10}}""")]
    [InlineData("""{"study":"deep-linear","batch":{"fraction":0.3},"covariance":{"eigenvalues":[1,0.5]}}""")]
    [InlineData("""{"study":"learning-rate-transfer","grid":{"learningRate":{"from":0.1,"to":0.4,"points":3}}}""")]
    [InlineData("""{"study":"learning-rate-transfer","sweep":{"learningRate":{"from":0.1,"to":0.4,"points":3},"widthRatio":null}}""")]
    [InlineData("""{"study":"edge-of-stability"}""")]
    [InlineData("""{"study":"deep-linear","residualScale":1.5,"sweep":{"depth":[2,4],"learningRate":[0.1,0.2]}}""")]
    [InlineData("""{"study":"edge-of-stability","learningRate":0.3,"sweep":{"depth":[1,3]}}""")]
    [InlineData("""{"study":"deep-linear","depth":2,"sweep":{"hiddenWidths":[null,[0.5,2],[2,0.5]],"widthRatio":[1,2]}}""")]
    [InlineData("""{"study":"learning-rate-transfer","hiddenWidths":[1,0.5],"sweep":{"hiddenWidths.1":[0.25,4]}}""")]
    [InlineData("""{"study":"deep-linear","sweep":{"sampleRatio":[1,"infinite"],"initialScale":[0.5,[0.5,0.6]],"batch":["full",{"onePass":2}],"ntk":[null,"population"]}}""")]
    [InlineData("""{"study":"deep-linear","initialScale":[0.5,0.6],"sweep":{"initialScale.1":[0.4,0.7],"recordSteps":[[],[1,2]]}}""")]
    public void What_is_resolved_reads_back_as_the_same_run(string json)
    {
        StudyConfiguration first = Read(json);
        JsonObject resolved = first.ResolvedParameters.DeepClone().AsObject();
        resolved["study"] = first.Study.Card.Name;
        Assert.Equal(first.Fingerprint, Read(resolved.ToJsonString()).Fingerprint);
    }

    [Fact]
    public void A_geometric_range_has_both_ends_and_one_ratio()
    {
        StudyConfiguration configuration = Read("""{"study":"learning-rate-transfer","grid":{"learningRate":{"from":0.1,"to":0.8,"points":4}}}""");
        Assert.Equal([0.1, 0.2, 0.4, 0.8], configuration.Sweep!.Coordinates()[2].Values.Select(value => Math.Round(value, 12)));
    }

    [Fact]
    public void The_old_name_of_a_sweep_is_the_same_run()
    {
        string old = Read("""{"study":"edge-of-stability","grid":{"learningRate":[0.1,0.3]}}""").Fingerprint;
        Assert.Equal(old, Read("""{"study":"edge-of-stability","sweep":{"learningRate":[0.1,0.3]}}""").Fingerprint);
        Assert.NotEqual(old, Read("""{"study":"edge-of-stability"}""").Fingerprint);

        // What the new name says wins, and the old one fills in the rest.
        Assert.Equal(
            Read("""{"study":"edge-of-stability","sweep":{"learningRate":[0.1,0.3],"widthRatio":[2]}}""").Fingerprint,
            Read("""{"study":"edge-of-stability","sweep":{"learningRate":[0.1,0.3]},"grid":{"learningRate":[5],"widthRatio":[2]}}""").Fingerprint);
    }

    [Fact]
    public void A_preset_is_deep_linear_with_defaults_and_a_sweep_of_its_own()
    {
        StudyConfiguration edge = Read("""{"study":"edge-of-stability"}""");
        Assert.Equal(["parameterization", "widthRatio", "learningRate"], edge.Sweep!.Axes.Select(axis => axis.Path));
        Assert.Equal(12, edge.Points.Count);
        Assert.All(edge.Points.Cast<DeepLinearParameters>(), p => Assert.Equal((2, 4.0, 2.0, 0.1, 32, 300L), (p.Depth, p.SampleRatio.Value, p.OutputScale, p.LabelNoise, p.Steps, p.InputDimension)));
        Assert.Equal([WidthScaling.MuP, WidthScaling.Ntk], edge.Points.Cast<DeepLinearParameters>().Select(p => p.Parameterization).Distinct());
        Assert.Equal((4u, 2u), (edge.Study.Card.StreamId, new DeepLinearStudy().Card.StreamId));

        StudyConfiguration transfer = Read("""{"study":"learning-rate-transfer"}""");
        Assert.Equal(144, transfer.Points.Count);
        Assert.All(transfer.Points.Cast<DeepLinearParameters>(), p => Assert.Empty(p.RecordSteps!));
        Assert.DoesNotContain(transfer.Prepare().Shapes, shape => shape.Name == "topSingularValue");
        Assert.Equal((3u, 20, 200L), (transfer.Study.Card.StreamId, ((DeepLinearParameters)transfer.Parameters).Steps, ((DeepLinearParameters)transfer.Parameters).InputDimension));
    }

    [Fact]
    public void A_given_parameter_leaves_the_sweep_of_a_preset_and_null_takes_one_out()
    {
        StudyConfiguration one = Read("""{"study":"edge-of-stability","learningRate":0.15,"sweep":{"widthRatio":null}}""");
        Assert.Equal(["parameterization"], one.Sweep!.Axes.Select(axis => axis.Path));
        Assert.All(one.Points.Cast<DeepLinearParameters>(), p => Assert.Equal((0.15, 1.0), (p.LearningRate, p.WidthRatio)));
        Assert.Null(Read("""{"study":"edge-of-stability","learningRate":0.15,"widthRatio":1,"parameterization":"NTK"}""").Sweep);
    }

    [Fact]
    public void No_recorded_step_leaves_the_losses()
    {
        StudyConfiguration losses = Read("""{"study":"deep-linear","recordSteps":[]}""");
        Assert.Equal(["testLoss", "trainLoss"], losses.Prepare().Shapes.Select(shape => shape.Name));
        StudyConfiguration kernel = Read("""{"study":"deep-linear","recordSteps":[],"ntkSteps":[3]}""");
        Assert.Contains("sharpness", kernel.Prepare().Shapes.Select(shape => shape.Name));
    }

    /// <summary>Residual branches have no theory of the kernel: it is recorded where it was asked for alone. One hidden layer has no branches.</summary>
    [Fact]
    public void The_kernel_of_residual_branches_is_recorded_when_asked_for()
    {
        static IEnumerable<string> Names(string json) => Read(json).Prepare().Shapes.Select(shape => shape.Name);
        Assert.DoesNotContain("ntkTop", Names("""{"study":"deep-linear","depth":2,"residualScale":1}"""));
        Assert.Contains("topSingularValue", Names("""{"study":"deep-linear","depth":2,"residualScale":1}"""));
        Assert.Contains("ntkTop", Names("""{"study":"deep-linear","depth":2,"residualScale":1,"ntkSteps":[3]}"""));
        Assert.Contains("ntkTop", Names("""{"study":"deep-linear","depth":1,"residualScale":1}"""));
        // A preset of the kernel loses it with branches, and says so; asked for it is there without theory.
        const string Small = "\"depth\":2,\"residualScale\":1,\"sweep\":{\"parameterization\":null,\"widthRatio\":null,\"learningRate\":null},\"steps\":3,\"recordSteps\":[3],\"inputDimension\":40,\"replicas\":2";
        RunResult lost = Runs.Of(Read($$"""{"study":"edge-of-stability",{{Small}}}""").Prepare(), Providers.Any);
        Assert.Contains(lost.Facts, fact => fact.Kind == FactKind.Warning && fact.Text.Contains("ntkSteps asks for its simulation", StringComparison.Ordinal));
        RunResult asked = Runs.Of(Read($$"""{"study":"edge-of-stability",{{Small}},"ntkSteps":[3]}""").Prepare(), Providers.Any);
        Assert.Contains(asked.Facts, fact => fact.Kind == FactKind.Warning && fact.Text.Contains("simulation only", StringComparison.Ordinal));
        Assert.All(asked.Named("ntkTop").Theory!.Value, Assert.Null);
        Assert.All(asked.Named("ntkTop").Simulation!.Mean, value => Assert.True(value > 0));
        RunResult single = Runs.Theory(Read("""{"study":"deep-linear","depth":1,"residualScale":1,"steps":2,"recordSteps":[]}""").Prepare(), Providers.Any);
        Assert.Contains(single.Facts, fact => fact.Kind == FactKind.Warning && fact.Text.Contains("no effect at depth 1", StringComparison.Ordinal));
        Assert.Contains("depthShift", Names("""{"study":"deep-linear","recordSteps":[],"sweep":{"depth":[2,4],"learningRate":[0.1,0.2]}}"""));
    }

    /// <summary>Widths that do not come out whole are rounded, and said; all of them one is the run without them.</summary>
    [Fact]
    public void Hidden_widths_are_whole_neurons_that_the_run_names()
    {
        Experiment experiment = Read("""{"study":"deep-linear","depth":3,"hiddenWidths":[1,0.3333,2],"inputDimension":100,"recordSteps":[],"steps":2}""").Prepare();
        Assert.Contains(experiment.Plan, fact => fact.Text.Contains("100, 33, 200", StringComparison.Ordinal));
        Assert.Empty(Read("""{"study":"deep-linear","depth":3,"recordSteps":[]}""").Prepare().Plan);
    }

    [Fact]
    public void Ratios_and_laws_mean_what_they_say()
    {
        var p = (DeepLinearParameters)Read("""{"study":"deep-linear","sampleRatio":"infinite","covariance":{"law":"power","exponent":1,"modes":2}}""").Parameters;
        Assert.Equal(double.PositiveInfinity, p.SampleRatio.Value);
        Assert.Equal(4.0 / 3, p.Covariance.Spectrum().Eigenvalues[0], 1e-12);
        Assert.Equal(2.0 / 3, p.Covariance.Spectrum().Eigenvalues[1], 1e-12);
    }
}
