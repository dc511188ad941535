using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Ensembles;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Bulk.Pencils;
using Numerics.Spectra.Theory.Edges;

namespace Numerics.Spectra.Tests.Ensembles;

/// <summary>What ensembles refuse, what they leave below a threshold, and polynomials against ensembles that they describe as well.</summary>
public sealed class EnsembleParameterTests : IDisposable
{
    private static readonly GaussianFactor A = new("A", rows: 1, columns: 0.5);
    private static readonly GaussianFactor B = new("B", rows: 0.5, columns: 0.8);

    private static readonly Action[] Refused =
    [
        () => _ = new GinibreProduct(0),
        () => _ = new Wishart(0, [(1, 1)]),
        () => _ = new Wishart(1, []),
        () => _ = new Wishart(1, [(1, 0.5), (0, 0.5)]),
        () => _ = new Wishart(1, [(1, -0.5)]),
        () => _ = new SpikedWishart(0.5, 1),
        () => _ = new SpikedWishart(-1, 2),
        () => _ = new SpikedRectangular(0, 1),
        () => _ = new SpikedRectangular(1, 0),
        () => _ = new DeformedGoe(-1),
        () => _ = new MarchenkoPasturPlusGoe(1, 0),
        () => _ = new MarchenkoPasturPlusGoe(0, 1),
        () => _ = new GaussianFactor("H", rows: 1, columns: 2, symmetric: true),
        () => _ = new GaussianFactor("H", rows: 0),
        () => _ = new GaussianFactor("H", variance: -1),
        () => _ = new MatrixExpression.Product(Of(A), Of(A)),
        () => _ = new MatrixExpression.Sum(Of(A), Of(B), 1),
        () => _ = new MatrixPolynomial([A], Of(A), symmetrized: true),
        () => _ = new MatrixPolynomial([A], Of(B), symmetrized: false),
        () => _ = new MatrixPolynomial([A, A], Of(A), symmetrized: false),
        () => _ = new MatrixPolynomial([A], Of(A), symmetrized: false, hardEdgePower: 1),
    ];

    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    [Fact]
    public void Impossible_parameters_are_refused() => Assert.All(Refused, make => Assert.ThrowsAny<ArgumentException>(make));

    [Fact]
    public void Sizes_below_two_are_refused()
    {
        Assert.All(EnsembleCatalog.All, ensemble => Assert.ThrowsAny<ArgumentException>(() => ensemble.Draw(lapack, 1, _ => default, ShardExecutor.Sequential)));
    }

    [Fact]
    public void Refusals_of_an_expression_name_both_parts()
    {
        string product = Assert.Throws<ArgumentException>(() => new MatrixExpression.Product(Of(A), new MatrixExpression.Multiple(2, Of(A)))).Message;
        Assert.Equal("The product of A (1 x 0.5) and 2 A (1 x 0.5) does not exist; the inner sizes must match.", product);
        string sum = Assert.Throws<ArgumentException>(() => new MatrixExpression.Sum(Of(A), Of(B), 1)).Message;
        Assert.Equal("The sum of A (1 x 0.5) and B (0.5 x 0.8) does not exist; sizes must agree.", sum);
    }

    [Fact]
    public void Below_threshold_there_is_no_outlier_and_the_largest_value_is_at_the_edge()
    {
        foreach (IEnsemble ensemble in new IEnsemble[] { new SpikedWishart(0.5, 1.5), new SpikedRectangular(0.5, 0.7), new DeformedGoe(0.9) })
        {
            LimitSpectrum limit = ensemble.Limit(lapack, 200);
            Assert.Empty(limit.Outliers);
            Assert.Equal(0, limit.Overlap);
            Assert.Null(limit.OutlierDeviation);
            Assert.Equal(limit.Law.UpperEdge + (limit.FluctuationScale!.Value * TracyWidomMoments.Mean(1)), limit.Largest().At(1)!.Value, 1e-12);
        }
    }

    [Fact]
    public void Weights_of_a_population_are_normalised_and_a_single_eigenvalue_is_Marchenko_Pastur()
    {
        var wishart = new Wishart(2, [(3, 4), (1, 12)]);
        Assert.Equal([(1, 0.75), (3, 0.25)], wishart.Population);
        LimitSpectrum limit = new Wishart(0.5, [(1, 7)]).Limit(lapack, 100);
        var exact = new MarchenkoPasturLaw(0.5);
        Assert.Equal(exact.Support[0].Upper, limit.Law.UpperEdge, 1e-9);
        Assert.Equal(exact.Density(1.2), limit.Law.Density(1.2), 1e-6);
        // The spiked model has the same edge in closed form.
        Assert.Equal(new SpikedWishart(0.5, 1.1).Limit(lapack, 100).FluctuationScale!.Value, limit.FluctuationScale!.Value, 1e-7);
    }

