using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Catalog;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Catalog;

/// <summary>Long training and gradient flow as the study <c>nonlinear-mup</c> sees them: refusals, thinned curves, and evidence that reaches the user.</summary>
public sealed class NonlinearFlowTests
{
    [Theory]
    [InlineData(""" "momentum": 0.5 """, "dynamics", "neither momentum nor weight decay")]
    [InlineData(""" "weightDecay": 0.01 """, "dynamics", "neither momentum nor weight decay")]
    [InlineData(""" "matrix": "stored" """, "matrix", "set matrix to \"revealed\"")]
    [InlineData(""" "rankTolerance": 1e-4 """, "flowTolerance", "lower rankTolerance")]
    [InlineData(""" "precision": "single", "flowTolerance": 1e-7 """, "flowTolerance", "set precision to \"double\"")]
    [InlineData(""" "precision": "single", "outputScale": 0.1 """, "flowTolerance", "below 8e-6")]
    [InlineData(""" "width": 200 """, "width", "440 directions expected of the 1708 vectors")]
    public void What_a_flow_cannot_have_is_refused(string changed, string path, string fragment)
    {
        ConfigurationException exception = Assert.Throws<ConfigurationException>(
            () => Runs.Read(AllStudies.Catalog, $$"""{ "study": "nonlinear-mup", "dynamics": "flow", {{changed}} }""").Prepare());
        Assert.Contains(exception.Errors, error => error.Path == path && error.Message.Contains(fragment, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(""" "precision": "single" """)]
    [InlineData(""" "outputScale": 1e-4 """)]
    public void The_default_tolerance_of_a_flow_is_usable(string changed) =>
        Assert.NotEmpty(Runs.Read(AllStudies.Catalog, $$"""{ "study": "nonlinear-mup", "dynamics": "flow", {{changed}} }""").Prepare().Shapes);

    /// <summary>All steps up to a thousand; 250 and the recorded ones beyond.</summary>
    [Theory]
    [InlineData(1000, 1001)]
    [InlineData(1001, 253)]
    [InlineData(4000, 253)]
    public void Losses_of_a_long_training_are_thinned(int steps, int expected)
    {
        Experiment experiment = Runs.Read(AllStudies.Catalog, $$"""{ "study": "nonlinear-mup", "width": 2000, "steps": {{steps}}, "recordSteps": [1, 3, {{steps}}] }""").Prepare();
        double[] values = [.. experiment.Shapes.Single(shape => shape.Name == "loss").Axes[0].Values];
        Assert.Equal(expected, values.Length);
        Assert.Equal(values.Order().Distinct(), values);
        Assert.Empty(new double[] { 0, 1, 3, steps }.Except(values));
    }

    [Fact]
    public void The_evidence_of_a_flow_reaches_the_user()
    {
        RunResult result = Run(""" "dynamics": "flow" """);
        double?[] flow = [.. result.Named("flowEvidence").Simulation!.Mean], bases = [.. result.Named("sweepEvidence").Simulation!.Mean];
        Assert.InRange(flow[0]!.Value, 2, 100);
        Assert.InRange(flow[1]!.Value, 0, 20);
        Assert.InRange(flow[2]!.Value, 1e-12, 1e-6);
        Assert.All([0, 1, 3, 4], entry => Assert.Null(bases[entry]));
        Assert.InRange(bases[5]!.Value, 10, 140);
    }

    [Theory]
    [InlineData(""" "momentum": 0.3 """, false)]
    [InlineData(""" "targets": [[1, 0], [0, 1]] """, false)]
    [InlineData(""" "momentum": 0 """, true)]
    public void Directions_are_counted_on_every_route(string changed, bool single)
    {
        double?[] bases = [.. Run(changed).Named("sweepEvidence").Simulation!.Mean];
        Assert.Equal(single, bases[0] is not null);
        Assert.InRange(bases[2]!.Value, 0, 0);
        Assert.Equal(10, bases[5]);
        Assert.InRange(bases[6]!.Value, 0, 0);
    }

    private static RunResult Run(string changed)
    {
        RunResult result = Runs.Of(
            Runs.Read(AllStudies.Catalog, $$"""{ "study": "nonlinear-mup", "width": 200, "steps": 2, "theorySites": 800, "theorySeeds": 2, "replicas": 2, {{changed}} }""").Prepare(), Providers.Any);
        Assert.Equal(Outcome.Ok, result.Outcome);
        return result;
    }
}
