using Numerics.Spectra.Networks;
using Numerics.Spectra.Spectrum;
using Numerics.Studies.Catalog;
using Numerics.Studies.Catalog.DeepLinear;
using Numerics.Studies.Catalog.ExtensiveOutputs;
using Numerics.Studies.Catalog.NonlinearMup;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Catalog;

/// <summary>What studies do where a number is not to be had: it is missing, and no exception leaves one process behind.</summary>
public sealed class MissingValueTests
{
    private static readonly TopSingularValues Unconverged = new([3, 2], [0.5, 0.5], [0.5, 0.5], 0.25, Converged: false) { LeftCosines = [[1], [1]], RightCosines = [[1], [1]] };

    [Fact]
    public void A_singular_value_that_did_not_converge_is_missing_in_deep_linear()
    {
        var experiment = (DeepLinearExperiment)Runs.Read(AllStudies.Catalog, """{ "study": "deep-linear", "steps": 3, "recordSteps": [1, 3] }""").Prepare();
        var r = new Recorder(experiment.Observables);
        experiment.RecordSpectrum(r, layer: 0, at: 3, Unconverged);
        Assert.Null(r[experiment.TopSingularValue!, 0, At(experiment.TopSingularValue!, 3), 0].Value);
        Assert.Equal("Top singular values of A_0 at step 3 did not converge: residual 0.25.", r.RemarksInWords);
        experiment.RecordSpectrum(r, layer: 0, at: 1, Unconverged with { Converged = true });
        Assert.Equal(3, r[experiment.TopSingularValue!, 0, At(experiment.TopSingularValue!, 1), 0].Value);
    }

    [Fact]
    public void And_in_nonlinear_mup()
    {
        var experiment = (NonlinearMupExperiment)Runs.Read(AllStudies.Catalog, """{ "study": "nonlinear-mup", "steps": 3, "recordSteps": [1, 3] }""").Prepare();
        var r = new Recorder(experiment.Observables);
        experiment.RecordSpectrum(r, layer: 0, at: 3, Unconverged);
        Assert.Null(r[experiment.TopSingularValue!, 0, At(experiment.TopSingularValue!, 3), 0].Value);
        experiment.RecordSpectrum(r, layer: 0, at: 3, Unconverged with { Converged = true });
        Assert.Equal(3, r[experiment.TopSingularValue!, 0, At(experiment.TopSingularValue!, 3), 0].Value);
        Assert.Equal("Top singular values of W1 after step 3 did not converge: residual 0.25.", r.RemarksInWords);
    }

    [Fact]
    public void A_pilot_that_overflows_ends_the_bins_at_their_cap()
    {
        ExtensiveOutputsParameters p = new() { LearningRate = 60, TrainReadout = false, Steps = 60, Width = 16 };
        Assert.Equal(1e6, Range(p, [0, 10, 20, 30, 40, 50, 60]));
        Assert.Equal(2.5, Range(p with { LearningRate = 0.1, Steps = 1 }, [0, 1]), 0.5);

        static double Range(ExtensiveOutputsParameters p, double[] times) => TwoLayerPilot.Range([p.Training(0.5)], times, StudyStreams.Pilot.Matrix);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(1, false)]
    [InlineData(0, false)]
    public void A_reduced_edge_takes_two_values_and_a_swept_point_may_have_fewer(int values, bool said)
    {
        var experiment = (ExtensiveOutputsExperiment)Runs.Read(AllStudies.Catalog, """{ "study": "extensive-outputs", "steps": 1, "width": 16 }""").Prepare();
        var theory = experiment.Shapes.ToDictionary(shape => shape.Name, shape => new ObservableEstimate(new double?[shape.Length], new double?[shape.Length]));
        foreach (string known in (string[])["upperEdge", "edgeAmplitude", "largestSingularValue"])
        {
            theory[known] = new ObservableEstimate([1, 1], [0, 0]);
        }

        IReadOnlyDictionary<string, IReadOnlyList<double?>> Replica(int replica) => experiment.Shapes.ToDictionary(
            shape => shape.Name, IReadOnlyList<double?> (shape) => [.. Enumerable.Repeat<double?>(replica < values ? 1 + (0.1 * replica) : null, shape.Length)]);
        Findings findings = new(theory, [Replica(0), Replica(1), Replica(2)]);
        Assert.Equal(said ? 1 : 0, experiment.Conclude(findings).Count());
    }

    [Fact]
    public void Losses_are_drawn_without_spectra_and_not_for_hundreds_of_points()
    {
        static string[] Figures(string configuration) => [.. Runs.Read(AllStudies.Catalog, configuration).Prepare().Figures.Select(figure => figure.Name)];
        Assert.Contains("loss", Figures("""{ "study": "deep-linear", "recordSteps": [] }"""));
        Assert.Equal(["outliers", "loss", "ntk", "sharpness"], Figures("""{ "study": "deep-linear" }""").Where(name => !name.StartsWith("outliers-", StringComparison.Ordinal)).Take(4));
        Assert.DoesNotContain(Figures("""{ "study": "learning-rate-transfer" }"""), name => name.StartsWith("loss", StringComparison.Ordinal));
    }

    /// <summary>Index of a step.</summary>
    private static int At(Observable observable, int step) => observable.Shape.Axes.Single(axis => axis.Name == "step").Values.ToList().IndexOf(step);
}
