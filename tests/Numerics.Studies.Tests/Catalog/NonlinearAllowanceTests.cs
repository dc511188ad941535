using Numerics.Studies.Catalog;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Catalog;

/// <summary>What a single width is granted: more directions, and initial outputs that are divided by a small outputScale, cost more.</summary>
public sealed class NonlinearAllowanceTests
{
    [Theory]
    [InlineData(""" "steps": 30 """, 5, 100, 100)]
    [InlineData(""" "activation": "relu", "steps": 150, "learningRate": 0.006 """, 5, 300, 302)]
    [InlineData(""" "outputScale": 0.1 """, 500, 100, 100)]
    [InlineData(""" "outputScale": 0.1, "centreOutput": true """, 5, 100, 100)]
    public void Allowances_times_the_width(string changed, double loss, double left, double right)
    {
        Experiment experiment = Runs.Read(AllStudies.Catalog, $$"""{ "study": "nonlinear-mup", "inputGram": [[1, 0.3], [0.3, 1]], "targets": [1, -1], "width": 2000, {{changed}} }""").Prepare();
        double Constant(string name) => experiment.Observables.Single(observable => observable.Name == name).Rule!.AllowanceConstant;
        Assert.Equal(loss, Constant("loss"), 1e-9);
        Assert.Equal(left, Constant("overlapLeft"));
        Assert.Equal(right, Constant("overlapRight"));
    }

    [Fact]
    public void The_plan_warns_of_a_flow_over_kinks()
    {
        Assert.Contains(Plan("relu"), fact => fact.Text.Contains("descent in small steps", StringComparison.Ordinal));
        Assert.Empty(Plan("tanh"));

        static IReadOnlyList<Fact> Plan(string activation) => Runs.Read(
            AllStudies.Catalog, $$"""{ "study": "nonlinear-mup", "dynamics": "flow", "width": 20000, "activation": "{{activation}}" }""").Prepare().Plan;
    }
}
