using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Catalog;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Catalog;

/// <summary>Every study runs at several sizes, also swept, and its figures are of observables that the result has.</summary>
public sealed class LadderTests
{
    private static readonly Dictionary<string, (string Small, string Axis)> Smallest = new(StringComparer.Ordinal)
    {
        ["nonlinear-mup"] = (""" "steps": 3, "theorySites": 200, "theorySeeds": 2 """, "width"),
        ["deep-linear"] = (""" "steps": 3 """, "inputDimension"),
        ["learning-rate-transfer"] = (""" "steps": 3, "sweep": { "learningRate": [0.05, 0.1, 0.2], "widthRatio": [0.5, 1] } """, "inputDimension"),
        ["edge-of-stability"] = (""" "steps": 3, "recordSteps": [0, 3], "sweep": { "learningRate": [0.05, 0.1] } """, "inputDimension"),
        ["extensive-outputs"] = (""" "steps": 1 """, "width"),
        ["ensembles"] = ("", "size"),
        ["pencil"] = ("", "size"),
        ["spatial-ei"] = (""" "waveNumbers": [0, 1] """, "populationSizes"),
        ["gaussian-mixture-glm"] = ("", "dimension"),
        ["finite-width"] = (""" "steps": 3 """, "width"),
        ["siren-alignment"] = (""" "imageSize": 8, "steps": 2, "recordSteps": [0, 2] """, "width"),
    };

    /// <summary>Matrices that are given have no size to choose; mixtures of experts have a scale that multiplies several sizes, and a ladder test of their own.</summary>
    private static readonly string[] WithoutSize = ["trained-weights", "mixture-of-experts"];

    public static TheoryData<string> Names => [.. AllStudies.Catalog.Studies.Select(study => study.Card.Name).Except(WithoutSize)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_study_has_a_ladder(string name)
    {
        (string small, string axis) = Smallest[name];
        string comma = small.Length > 0 ? "," : "";
        Experiment experiment = Runs.Read(AllStudies.Catalog, $$"""{ "study": "{{name}}", "{{axis}}": {{(axis == "populationSizes" ? "[[24, 8], [36, 12]]" : "[32, 48]")}}, "replicas": [3, 3]{{comma}} {{small}} }""").Prepare();
        RunResult result = Runs.Of(experiment, Providers.Any);
        Assert.Equal(Outcome.Ok, result.Outcome);
        Assert.Equal([32, 48], result.Ladder!.Sizes);
        string[] names = [.. result.Observables.Select(observable => observable.Shape.Name)];
        Assert.NotEmpty(result.Figures);
        Assert.All(result.Figures.SelectMany(figure => figure.Layers), layer => Assert.Contains(layer.Observable, names));
        Assert.Contains(result.Observables, observable => observable.Comparison?.Fit is not null);
    }
}
