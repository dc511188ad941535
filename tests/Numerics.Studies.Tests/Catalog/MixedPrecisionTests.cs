using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Catalog;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Catalog;

/// <summary><c>"precision": "mixed"</c>: who may have it, what it saves and what it changes.</summary>
public sealed class MixedPrecisionTests
{
    [Theory]
    [InlineData("nonlinear-mup", """ "matrix": "stored" """)]
    [InlineData("nonlinear-mup", """ "targets": [[1, 0], [0, 1]] """)]
    [InlineData("nonlinear-mup", """ "momentum": 0.5 """)]
    [InlineData("nonlinear-mup", """ "weightDecay": 0.01 """)]
    [InlineData("nonlinear-mup", """ "dynamics": "flow" """)]
    [InlineData("deep-linear", """ "matrix": "revealed" """)]
    [InlineData("deep-linear", """ "steps": 2 """)]
    public void Networks_without_a_swept_history_are_refused(string study, string changed)
    {
        ConfigurationException exception = Assert.Throws<ConfigurationException>(
            () => Runs.Read(AllStudies.Catalog, $$"""{ "study": "{{study}}", "precision": "mixed", {{changed}} }""").Prepare());
        Assert.Contains(exception.Errors, error => error.Path == "precision" && error.Message.Contains("set precision to \"double\" or \"single\"", StringComparison.Ordinal));
    }

    /// <summary>Relu: a direction for every query, so that all the memory is panels: of 8 columns of fields and readout in double, and 2 (2 T + 2) of either kind of history.</summary>
    [Fact]
    public void The_plan_counts_half_of_the_history()
    {
        double state = Bytes("double"), mixed = Bytes("mixed");
        Assert.InRange(mixed / state, 0.5, 0.56);

        static double Bytes(string precision) => Runs.Read(
            AllStudies.Catalog, $$"""{ "study": "nonlinear-mup", "width": 100000000, "steps": 30, "activation": "relu", "precision": "{{precision}}" }""").Prepare().Cost.ReplicaBytes;
    }

    [Fact]
    public void Results_are_those_of_double_to_rounding_and_not_its_bits()
    {
        RunResult exact = Run("double"), mixed = Run("mixed");
        double furthest = 0;
        foreach (string name in (string[])["loss", "output", "topSingularValue", "outlier"])
        {
            foreach ((double? a, double? b) in exact.Named(name).Simulation!.Mean.Zip(mixed.Named(name).Simulation!.Mean))
            {
                Assert.Equal(a.HasValue, b.HasValue);
                furthest = Math.Max(furthest, Math.Abs((a ?? 0) - (b ?? 0)));
            }
        }

        Assert.InRange(furthest, 1e-13, 1e-6);
    }

    private static RunResult Run(string precision)
    {
        RunResult result = Runs.Of(
            Runs.Read(AllStudies.Catalog, $$"""{ "study": "nonlinear-mup", "width": 2000, "steps": 6, "outputScale": 4, "theorySites": 800, "theorySeeds": 2, "replicas": 2, "precision": "{{precision}}" }""").Prepare(),
            Providers.Any);
        Assert.Equal(Outcome.Ok, result.Outcome);
        return result;
    }
}
