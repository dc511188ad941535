using Numerics.LinearAlgebra.Interop;
using Numerics.Studies.Catalog;
using Numerics.Studies.Catalog.SpatialEI;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Catalog.SpatialEI;

public sealed class SpatialEITests : IDisposable
{
    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    /// <summary>At 400 neurons outliers scatter by .02 to .05; ten replicas see an error of theirs by a few per cent.</summary>
    [Fact]
    public void Samples_agree_with_theory_and_a_wrong_strength_does_not()
    {
        var p = new SpatialEIParameters { Size = 400, Replicas = 10 };
        Assert.Equal(0, Outside(p, p));
        Assert.NotEqual(0, Outside(p, p with { MeanStrength = BlockMatrix.Of(3.2, -1, 1, -2) }));
    }

    [Theory]
    [InlineData("peakProbability=[[0.5,0.5],[1.2,0.5]]", "Block IE is 1.2")]
    [InlineData("space=torus", "no square grid")]
    [InlineData("projectionRange=-0.1", "Block EE is -0.1")]
    [InlineData("waveNumbers=[0,200]", "Wave number 200 is beyond the grid")]
    [InlineData("waveNumbers=[1,0]", "ascending")]
    [InlineData("meanStrength=[1,2]", "target first")]
    public void Bad_input_is_refused_with_a_sentence(string change, string part)
    {
        ConfigurationException refused = Assert.Throws<ConfigurationException>(() => Runs.Read(AllStudies.Catalog, """{ "study": "spatial-ei" }""", change));
        Assert.Contains(refused.Errors, error => error.Message.Contains(part, StringComparison.Ordinal));
    }

    /// <summary>Outliers of the samples of one network that lie farther from the theory of another than 5 standard errors and 4/N.</summary>
    private int Outside(SpatialEIParameters sampled, SpatialEIParameters predicted)
    {
        ObservableResult samples = Runs.Of(new SpatialEIExperiment(sampled), lapack).Named("outlierReal");
        ObservableResult theory = Runs.Theory(new SpatialEIExperiment(predicted), lapack).Named("outlierReal");
        return Enumerable.Range(0, samples.Shape.Length).Count(i =>
            theory.Theory!.Value[i] is { } value && samples.Simulation!.Mean[i] is { } mean && Math.Abs(mean - value) > (5 * samples.Simulation.StandardError[i]) + (4.0 / sampled.Size));
    }
}