    [Fact]
    public void The_anticommutator_is_the_symmetrized_product()
    {
        static StreamKey Key(uint role) => StreamKey.Derive(3, 1, 0, role);
        double[] sum = [.. new Anticommutator().Draw(lapack, 60, Key, ShardExecutor.Sequential).Values];
        double[] polynomial = [.. Anticommutator.Polynomial().Draw(lapack, 60, Key, ShardExecutor.Sequential).Values];
        Assert.All(sum.Zip(polynomial), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Equal(Math.Sqrt((11 + (5 * Math.Sqrt(5))) / 2), new Anticommutator().Limit(lapack, 60).Law.UpperEdge, 1e-9);
    }

    [Fact]
    public void A_product_of_square_matrices_as_a_polynomial_has_law_scale_and_samples_of_the_Ginibre_product()
    {
        GaussianFactor x = new("X");
        GaussianFactor y = new("Y");
        var polynomial = new MatrixPolynomial([x, y], new MatrixExpression.Product(Of(x), Of(y)), symmetrized: false, hardEdgePower: 1.0 / 3);
        var product = new GinibreProduct(2);
        LimitSpectrum closed = product.Limit(lapack, 80);
        LimitSpectrum tabulated = Tabulated(polynomial);
        Assert.Equal(closed.Law.UpperEdge, tabulated.Law.UpperEdge, 1e-9);
        Assert.Equal(closed.Law.CumulativeDistribution(1), tabulated.Law.CumulativeDistribution(1), 1e-5);
        Assert.Equal(closed.FluctuationScale!.Value, tabulated.FluctuationScale!.Value, 1e-9);
        static StreamKey Key(uint role) => StreamKey.Derive(3, 1, 0, role);
        Assert.All(
            product.Draw(lapack, 80, Key, ShardExecutor.Sequential).Values.Zip(polynomial.Draw(lapack, 80, Key, ShardExecutor.Sequential).Values),
            pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    /// <summary>The power of the hard edge, (K - 1)/(K + 1), is found and no mass is lost at it.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_product_of_square_matrices_keeps_its_mass_at_a_hard_edge_of_which_nothing_is_told(int count)
    {
        GaussianFactor[] factors = [.. Enumerable.Range(0, count).Select(k => new GaussianFactor($"X{k}"))];
        MatrixExpression expression = factors.Skip(1).Aggregate((MatrixExpression)Of(factors[0]), (product, factor) => new MatrixExpression.Product(product, Of(factor)));
        ISpectralLaw law = Tabulated(new MatrixPolynomial(factors, expression, symmetrized: false)).Law;
        ISpectralLaw closed = new GinibreProduct(count).Limit(lapack, 80).Law;
        Assert.Equal(1, law.Moment(0), 1e-8);
        foreach (double x in new[] { 1e-6, 1e-3, 0.05, 1, 2 })
        {
            Assert.Equal(closed.CumulativeDistribution(x), law.CumulativeDistribution(x), 1e-6);
        }
    }

    // The law by the Dyson equation, also where it is closed.
    private LimitSpectrum Tabulated(MatrixPolynomial polynomial) =>
        LimitSpectrum.Of(new DysonSpectrum(new MatrixDysonEquation(lapack, polynomial.Pencil(80)), SpectrumKind.SingularValues), 2.0 * polynomial.Count(80), polynomial.HardEdgePower);

    [Fact]
    public void A_polynomial_counts_the_columns_and_its_pencil_has_the_rounded_ratios()
    {
        IEnsemble polynomial = new MatrixPolynomial([A, B], new MatrixExpression.Product(Of(A), Of(B)), symmetrized: false);
        Assert.Equal(11, polynomial.Rows(11));
        Assert.Equal(9, polynomial.Count(11));
        BlockPencil pencil = ((MatrixPolynomial)polynomial).Pencil(11);
        Assert.Equal([1, 6.0 / 11, 9.0 / 11], pencil.Types.Select(type => type.Ratio));
        EnsembleSample sample = polynomial.Draw(lapack, 11, role => StreamKey.Derive(3, 1, 0, role), ShardExecutor.Sequential);
        // Rank 6 of 9.
        Assert.Equal(3, sample.Values.Count(value => value == 0));
        Assert.Equal(1.0 / 3, new DysonSpectrum(new MatrixDysonEquation(lapack, pencil), SpectrumKind.SingularValues).AtomAtZero, 1e-6);
    }

    /// <summary>A square sample matrix: the density diverges as x^(-1/2) at zero.</summary>
    [Fact]
    public void A_square_sample_covariance_has_its_hard_edge()
    {
        var exact = new MarchenkoPasturLaw(1);
        ISpectralLaw law = new Wishart(1, [(1, 1)]).Limit(lapack, 200).Law;
        foreach (double x in new[] { 1e-4, 0.01, 0.3, 1, 1.92, 3, 3.9 })
        {
            Assert.Equal(exact.CumulativeDistribution(x), law.CumulativeDistribution(x), 1e-4);
        }

        ISpectralLaw mixed = new Wishart(1, [(1, 0.5), (3, 0.5)]).Limit(lapack, 200).Law;
        Assert.Equal(1, mixed.CumulativeDistribution(mixed.UpperEdge), 1e-12);
        Assert.Equal(2, mixed.Moment(1), 1e-12); // tr Sigma/p
        Assert.Equal(5 + 4, mixed.Moment(2), 1e-11); // tr Sigma^2/p + c (tr Sigma/p)^2
    }

    private static MatrixExpression.Leaf Of(GaussianFactor matrix) => new(matrix, false);
}
