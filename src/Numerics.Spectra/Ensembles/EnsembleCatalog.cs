namespace Numerics.Spectra.Ensembles;

/// <summary>One representative of every ensemble: the list that tests and overviews run over. A new ensemble is one file and one line here.</summary>
public static class EnsembleCatalog
{
    /// <summary>Representatives, closed laws first.</summary>
    public static IReadOnlyList<IEnsemble> All { get; } =
    [
        new Goe(),
        new Gue(),
        new Ginibre(),
        new GinibreProduct(2),
        new DeformedGoe(2),
        new SpikedWishart(0.5, 3),
        new SpikedRectangular(0.5, 1.5),
        new Wishart(0.5, [(1, 0.5), (6, 0.5)]),
        new MarchenkoPasturPlusGoe(0.5, 0.7),
        new Anticommutator(),
        ProductPlusMatrix(),
    ];

    /// <summary>AB + C with sides of different ratios.</summary>
    private static MatrixPolynomial ProductPlusMatrix()
    {
        GaussianFactor a = new("A", rows: 1, columns: 0.5);
        GaussianFactor b = new("B", rows: 0.5, columns: 0.8);
        GaussianFactor c = new("C", rows: 1, columns: 0.8, variance: 0.25);
        MatrixExpression.Product product = new(new MatrixExpression.Leaf(a, false), new MatrixExpression.Leaf(b, false));
        return new MatrixPolynomial([a, b, c], new MatrixExpression.Sum(product, new MatrixExpression.Leaf(c, false), 1), symmetrized: false);
    }
}
