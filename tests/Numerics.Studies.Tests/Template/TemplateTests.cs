using Numerics.Studies.Comparison;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Template;

/// <summary>The study that docs/extending.md shows: it runs, agrees, and a mistake in its theory is found.</summary>
public sealed class TemplateTests(ITestOutputHelper output)
{
    private static readonly StudyCatalog Catalog = new([new TopEigenvalueStudy()]);

    [Fact]
    public void Its_theory_and_its_samples_agree()
    {
        RunResult result = Run("""{ "study": "top-eigenvalue" }""");
        Assert.True(result.WithinLimits);
        Assert.Equal(3, result.JudgedEntries());
        Assert.Equal(["top"], result.Figures.Select(figure => figure.Name));
    }

    [Fact]
    public void A_factor_2_in_its_theory_is_found()
    {
        ObservableResult top = Run("""{ "study": "top-eigenvalue" }""").Named("topEigenvalue");
        Assert.True(Judge(top, top.Theory!.Value).WithinLimits);
        Assert.False(Judge(top, [.. top.Theory.Value.Select(value => 2 * value)]).WithinLimits);

        // The same of the Tracy-Widom term alone.
        Assert.False(Judge(top, [.. top.Theory.Value.Select(value => 2 + (2 * (value - 2)))]).WithinLimits);
    }

    [Fact]
    public void It_can_be_swept_without_knowing_of_it()
    {
        RunResult result = Run("""{ "study": "top-eigenvalue", "replicas": 100, "sweep": { "order": [20, 40, 80], "scale": [1, 3] } }""");
        Assert.True(result.WithinLimits);
        Assert.Equal(["order", "scale", "rank"], result.Named("topEigenvalue").Shape.Axes.Select(axis => axis.Name));
        Assert.Equal(18, result.JudgedEntries());
    }

    /// <summary>The measurement behind its allowance: |mean - theory| times the order is about half of it where it is largest.</summary>
    [Fact]
    public void Its_allowance_is_about_twice_the_largest_bias()
    {
        ObservableResult top = Run("""{ "study": "top-eigenvalue", "replicas": 2000, "sweep": { "order": [20, 40] } }""").Named("topEigenvalue");
        double largest = 0;
        for (int i = 0; i < 6; i++)
        {
            double order = top.Shape.Axes[0].Values[i / 3];
            double bias = order * (top.Simulation!.Mean[i]!.Value - top.Theory!.Value[i]!.Value);
            double error = order * top.Simulation.StandardError[i]!.Value;
            output.WriteLine($"order {order} rank {(i % 3) + 1}: bias {bias:F2} +- {error:F2} over the order");
            largest = Math.Max(largest, Math.Abs(bias));
        }

        Assert.InRange(largest, 0.8, 1.2);
    }

    [Fact]
    public void The_documentation_shows_it_as_it_is()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Numerics.sln")))
        {
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("Numerics.sln is in no folder above the tests.");
        }

        string source = File.ReadAllText(Path.Combine(root, "tests", "Numerics.Studies.Tests", "Template", "TopEigenvalue.cs"));
        source = source.Replace("namespace Numerics.Studies.Tests.Template;", "namespace Numerics.Studies.Catalog.TopEigenvalue;", StringComparison.Ordinal);
        string document = File.ReadAllText(Path.Combine(root, "docs", "extending.md"));
        Assert.Contains($"```csharp\n{source}```\n", document, StringComparison.Ordinal);
        Assert.InRange(source.Split('\n').Length, 1, 80);
    }

    private static Verdict Judge(ObservableResult top, IReadOnlyList<double?> theory) => TheoryComparison.Judge(new(
        [top.Shape],
        _ => top.Rule,
        new Dictionary<string, ObservableEstimate> { [top.Shape.Name] = new(theory, top.Theory!.StandardError) },
        new Dictionary<string, SimulationStatistics> { [top.Shape.Name] = top.Simulation! }));

    private static RunResult Run(string text)
    {
        StudyConfiguration configuration = Runs.Read(Catalog, text);
        return Runs.Of(configuration.Prepare(), Providers.Any, configuration.Seed, configuration.Study.Card.StreamId);
    }
}
