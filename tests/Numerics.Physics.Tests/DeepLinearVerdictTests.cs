using System.Text.Json.Nodes;
using Numerics.LinearAlgebra.Interop;
using Numerics.Physics.Tests.Support;
using Numerics.Studies.Catalog;
using Numerics.Studies.Catalog.DeepLinear;
using Numerics.Studies.Comparison;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Support;

namespace Numerics.Physics.Tests;

/// <summary>
/// The verdict of the deep linear studies at a small input dimension, where finite-size corrections are far above the statistical error: theory and simulation
/// agree within the stated allowances (family-wise false alarm rate 1e-3 plus none from bias), and a theory for another learning rate is refused.
/// </summary>
public sealed class DeepLinearVerdictTests
{
    [Theory]
    [InlineData("P1", "0.12")]
    [InlineData("P3", "0.12")]
    [InlineData("P6", "0.06")]
    public void Agrees_at_input_dimension_250_and_notices_another_learning_rate(string name, string otherRate) =>
        Check(name, otherRate, replicas: 40, dimension: 250);

    [Theory]
    [InlineData("P1", "0.11")]
    [InlineData("P2", "0.055")]
    [InlineData("P3", "0.11")]
    [InlineData("P4", "0.11")]
    [InlineData("P5", "0.0275")]
    [InlineData("P6", "0.055")]
    [InlineData("P7", "0.022")]
    [InlineData("P8", "0.033")]
    [InlineData("P9", "0.0275")]
    [Trait("speed", "slow")]
    public void Agrees_with_many_replicas_and_notices_a_tenth_more_learning_rate(string name, string otherRate) =>
        Check(name, otherRate, replicas: 200, dimension: 250);

    /// <summary>Residual branches of scale 1/2: a program that leaves eps out of the gradient of A_2 trains it twice as fast; one that counts branches in place of layers has eps = 1/sqrt(3).</summary>
    [Theory]
    [InlineData("learningRateFactor", """{"hidden":[1,2,1]}""")]
    [InlineData("residualScale", "1.1547")]
    [Trait("speed", "slow")]
    public void Notices_a_wrong_residual_branch(string parameter, string wrong) => Check("P8", parameter, wrong, replicas: 60, dimension: 250);

    /// <summary>Widths 1, 1/2, 3/2 of the hidden layers: theories of equal widths, of the reversed order, and of a second layer a fifth wider are refused.</summary>
    [Theory]
    [InlineData("null")]
    [InlineData("[1.5,0.5,1]")]
    [InlineData("[1,0.6,1.5]")]
    [Trait("speed", "slow")]
    public void Notices_wrong_hidden_widths(string wrong) => Check("P9", "hiddenWidths", wrong, replicas: 60, dimension: 250);

    private static void Check(string name, string otherRate, int replicas, int dimension) => Check(name, "learningRate", otherRate, replicas, dimension);

    private static void Check(string name, string parameter, string otherValue, int replicas, int dimension)
    {
        using var lapack = Lapack.Load();
        uint stream = new DeepLinearStudy().Card.StreamId;
        Experiment run = Prepare(name, "replicas", replicas.ToString(), "inputDimension", dimension.ToString());
        IReadOnlyList<ReplicaRecord> records = Runs.Simulate(run, lapack, [.. Enumerable.Range(0, replicas)], seed: 61, stream);
        IReadOnlyDictionary<string, SimulationStatistics> simulation = ReplicaAverages.Of(run.Shapes, records);
        Verdict verdict = TheoryComparison.Judge(new(run.Shapes, run.Rule, Replicas.Predict(lapack, run, 61, stream), simulation));
        string worst = string.Join("; ", verdict.Observables.Where(o => o.WithinLimits == false).Select(o =>
            $"{o.Shape.Name}: {o.Comparison!.ZScore.Select((z, i) => (Size: Math.Abs(z ?? 0), i)).Max()}"));
        Assert.True(verdict.WithinLimits, worst);

        Experiment other = Prepare(name, "replicas", replicas.ToString(), "inputDimension", dimension.ToString(), parameter, otherValue);
        Verdict wrong = TheoryComparison.Judge(new(run.Shapes, run.Rule, Replicas.Predict(lapack, other, 61, stream), simulation));
        Assert.False(wrong.WithinLimits);
    }

    private static Experiment Prepare(string name, params string[] settings)
    {
        var root = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "reference-sets", name + ".json")))!.AsObject();
        if (name == "P7")
        {
            root["covariance"]!["modes"] = 250;
        }

        ConfigurationOverride[] overrides = [.. settings.Chunk(2).Select(pair => ConfigurationOverride.Parse($"{pair[0]}={pair[1]}"))];
        return new ConfigurationReader(AllStudies.Catalog).FromJson(root, overrides, name, Environment.CurrentDirectory).Prepare();
    }
}
