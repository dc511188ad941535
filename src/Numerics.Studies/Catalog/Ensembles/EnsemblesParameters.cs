using Numerics.Spectra.Ensembles;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.Ensembles;

/// <summary>Parameters of the study <c>ensembles</c>.</summary>
public sealed record EnsemblesParameters
{
    /// <summary>Ensemble.</summary>
    [Parameter("goe, gue, wishart (population), ginibre (moduli), ginibreProduct (singular values), anticommutator (AB + BA), marchenkoPasturPlusGoe, bbp, rectangularSpike, deformedGoe")]
    public EnsembleKind Ensemble { get; init; } = EnsembleKind.Wishart;

    /// <summary>n.</summary>
    [Parameter("reference size: order of square matrices, number of samples or columns of the others", Letter = "n", IsSize = true, Minimum = 16, Maximum = 20_000)]
    public int Size { get; init; } = 1000;

    /// <summary>c.</summary>
    [Parameter("rows over columns (variables over samples), for wishart, marchenkoPasturPlusGoe, bbp and rectangularSpike", Letter = "c", Minimum = 1e-3, Maximum = 100)]
    public double AspectRatio { get; init; } = 0.5;

    /// <summary>theta or l.</summary>
    [Parameter("strength of the spike: theta of rectangularSpike and deformedGoe, the population eigenvalue l > 1 of bbp", Letter = "theta", Minimum = 1e-6, Maximum = 1e4)]
    public double Spike { get; init; } = 3;

    /// <summary>K.</summary>
    [Parameter("number of factors of ginibreProduct", Letter = "K", Minimum = 1, Maximum = 8)]
    public int Factors { get; init; } = 2;

    /// <summary>b.</summary>
    [Parameter("factor of the orthogonal matrix in marchenkoPasturPlusGoe", Letter = "b", Minimum = 1e-3, Maximum = 1e3)]
    public double Weight { get; init; } = 0.7;

    /// <summary>Population.</summary>
    [Parameter("population of wishart, a list of [eigenvalue, weight]; weights are normalised", Minimum = 1e-9, Maximum = 1e9)]
    public double[][] Population { get; init; } = [[1, 0.5], [6, 0.5]];

    /// <summary>Replicas.</summary>
    [Parameter("number of sampled matrices", Minimum = 1, Maximum = 1_000_000)]
    public int Replicas { get; init; } = 8;

    /// <summary>The ensemble; parameters that it does not have are not read.</summary>
    public IEnsemble Model() => Ensemble switch
    {
        EnsembleKind.Goe => new Goe(),
        EnsembleKind.Gue => new Gue(),
        EnsembleKind.Wishart => new Wishart(AspectRatio, [.. Population.Select(pair => (pair[0], pair[1]))]),
        EnsembleKind.Ginibre => new Ginibre(),
        EnsembleKind.GinibreProduct => new GinibreProduct(Factors),
        EnsembleKind.Anticommutator => new Anticommutator(),
        EnsembleKind.MarchenkoPasturPlusGoe => new MarchenkoPasturPlusGoe(AspectRatio, Weight),
        EnsembleKind.Bbp => new SpikedWishart(AspectRatio, Spike),
        EnsembleKind.RectangularSpike => new SpikedRectangular(AspectRatio, Spike),
        EnsembleKind.DeformedGoe => new DeformedGoe(Spike),
        _ => throw new InvalidOperationException($"There is no ensemble {Ensemble}."),
    };
}
