using Numerics.Spectra.Models;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.SpatialNetworks;

namespace Numerics.Spectra.Tests.Theory.SpatialNetworks;

/// <summary>The closed forms against reference numbers found by another program (docs/spatial-ei.md, section 5).</summary>
public sealed class SpatialTheoryTests
{
    [Theory]
    [InlineData("A", 1000, 0.5052, 0.5010, 0.0775, 0.3040, 0.6484, 0.8700)]
    [InlineData("A", 2000, 0.4665, 0.4627, 0.0799, 0.3110, 0.6535, 0.8694)]
    [InlineData("B", 1000, 0.8164, 0.8095, 0.1125, 0.3981, 0.7094, 0.8830)]
    [InlineData("B", 2000, 0.7475, 0.7408, 0.1121, 0.4003, 0.7173, 0.8882)]
    public void Reference_bulk_radius_and_radial_law(string set, int count, double radius, double quantile, params double[] fractions)
    {
        VarianceProfileBulk bulk = VarianceProfileBulk.Of(set == "A" ? SpatialSets.A(count) : SpatialSets.B(count));
        Assert.Equal(radius, bulk.Radius, Digits(4));
        Assert.Equal(quantile, bulk.Quantile(0.99), Digits(4));
        double[] relative = [0.25, 0.5, 0.75, 0.9];
        for (int i = 0; i < relative.Length; i++)
        {
            Assert.Equal(fractions[i], bulk.Fraction(relative[i] * bulk.Radius), Digits(4));
        }
    }

    [Theory]
    [InlineData("A", 0, 1, 2.7913, 0, 0.0155)]
    [InlineData("A", 0, -1, -1.7913, 0, 0.0311)]
    [InlineData("A", 1, 1, 2.3163, 0, 0.0128)]
    [InlineData("A", 1, -1, -1.1365, 0, 0.0244)]
    [InlineData("A", 4, 1, 1.3157, 0, 0.0111)]
    [InlineData("B", 0, 1, 0.75, 2.4367, 0.0398)]
    [InlineData("B", 1, 1, 0.6770, 1.4568, 0.0350)]
    public void Reference_outliers_and_their_scatter(string set, int square, int sign, double real, double imaginary, double scatter)
    {
        SpatialOutlier outlier = SpatialOutliers.Find(set == "A" ? SpatialSets.A(1000) : SpatialSets.B(1000))
            .Single(outlier => outlier.SquaredWaveNumber == square && outlier.Sign == sign);
        Assert.Equal(real, outlier.Value.Real, Digits(4));
        Assert.Equal(imaginary, outlier.Value.Imaginary, Digits(4));
        Assert.Equal(scatter, outlier.Scatter, Digits(4));
        Assert.Equal(square == 0 ? 1 : 2, outlier.Multiplicity);
    }

    [Fact]
    public void Torus_groups_have_the_lattice_count()
    {
        Assert.Equal(0.4923, VarianceProfileBulk.Of(SpatialSets.Torus).Radius, Digits(4));
        IReadOnlyList<SpatialOutlier> outliers = SpatialOutliers.Find(SpatialSets.Torus);
        (int Square, int Sign, double Value, int Multiplicity)[] expected =
            [(0, 1, 2.7913, 1), (0, -1, -1.7913, 1), (1, 1, 1.8173, 4), (1, -1, -0.8012, 4), (2, 1, 1.1809, 4)];
        foreach ((int square, int sign, double value, int multiplicity) in expected)
        {
            SpatialOutlier outlier = outliers.Single(outlier => outlier.SquaredWaveNumber == square && outlier.Sign == sign);
            Assert.Equal(value, outlier.Value.Real, Digits(4));
            Assert.Equal(multiplicity, outlier.Multiplicity);
        }

        Assert.Equal([1, 4, 4, 0, 4, 8], Enumerable.Range(0, 6).Select(square => WaveVector.Group(SpatialDomain.Torus, square).Count));
    }

    [Theory]
    [InlineData("async", ActivityRegime.Asynchronous, 0.198, 0, 0, 0)]
    [InlineData("sync", ActivityRegime.Synchronous, 0.174, 0, 2.323, 0)]
    [InlineData("osc", ActivityRegime.Oscillation, 0.237, 0, 1.25, 3.307)]
    [InlineData("bump", ActivityRegime.Bump, 0.248, 2, 1.679, 0)]
    [InlineData("wave", ActivityRegime.Wave, 0.341, 2, 1.139, 1.863)]
    [InlineData("chaos", ActivityRegime.Chaos, 2.129, 0, 0, 0)]
    public void Six_reference_networks_have_six_regimes(string name, ActivityRegime regime, double radius, int waveNumber, double real, double imaginary)
    {
        LinearRegime found = LinearRegime.Of(SpatialSets.Regime(name));
        Assert.Equal(regime, found.Regime);
        Assert.Equal(radius, found.Radius, Digits(3));
        if (real != 0)
        {
            Assert.Equal(waveNumber * waveNumber, found.Leading!.SquaredWaveNumber);
            Assert.Equal(real, found.Leading.Value.Real, Digits(3));
            Assert.Equal(imaginary, Math.Abs(found.Leading.Value.Imaginary), Digits(3));
        }
        else
        {
            Assert.Null(found.Leading);
        }
    }

