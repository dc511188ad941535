using Numerics.Studies.Catalog;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Catalog;

/// <summary>The theory is predicted at every step where that costs little; the simulation holds values at the recorded steps only.</summary>
public sealed class CurveStepTests
{
    private const string DeepLinear = """ "study": "deep-linear", "matrix": "stored", "inputDimension": 48, "steps": 6, "replicas": 2 """;
    private const string Nonlinear = """ "study": "nonlinear-mup", "width": 60, "steps": 6, "theorySites": 200, "theorySeeds": 2, "replicas": 2 """;

    [Theory]
    [InlineData(DeepLinear, "topSingularValue,outlier,bulkEdgeUpper,ntkTop,sharpness")]
    [InlineData(Nonlinear, "topSingularValue,outlier,escapeMargin,overlapLeft")]
    public void The_theory_does_not_depend_on_what_is_recorded_and_the_simulation_fills_the_recorded_steps(string configuration, string names)
    {
        RunResult some = Run($$"""{ {{configuration}}, "recordSteps": [2, 6] }""");
        RunResult all = Run($$"""{ {{configuration}}, "recordSteps": [0, 1, 2, 3, 4, 5, 6] }""");
        foreach (string name in names.Split(','))
        {
            ObservableResult own = some.Named(name);
            ObservableResult other = all.Named(name);
            int axis = own.Shape.Axes.ToList().FindIndex(candidate => candidate.Name == "step");
            Assert.Equal([0.0, 1, 2, 3, 4, 5, 6], own.Shape.Axes[axis].Values);
            Same(other.Theory!.Value, own.Theory!.Value);
            Same(other.Theory.StandardError, own.Theory.StandardError);
            int stride = own.Shape.Axes.Skip(axis + 1).Aggregate(1, (product, next) => product * next.Count);
            bool[] recorded = [.. Enumerable.Range(0, own.Shape.Length).Select(i => i / stride % 7 is 2 or 6)];
            Same([.. recorded.Select((at, i) => at ? other.Simulation!.Mean[i] : null)], own.Simulation!.Mean);
            Assert.All(recorded.Select((at, i) => (at, Score: own.Comparison?.ZScore[i])), entry => Assert.True(entry.at || entry.Score is null));
        }
    }

    [Fact]
    public void A_long_training_has_about_64_steps_and_the_recorded_ones_among_them()
    {
        int[] steps = Steps("""{ "study": "deep-linear", "steps": 100, "recordSteps": [1, 37, 99] }""", "outlier");
        Assert.InRange(steps.Length, 64, 68);
        Assert.Empty(new[] { 0, 1, 37, 99, 100 }.Except(steps));
        Assert.Equal(steps.Order(), steps);
    }

    [Fact]
    public void Where_a_step_is_dear_the_recorded_ones_are_left()
    {
        Assert.Equal([1, 37, 99], Steps("""{ "study": "deep-linear", "steps": 100, "recordSteps": [1, 37, 99] }""", "ntkTop"));
        Assert.Equal([10, 1000], Steps("""{ "study": "deep-linear", "steps": 1000, "recordSteps": [10, 1000] }""", "outlier"));
        Assert.Equal([10, 1000], Steps("""{ "study": "nonlinear-mup", "steps": 1000, "recordSteps": [10, 1000] }""", "outlier"));
    }

    /// <summary>To the last bit.</summary>
    private static void Same(IReadOnlyList<double?> expected, IReadOnlyList<double?> actual) => Assert.Equal(expected, actual);

    private static int[] Steps(string configuration, string name)
    {
        Experiment experiment = Runs.Read(AllStudies.Catalog, configuration).Prepare();
        return [.. experiment.Shapes.Single(shape => shape.Name == name).Axes.Single(axis => axis.Name == "step").Values.Select(step => (int)step)];
    }

    private static RunResult Run(string configuration) => Runs.Of(Runs.Read(AllStudies.Catalog, configuration).Prepare(), Providers.Any);
}
