using Numerics.Studies.Records;

namespace Numerics.Studies.Tests.BulkSpectra;

/// <summary>The normalisation of every observable of <c>extensive-outputs</c>, in theory and samples: a factor of two anywhere is refused.</summary>
public sealed class ObservableNormalizationTests
{
    [Fact]
    [Trait("speed", "slow")]
    public void Edges_amplitude_and_largest_value_are_those_of_the_table_after_three_steps()
    {
        using var runs = new StudyRuns("""{ "study": "extensive-outputs", "width": 250 }""");
        IReadOnlyDictionary<string, ObservableEstimate> theory = runs.Predict();
        Assert.Equal(2.01541, theory["upperEdge"].Value[3]!.Value, 5.1e-6);
        Assert.Equal(.13396, theory["lowerEdge"].Value[3]!.Value, 5.1e-6);
        Assert.Equal(1.7919, theory["edgeAmplitude"].Value[3]!.Value, 5.1e-5);
        // 2.01541 - 1.2065 (2 200 1.7919)^(-2/3)
        Assert.Equal(2.00035, theory["largestSingularValue"].Value[3]!.Value, 5e-5);
        // Before training the law of Marchenko and Pastur: edges 1 -+ sqrt 0.8.
        Assert.Equal(1 - Math.Sqrt(0.8), theory["lowerEdge"].Value[0]!.Value, 1e-12);
        Assert.Equal(1 + Math.Sqrt(0.8), theory["upperEdge"].Value[0]!.Value, 1e-12);
    }

    [Theory]
    [InlineData("""{ "study": "extensive-outputs", "width": 250, "steps": 2 }""", 0)]
    [InlineData("""{ "study": "extensive-outputs", "width": 100, "inputRatio": 2, "trainReadout": false, "learningRate": 0.1, "steps": 2 }""", 0.5)]
    public void Densities_atoms_and_distribution_functions_belong_together(string configuration, double atom)
    {
        using var runs = new StudyRuns(configuration);
        IReadOnlyDictionary<string, ObservableEstimate> theory = runs.Predict();
        ReplicaRecord sample = runs.Simulate(1)[0];
        AssertTogether(runs, name => theory[name].Value, atom);
        AssertTogether(runs, name => sample.Values[name], atom);
    }

    private static void AssertTogether(StudyRuns runs, Func<string, IReadOnlyList<double?>> values, double atom)
    {
        ObservableShape shape = runs.Shape("cdf");
        IReadOnlyList<double> ends = shape.Axes[^1].Values;
        double width = ends[1] - ends[0];
        for (int step = 0; step < shape.Axes[0].Values.Count; step++)
        {
            Assert.Equal(atom, values("atomAtZero")[step]!.Value, 1e-9);
            double[] density = [.. Enumerable.Range(0, ends.Count).Select(k => values("density")[(step * ends.Count) + k]!.Value)];
            double[] cdf = [.. Enumerable.Range(0, ends.Count).Select(k => values("cdf")[(step * ends.Count) + k]!.Value)];
            Assert.Equal(1 - atom, density.Sum() * width, 1e-5);
            Assert.Equal(1, cdf[^1], 1e-5);
            for (int k = 1; k < ends.Count; k++)
            {
                Assert.Equal(cdf[k] - cdf[k - 1], density[k] * width, 1e-9);
            }
        }
    }
}