    /// <summary>Frequencies at the onset, where the whole connectivity is scaled to a real part of 1.</summary>
    [Theory]
    [InlineData("osc", 0.421)]
    [InlineData("wave", 0.260)]
    public void Reference_frequencies_at_the_onset(string name, double frequency)
    {
        SpatialOutlier leading = LinearRegime.Of(SpatialSets.Regime(name)).Leading!;
        Assert.Equal(frequency, Math.Abs(leading.Value.Imaginary) / (2 * Math.PI * leading.Value.Real), Digits(3));
    }

    [Theory]
    [InlineData("async", true)]
    [InlineData("sync", true)]
    [InlineData("osc", true)]
    [InlineData("bump", true)]
    [InlineData("wave", true)]
    [InlineData("chaos", true)]
    [InlineData("near", false)]
    public void Regimes_far_from_onsets_are_clear(string name, bool clear)
    {
        SpatialNetwork network = name == "near" ? RateRun.Scaled(SpatialSets.Regime("osc"), 1.03 / 1.25) : SpatialSets.Regime(name);
        Assert.Equal(clear, LinearRegime.Of(network).IsClear);
    }

    /// <summary>A leading uniform mode and one other: near an onset, a second mode beyond its own, one close behind.</summary>
    [Theory]
    [InlineData(1.08, 0.5, false)]
    [InlineData(1.12, 0.5, true)]
    [InlineData(1.15, 1.06, false)]
    [InlineData(1.2, 1.08, false)]
    [InlineData(2.0, 1.43, false)]
    [InlineData(2.15, 1.24, false)]
    [InlineData(1.3, 1.05, true)]
    [InlineData(0.85, 0.8, true)]
    [InlineData(0.95, 0.8, false)]
    public void Regimes_are_clear_where_one_mode_alone_is_beyond_its_onset(double leading, double competitor, bool clear)
    {
        SpatialOutlier Of(double value, int square) => new(square, 1, value, square == 0 ? 1 : 2, 1e-4);
        Assert.Equal(clear, LinearRegime.Of([Of(competitor, 1), Of(leading, 0)], 0.3).IsClear);
    }

    /// <summary>Reference numbers are rounded, some upward at a half.</summary>
    private static double Digits(int digits) => 0.6 * Math.Pow(10, -digits);

    /// <summary>A uniform variance is the circular law: F(r) = (r/R)^2.</summary>
    [Fact]
    public void A_uniform_variance_is_the_circular_law()
    {
        var bulk = new VarianceProfileBulk(new PopulationMatrix(0.8 * 2, 0.2 * 2, 0.8 * 2, 0.2 * 2), 800, 200);
        Assert.Equal(Math.Sqrt(2), bulk.Radius, 12);
        Assert.All([0.1, 0.4, 0.8, 0.99], r => Assert.Equal(r * r, bulk.Fraction(r * bulk.Radius), 10));
        Assert.Equal(Math.Sqrt(0.5) * bulk.Radius, bulk.Quantile(0.5), 7);
    }

    /// <summary>Coefficients of the kernel and of its square by the trapezoidal rule.</summary>
    [Theory]
    [InlineData(0.07, 0)]
    [InlineData(0.07, 3)]
    [InlineData(0.6, 1)]
    [InlineData(0.2, -2)]
    public void Coefficients_of_the_kernel_are_its_Fourier_integrals(double range, int k)
    {
        const int Points = 4000;
        double coefficient = 0, square = 0;
        for (int i = 0; i < Points; i++)
        {
            double x = i / (double)Points, w = WrappedGaussian.Density(x, range);
            coefficient += w * Math.Cos(2 * Math.PI * k * x) / Points;
            square += w * w * Math.Cos(2 * Math.PI * k * x) / Points;
        }

        Assert.Equal(coefficient, WrappedGaussian.Coefficient(k * k, range), 12);
        Assert.Equal(square, WrappedGaussian.SquareCoefficient(k, range), 12);
    }
}
