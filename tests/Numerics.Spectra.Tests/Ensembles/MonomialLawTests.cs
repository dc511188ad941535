using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Ensembles;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Bulk.Pencils;

namespace Numerics.Spectra.Tests.Ensembles;

/// <summary>Closed laws of monomials against the Dyson equation of the same pencil, and against samples where the equation is ill conditioned.</summary>
public sealed class MonomialLawTests : IDisposable
{
    private const int Size = 240;
    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    /// <summary>Rectangular letters, each way round: cdf, atom and scale of the edge are those of the equation.</summary>
    [Theory]
    [InlineData(1, 0.5, "A A'")]
    [InlineData(1, 0.5, "A' A")]
    [InlineData(1, 0.5, "A A' A")]
    [InlineData(0.4, 0.7, "A' A A'")]
    public void Alternating_letters_against_the_equation(double rows, double columns, string word)
    {
        var matrix = new GaussianFactor("A", rows, columns, variance: 0.8);
        var polynomial = new MatrixPolynomial([matrix], Word(word, matrix), symmetrized: false);
        LimitSpectrum closed = polynomial.Limit(lapack, Size);
        LimitSpectrum solved = LimitSpectrum.Of(new DysonSpectrum(new MatrixDysonEquation(lapack, polynomial.Pencil(Size)), SpectrumKind.SingularValues), 2.0 * polynomial.Count(Size));
        Assert.Equal(solved.Law.AtomAtZero, closed.Law.AtomAtZero, 1e-6);
        Assert.Equal(solved.Law.UpperEdge, closed.Law.UpperEdge, 1e-8 * closed.Law.UpperEdge);
        Assert.Equal(solved.Law.Moment(1), closed.Law.Moment(1), 1e-6 * closed.Law.Moment(1));
        foreach (double share in new[] { 0.05, 0.3, 0.6, 0.9 })
        {
            double x = closed.Law.LowerEdge + (share * (closed.Law.UpperEdge - closed.Law.LowerEdge));
            Assert.Equal(solved.Law.CumulativeDistribution(x), closed.Law.CumulativeDistribution(x), 1e-6);
        }
    }

    /// <summary>Square letters: fractions of one sample below quantiles of the law. A linear statistic of 240 strongly repelling values scatters by less than 0.01; another number of factors is off by 0.04 and more.</summary>
    [Theory]
    [InlineData("A A'", 4)]
    [InlineData("A A' A", 8)]
    [InlineData("A A", 2.5980762113533160)]
    [InlineData("A B A", 3.0792014356780040)]
    [InlineData("A A A A A A", 4.2013550911812710)]
    public void Square_letters_against_a_sample(string word, double upperEdge)
    {
        var polynomial = new MatrixPolynomial([new GaussianFactor("A"), new GaussianFactor("B")], Word(word, new GaussianFactor("A"), new GaussianFactor("B")), symmetrized: false);
        ISpectralLaw law = polynomial.Limit(lapack, Size).Law;
        Assert.Equal(upperEdge, law.UpperEdge, 1e-6);
        double[] sample = [.. polynomial.Draw(lapack, Size, role => StreamKey.Derive(7, 1, 0, role), ShardExecutor.Sequential).Values];
        foreach (double x in new[] { 0.02, 0.2, 0.7, 1.5 })
        {
            double fraction = sample.Count(value => value <= x) / (double)Size;
            Assert.Equal(law.CumulativeDistribution(x), fraction, 0.02);
        }
    }

    /// <summary>A sum, a symmetric letter and a product that is neither alternating nor of square matrices are left to the equation.</summary>
    [Fact]
    public void Others_are_not_closed()
    {
        GaussianFactor a = new("A"), b = new("B", rows: 1, columns: 0.5), h = new("H", symmetric: true);
        Assert.Null(MonomialLaw.Of(new MatrixExpression.Sum(Word("A", a), Word("A A", a), 1), ratio => ratio));
        Assert.Null(MonomialLaw.Of(Word("A B", a, b), ratio => ratio));
        Assert.Null(MonomialLaw.Of(Word("A A A'", a), ratio => ratio));
        Assert.Null(MonomialLaw.Of(Word("H H", h), ratio => ratio));
    }

    private static MatrixExpression Word(string word, params GaussianFactor[] matrices) => word.Split(' ')
        .Select(letter => (MatrixExpression)new MatrixExpression.Leaf(matrices.Single(matrix => matrix.Name == letter[..1]), letter.EndsWith('\'')))
        .Aggregate((left, right) => new MatrixExpression.Product(left, right));
}
