using System.Text.Json.Nodes;
using Numerics.LinearAlgebra.Interop;
using Numerics.Studies.Catalog;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.BulkSpectra;

/// <summary>What the studies of bulk spectra refuse, and with which words.</summary>
public sealed class BulkStudyConfigurationTests
{
    private static readonly ConfigurationReader Reader = new(AllStudies.Catalog);

    [Theory]
    [InlineData("""{ "study": "extensive-outputs", "width": 12.5 }""", "width", "12.5 is not an integer")]
    [InlineData("""{ "study": "extensive-outputs", "width": [] }""", "width", "The list of sizes is empty")]
    [InlineData("""{ "study": "extensive-outputs", "outputRatio": -1 }""", "outputRatio", "0 or lies between 1e-6 and 1e6")]
    [InlineData("""{ "study": "extensive-outputs", "resolventAt": [[1]] }""", "resolventAt[0]", "[1] is not a point")]
    [InlineData("""{ "study": "extensive-outputs", "resolventAt": [[1, -0.1]] }""", "resolventAt[0]", "Im z = -0.1 is negative")]
    [InlineData("""{ "study": "extensive-outputs", "resolventAt": [[1, 1], [1, 1]] }""", "resolventAt", "twice")]
    [InlineData("""{ "study": "extensive-outputs", "dynamics": "flow" }""", "hiddenScale", "equal small initial scales")]
    [InlineData("""{ "study": "extensive-outputs", "dynamics": "flow", "sampleRatio": 2 }""", "dynamics", "on the population")]
    [InlineData("""{ "study": "extensive-outputs", "dynamics": "flow", "outputRatio": 0 }""", "outputRatio", "finite number of outputs")]
    [InlineData("""{ "study": "extensive-outputs", "outputRatio": [0, 0.1], "teacherSpike": 3 }""", "teacherSpike", "finite rank already")]
    [InlineData("""{ "study": "ensembles", "ensemble": "bbp", "spike": 0.5 }""", "spike", "0.5 of bbp is not above 1")]
    [InlineData("""{ "study": "ensembles", "ensemble": "wigner" }""", "ensemble", "is not one of")]
    [InlineData("""{ "study": "ensembles", "population": [[1, 0]] }""", "population[0][1]", "1E-09 <= value")]
    [InlineData("""{ "study": "pencil", "expression": "A C" }""", "expression", "The product of A (1 x 0.5) and C (1 x 0.8) does not exist; the inner sizes must match.")]
    [InlineData("""{ "study": "pencil", "expression": "2 (A B) B'" }""", "expression", "")]
    [InlineData("""{ "study": "pencil", "expression": "A B + B" }""", "expression", "The sum of A B (1 x 0.8) and B (0.5 x 0.8) does not exist")]
    [InlineData("""{ "study": "pencil", "expression": "A (B + D)" }""", "expression", "There is no matrix D.")]
    [InlineData("""{ "study": "pencil", "expression": "A B +" }""", "expression", "cannot be read")]
    [InlineData("""{ "study": "pencil", "expression": "A B + 2" }""", "expression", "without a matrix")]
    [InlineData("""{ "study": "pencil", "definitions": ["A = B"] }""", "definitions[0]", "already something named A")]
    [InlineData("""{ "study": "pencil", "spectrum": "symmetrized" }""", "expression", "needs a square M, but")]
    [InlineData("""{ "study": "pencil", "matrices": [{ "name": "H", "columns": 2, "symmetric": true }], "expression": "H" }""", "matrices", "a symmetric matrix is square")]
    public void Refuses(string configuration, string path, string words)
    {
        if (words.Length == 0)
        {
            _ = Read(configuration);
            return;
        }

        ConfigurationException refused = Assert.Throws<ConfigurationException>(() => Read(configuration));
        Assert.Contains(refused.Errors, error => error.Path.StartsWith(path, StringComparison.Ordinal) && error.Message.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void More_steps_than_a_pencil_reaches_are_refused_with_cost_and_alternatives_before_anything_is_solved()
    {
        ConfigurationException refused = Predict("""{ "study": "extensive-outputs", "steps": 10, "width": 60 }""");
        Assert.Equal("steps", refused.Errors[0].Path);
        Assert.Contains("order 1.575E+05", refused.Message, StringComparison.Ordinal);
        Assert.Contains("twentyfold", refused.Message, StringComparison.Ordinal);
        Assert.Contains("freeze the readout", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Real_points_inside_the_support_are_refused_with_the_band()
    {
        ConfigurationException refused = Predict("""{ "study": "extensive-outputs", "steps": 1, "width": 100, "resolventAt": [[1, 0.1], [1.5, 0]] }""");
        Assert.Equal("resolventAt[1]", refused.Errors[0].Path);
        Assert.Contains("inside the support [0.105573, 1.89443] at step 0", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Learning_rates_beyond_the_stability_bound_are_warned_of_with_the_bound()
    {
        // a_max = (1 + sqrt 0.5)^2 = 2.914214, population: 2/a_max = 0.6863.
        Experiment warned = Read("""{ "study": "extensive-outputs", "learningRate": 0.7, "width": 100 }""").Prepare();
        Assert.Contains("0.6863", warned.Plan.Single(fact => fact.Kind == FactKind.Warning).Text, StringComparison.Ordinal);
        Experiment below = Read("""{ "study": "extensive-outputs", "learningRate": 0.68, "width": 100 }""").Prepare();
        Assert.DoesNotContain(below.Plan, fact => fact.Kind == FactKind.Warning);
    }

    [Fact]
    public void A_number_and_a_list_are_both_read_and_printed_as_given()
    {
        StudyConfiguration configuration = Read("""{ "study": "extensive-outputs", "width": [200, 100, 400], "outputRatio": [0.5] }""");
        Assert.Equal("[100,200,400]", configuration.ResolvedParameters["width"]!.ToJsonString().Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(3, configuration.Prepare().Shapes.Single(shape => shape.Name == "upperEdge").Axes.Count);
        Assert.Single(Read("""{ "study": "extensive-outputs" }""").Prepare().Shapes.Single(shape => shape.Name == "upperEdge").Axes);
    }

    private static ConfigurationException Predict(string configuration)
    {
        using var lapack = Lapack.Load();
        Experiment experiment = Read(configuration).Prepare();
        return Assert.Throws<ConfigurationException>(() => Runs.Theory(experiment, lapack));
    }

    private static StudyConfiguration Read(string text) => Reader.FromJson(JsonNode.Parse(text)!.AsObject(), [], "test", Directory.GetCurrentDirectory());
}
