using System.Numerics;
using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Ensembles;
using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Tests.Theory.Bulk;

/// <summary>Sample covariance laws against closed forms, against the roots of their polynomial, and in every unit.</summary>
public class SampleCovarianceLawTests
{
    private static readonly (double Value, double Weight)[] TwoPoints = [(1, 0.6), (5, 0.4)];

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.999)]
    [InlineData(1.0)]
    [InlineData(1.001)]
    [InlineData(2.5)]
    public void One_population_eigenvalue_is_the_closed_form(double ratio)
    {
        var law = new SampleCovarianceLaw(ratio, [(1, 1)]);
        ISpectralLaw exact = new MarchenkoPasturLaw(ratio);
        Assert.Equal(exact.LowerEdge, law.LowerEdge, 1e-12);
        Assert.Equal(exact.UpperEdge, law.UpperEdge, 1e-12);
        Assert.Equal(exact.AtomAtZero, law.AtomAtZero, 1e-15);
        for (int k = 1; k < 50; k++)
        {
            double x = exact.LowerEdge + ((exact.UpperEdge - exact.LowerEdge) * k / 50);
            Assert.Equal(exact.Density(x), law.Density(x), 1e-10 * Math.Max(1, exact.Density(x)));
            Assert.Equal(exact.CumulativeDistribution(x), law.CumulativeDistribution(x), 1e-9);
        }
    }

    /// <summary>The hard edge has no soft one below, and all of the mass is there.</summary>
    [Fact]
    public void A_hard_edge_loses_no_mass()
    {
        var law = new SampleCovarianceLaw(1, [(1, 1)]);
        Assert.Equal(0, law.Support[0].Lower);
        Assert.Equal(0, law.CumulativeDistribution(0), 1e-14);
        Assert.Equal(0.5624, law.CumulativeDistribution(0.84), 5e-5);
        Assert.Equal(1, law.Moment(0), 1e-13);
    }

    /// <summary>The gap closes at ratio 0.593858: bands far apart, nearly touching, just joined, joined.</summary>
    /// <param name="stride">Of a hundred ratios every so many.</param>
    /// <param name="closing">Ratios next to the closing at which the mass in between is integrated.</param>
    [Theory]
    [InlineData(20, new[] { 0.59385, 0.59386 })]
    [InlineData(1, new[] { 0.5938, 0.59385, 0.59386, 0.5939, 0.595, 0.6125 }, Traits = ["speed", "slow"])]
    public void Density_and_mass_hold_while_a_gap_closes(int stride, double[] closing)
    {
        for (int step = 0; step <= 100; step += stride)
        {
            double ratio = 0.55 + (0.0015 * step);
            var law = new SampleCovarianceLaw(ratio, TwoPoints);
            Assert.Equal(ratio < 0.593858 ? 2 : 1, law.Support.Count);
            Assert.Equal(1, law.Moment(0), 1e-12);
            for (int k = 1; k < 40; k++)
            {
                double x = law.Support[0].Lower + ((law.Support[^1].Upper - law.Support[0].Lower) * k / 40);
                Assert.Equal(OfRoots(ratio, x), law.Density(x), 1e-9);
            }
        }

        foreach (double ratio in closing)
        {
            var law = new SampleCovarianceLaw(ratio, TwoPoints);
            Assert.Equal(1, law.Moment(0), 1e-12);
            Assert.Equal(Integral(law), law.CumulativeDistribution(2.5) - law.CumulativeDistribution(1.5), 1e-6);
        }
    }

    [Fact]
    public void Bands_of_any_distance_hold_the_weights_of_their_population_eigenvalues()
    {
        (double, double)[] octaves = [.. Enumerable.Range(0, 10).Select(k => (Math.Pow(2, k), 0.1))];
        Assert.Equal(1, new SampleCovarianceLaw(0.5, octaves).Moment(0), 1e-12);
        (double, double)[] far = [(1e-3, 0.2), (1, 0.5), (700, 0.2), (1e6, 0.1)];
        var law = new SampleCovarianceLaw(0.3, far);
        Assert.Equal(4, law.Support.Count);
        double below = 0;
        for (int k = 0; k < far.Length; k++)
        {
            below += far[k].Item2;
            Assert.Equal(below, law.CumulativeDistribution(law.Support[k].Upper), 1e-12);
        }
    }

    [Fact]
    public void Edges_atoms_and_moments_are_those_of_closed_forms()
    {
        var two = new SampleCovarianceLaw(2, [(1, 0.5), (6, 0.5)]);
        Assert.Equal(25.0908, two.UpperEdge, 5e-5);
        Assert.Equal(0.5, two.AtomAtZero, 1e-15);
        Assert.Equal(2914.2136, new SampleCovarianceLaw(0.5, [(1000, 1)]).UpperEdge, 5e-5);
        double mean = 3.5, square = 18.5, cube = 108.5;
        foreach (double ratio in (double[])[0.4, 1, 1.3, 2, 5])
        {
            var law = new SampleCovarianceLaw(ratio, [(1, 0.5), (6, 0.5)]);
            Assert.Equal(1, law.Moment(0), 1e-12);
            Assert.Equal(mean, law.Moment(1), 1e-10);
            Assert.Equal(square + (ratio * mean * mean), law.Moment(2), 1e-9);
            Assert.Equal(cube + (3 * ratio * mean * square) + (ratio * ratio * mean * mean * mean), law.Moment(3), 1e-8);
        }
    }

    [Fact]
    public void Data_in_another_unit_scale_every_answer()
    {
        var law = new SampleCovarianceLaw(0.612, TwoPoints);
        for (int power = -6; power <= 6; power++)
        {
            double unit = Math.Pow(10, power);
            var scaled = new SampleCovarianceLaw(0.612, [.. TwoPoints.Select(pair => (unit * pair.Value, pair.Weight))]);
            Assert.Equal(1, scaled.Support[^1].Upper / unit / law.Support[^1].Upper, 1e-12);
            Assert.Equal(1, scaled.Support[0].Lower / unit / law.Support[0].Lower, 1e-12);
            Assert.Equal(law.CumulativeDistribution(3), scaled.CumulativeDistribution(3 * unit), 1e-12);
            Assert.Equal(law.Density(3), scaled.Density(3 * unit) * unit, 1e-12);
            Assert.Equal(1, scaled.UpperAmplitude * Math.Pow(unit, 1.5) / law.UpperAmplitude, 1e-10);
        }
    }

    [Theory]
    [InlineData(-6)]
    [InlineData(-3, Traits = ["speed", "slow"])]
    [InlineData(3, Traits = ["speed", "slow"])]
    [InlineData(6, Traits = ["speed", "slow"])]
    public void The_polynomial_in_another_unit_scales_every_answer(int power)
    {
        using Lapack lapack = Lapack.Load("managed");
        GaussianFactor a = new("A", 1, 0.5), b = new("B", 0.5, 0.8), c = new("C", 1, 0.8, 0.25);
        MatrixExpression m = new MatrixExpression.Sum(new MatrixExpression.Product(new MatrixExpression.Leaf(a, false), new MatrixExpression.Leaf(b, false)), new MatrixExpression.Leaf(c, false), 1);
        LimitSpectrum one = new MatrixPolynomial([a, b, c], m, symmetrized: false).Limit(lapack, 400);
        double unit = Math.Pow(10, power);
        LimitSpectrum scaled = new MatrixPolynomial([a, b, c], new MatrixExpression.Multiple(unit, m), symmetrized: false).Limit(lapack, 400);
        Assert.Equal(1, scaled.Law.UpperEdge / unit / one.Law.UpperEdge, 1e-9);
        Assert.Equal(1, scaled.Law.LowerEdge / unit / one.Law.LowerEdge, 1e-9);
        Assert.Equal(one.Law.CumulativeDistribution(1), scaled.Law.CumulativeDistribution(unit), 1e-8);
        Assert.Equal(1, scaled.FluctuationScale!.Value / unit / one.FluctuationScale!.Value, 1e-8);
    }

    [Fact]
    public void A_multiple_of_one_matrix_has_its_edge_and_a_difference_of_equals_is_zero()
    {
        using Lapack lapack = Lapack.Load("managed");
        GaussianFactor a = new("A", 1, 0.5);
        MatrixExpression hundred = new MatrixExpression.Multiple(100, new MatrixExpression.Leaf(a, false));
        Assert.Equal(170.7107, new MatrixPolynomial([a], hundred, symmetrized: false).Limit(lapack, 400).Law.UpperEdge, 5e-5);
        Assert.True(new MatrixPolynomial([a], new MatrixExpression.Sum(hundred, hundred, -1), symmetrized: false).IsZero());
        Assert.False(new MatrixPolynomial([a], hundred, symmetrized: false).IsZero());
    }

    /// <summary>Density from the complex pair among the roots of the cubic that the resolvent solves, by simultaneous iteration.</summary>
    private static double OfRoots(double c, double x)
    {
        // (1 - g)(1 - 5 g)(x g - 1) - c g [0.6 (1 - 5 g) + 2 (1 - g)] = 0
        double[] coefficients = [-1, x + 6 - (2.6 * c), -(6 * x) - 5 + (5 * c), 5 * x];
        Complex[] roots = [new(0.4, 0.9), new(-0.65, 0.72), new(-0.908, -0.297)];
        for (int round = 0; round < 500; round++)
        {
            for (int k = 0; k < 3; k++)
            {
                Complex g = roots[k];
                Complex value = ((((coefficients[3] * g) + coefficients[2]) * g) + coefficients[1]) * g + coefficients[0];
                Complex others = Enumerable.Range(0, 3).Where(j => j != k).Aggregate(new Complex(coefficients[3], 0), (product, j) => product * (g - roots[j]));
                roots[k] = g - (value / others);
            }
        }

        double density = roots.Max(root => Math.Abs(root.Imaginary)) / Math.PI / c;
        return density < 1e-7 ? 0 : density;
    }

    /// <summary>Simpson's rule over thin slices: a route of its own to the distribution function.</summary>
    private static double Integral(SampleCovarianceLaw law)
    {
        const int Slices = 40_000;
        double h = 1.0 / Slices, sum = 0;
        for (int k = 0; k <= Slices; k++)
        {
            sum += (k == 0 || k == Slices ? 1 : k % 2 == 1 ? 4 : 2) * law.Density(1.5 + (k * h));
        }

        return sum * h / 3;
    }
}
