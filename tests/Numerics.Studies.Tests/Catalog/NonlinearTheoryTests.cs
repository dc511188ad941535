using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Catalog;
using Numerics.Studies.Catalog.NonlinearMup;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Catalog;

/// <summary>Cases in which the sampled theory of nonlinear networks must not stumble.</summary>
public sealed class NonlinearTheoryTests
{
    private const string Symmetric = """ "activation": "tanh", "inputGram": [[1,0,0],[0,1,0],[0,0,1]], "targets": [1,1,1], "outputScale": 3, "learningRate": 1, "hiddenScale": 0.5 """;

    /// <summary>Outliers nearly equal change places when their bias is removed; their overlaps go with them, and what is missing stays last.</summary>
    [Fact]
    public void Outliers_descend_with_what_belongs_to_them()
    {
        Observable? outlier = null;
        Observable? overlap = null;
        Axis[] axes = [Axis.Of("layer", [1]), Axis.Of("step", [0, 1]), Axis.Of("rank", [1, 2, 3])];
        var probe = new Probe(e => (outlier, overlap) = (e.Observe("outlier", "X.", axes), e.Observe("overlap", "Y.", axes)));
        Recorder r = new(probe.Observables);
        r.Row(outlier!, [2.01, 2.02], 0, 1);
        r.Row(overlap!, [0.3, 0.4], 0, 1);
        r.Row(outlier!, [1.5], 0, 0);
        NonlinearMupTheory.Descend(r, [outlier!, overlap!], 0, 1);
        Assert.Equal([1.5, null, null, 2.02, 2.01, null], r.Estimates()["outlier"].Value);
        Assert.Equal([null, null, null, 0.4, 0.3, null], r.Estimates()["overlap"].Value);
    }

    [Theory]
    [InlineData(130, false)]
    [InlineData(192, true)]
    public void Both_halves_of_the_sites_are_large_enough(int sites, bool enough)
    {
        StudyConfiguration Read() => Runs.Read(AllStudies.Catalog, $$"""{ "study": "nonlinear-mup", "steps": 2, "width": 100, "theorySites": {{sites}}, "theorySeeds": 2 }""");
        if (enough)
        {
            Assert.Equal(Outcome.Ok, Runs.Theory(Read().Prepare(), Providers.Any).Outcome);
            return;
        }

        Assert.Contains("in each half", Assert.Throws<ConfigurationException>(() => Read().Prepare()).Message, StringComparison.Ordinal);
    }

    /// <summary>The density is that after the last step, whatever is recorded: its mass beyond the bulk is that of the outliers then, 1/width each.</summary>
    [Fact]
    public void The_density_has_the_outliers_of_the_last_step()
    {
        RunResult result = Theory($$"""{ "study": "nonlinear-mup", {{Symmetric}}, "steps": 2, "recordSteps": [1], "width": 100, "matrix": "stored", "theorySites": 400, "theorySeeds": 2 }""");
        ObservableResult density = result.Named("singularValueDensity");
        IReadOnlyList<double> middles = density.Shape.Axes[^1].Values;
        double beyond = middles.Select((s, bin) => s > 1 + (middles[1] - middles[0]) ? density.Theory!.Value[bin]!.Value * (middles[1] - middles[0]) : 0).Sum();
        double[] last = [.. result.Named("outlier").Theory!.Value.Chunk(3).Last().Where(value => value is not null).Select(value => value!.Value)];
        Assert.Contains(last, value => value > 1.1 && value < middles[^1]);
        Assert.Equal(last.Count(value => value > 1 + (middles[1] - middles[0]) && value < middles[^1]) / 100.0, beyond, 1e-12);
    }

    /// <summary>A theory that leaves every bound keeps what it had found, shown and not judged, and fails.</summary>
    [Fact]
    public void A_theory_that_diverges_shows_what_it_had_found()
    {
        RunResult result = Theory("""{ "study": "nonlinear-mup", "activation": "linear", "learningRate": 40, "steps": 30, "width": 200 }""");
        Assert.NotNull(result.TheoryFailure);
        Assert.Equal(Outcome.NumericalFailure, result.Outcome);
        IReadOnlyList<double?> loss = result.Named("loss").Theory!.Value;
        Assert.NotNull(loss[0]);
        Assert.Null(loss[^1]);
    }

    private static RunResult Theory(string text) => Runs.Theory(Runs.Read(AllStudies.Catalog, text).Prepare(), Providers.Any);
}
