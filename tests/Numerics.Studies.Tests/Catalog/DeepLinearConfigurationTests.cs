using System.Text.Json.Nodes;
using Numerics.Studies.Catalog;
using Numerics.Studies.Catalog.DeepLinear;
using Numerics.Studies.Catalog.DeepLinearSweeps;

namespace Numerics.Studies.Tests.Catalog;

/// <summary>What users may write for the deep linear studies, and the sentence they get for everything else.</summary>
public sealed class DeepLinearConfigurationTests
{
    private static StudyConfiguration Read(string json) =>
        new ConfigurationReader(AllStudies.Catalog).FromJson(JsonNode.Parse(json)!.AsObject(), [], "test", Environment.CurrentDirectory);

    [Theory]
    [InlineData("""{"study":"deep-linear","sampleRatio":0}""", "sampleRatio", "0 is not a positive number or \"infinite\"")]
    [InlineData("""{"study":"deep-linear","sampleRatio":"many"}""", "sampleRatio", "\"many\" is not a positive number or \"infinite\"")]
    [InlineData("""{"study":"deep-linear","widthRatio":-1}""", "widthRatio", "0 < value")]
    [InlineData("""{"study":"deep-linear","learningRate":0}""", "learningRate", "0 < value")]
    [InlineData("""{"study":"deep-linear","parameterization":"mup"}""", "parameterization", "\"muP\"")]
    [InlineData("""{"study":"deep-linear","depth":2,"initialScale":[0.5,0.5]}""", "initialScale", "2 initial scales do not fit depth 2: give one number, or 3")]
    [InlineData("""{"study":"deep-linear","initialScale":[-0.5]}""", "initialScale", "positive number")]
    [InlineData("""{"study":"deep-linear","batch":{"fraction":1.5}}""", "batch", "1.5 is outside (0, 1]")]
    [InlineData("""{"study":"deep-linear","batch":{"fraction":0}}""", "batch", "0 is outside (0, 1]")]
    [InlineData("""{"study":"deep-linear","batch":{"size":3}}""", "batch", "Unknown key 'size'")]
    [InlineData("""{"study":"deep-linear","covariance":{"eigenvalues":[1,-0.1]}}""", "covariance", "Eigenvalue 1 of the covariance is -0.1")]
    [InlineData("""{"study":"deep-linear","covariance":{"law":"power"}}""", "covariance", "exponent")]
    [InlineData("""{"study":"deep-linear","schedule":[1,2]}""", "schedule", "2 factors do not fit 20 steps")]
    [InlineData("""{"study":"deep-linear","recordSteps":[21]}""", "recordSteps", "Step 21 cannot be recorded")]
    [InlineData("""{"study":"deep-linear","batch":{"onePass":2},"ntk":"trainingSet"}""", "ntk", "no fixed training set")]
    [InlineData("""{"study":"deep-linear","matrix":"revealed","inputDimension":50}""", "inputDimension", "A side of 50 is not larger than")]
    [InlineData("""{"study":"learning-rate-transfer","grid":{"widthRatio":[]}}""", "grid.widthRatio", "list of positive numbers")]
    [InlineData("""{"study":"learning-rate-transfer","grid":{"learningRate":{"from":1,"to":0.5,"points":4}}}""", "grid.learningRate", "to a larger one")]
    [InlineData("""{"study":"edge-of-stability","grid":{"parameterization":["muP","muP"]}}""", "grid.parameterization", "once")]
    public void A_mistake_gets_a_sentence_that_names_key_and_value(string json, string path, string fragment)
    {
        ConfigurationException exception = Assert.Throws<ConfigurationException>(() => Read(json));
        Assert.Contains(exception.Errors, error => error.Path.Contains(path, StringComparison.Ordinal) && error.Message.Contains(fragment, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"study":"deep-linear","sampleRatio":"infinite","batch":{"onePass":"infinite"},"initialScale":[0.5,0.6],"covariance":{"law":"power","exponent":0.6,"modes":10}}""")]
    [InlineData("""{"study":"deep-linear","batch":{"fraction":0.3},"covariance":{"eigenvalues":[1,0.5]}}""")]
    [InlineData("""{"study":"learning-rate-transfer","grid":{"learningRate":{"from":0.1,"to":0.4,"points":3}}}""")]
    [InlineData("""{"study":"edge-of-stability"}""")]
    public void What_is_resolved_reads_back_as_the_same_run(string json)
    {
        StudyConfiguration first = Read(json);
        JsonObject resolved = first.ResolvedParameters.DeepClone().AsObject();
        resolved["study"] = first.Study.Name;
        Assert.Equal(first.Fingerprint, Read(resolved.ToJsonString()).Fingerprint);
    }

    [Fact]
    public void A_geometric_range_has_both_ends_and_one_ratio()
    {
        var p = (LearningRateTransferParameters)Read("""{"study":"learning-rate-transfer","grid":{"learningRate":{"from":0.1,"to":0.8,"points":4}}}""").Parameters;
        Assert.Equal([0.1, 0.2, 0.4, 0.8], p.Grid.LearningRate.Values.Select(value => Math.Round(value, 12)));
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
