using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Spikes;

namespace Numerics.Spectra.Tests.Theory.Bulk.Laws;

/// <summary>Closed outliers, overlaps and variances at values worked out by hand or tabulated.</summary>
public sealed class SpikeFormulaTests
{
    [Fact]
    public void Deformed_Wigner()
    {
        var spike = new SpikedWigner(1, 2);
        Assert.Equal(2.5, spike.Outlier, 1e-14);
        Assert.Equal(0.75, spike.Overlap, 1e-14);
        Assert.Equal(0.0866, Math.Sqrt(spike.ScaledVariance / 200), 5e-5);
        Assert.Equal(2, new SpikedWigner(1, 0.9).Outlier);
    }

    [Fact]
    public void Spiked_covariance()
    {
        var spike = new SpikedCovariance(0.5, 3);
        Assert.Equal(3.75, spike.Outlier, 1e-14);
        Assert.Equal(0.875 / 1.25, spike.Overlap, 1e-14);
        Assert.Equal(0.2291, Math.Sqrt(spike.ScaledVariance / 300), 5e-5);
        Assert.Equal(Math.Pow(1 + Math.Sqrt(0.5), 2), new SpikedCovariance(0.5, 1.5).Outlier, 1e-14);
    }

    [Fact]
    public void Population_eigenvalue_below_the_others_makes_an_outlier_below_the_bulk()
    {
        // l (1 + c/(l - 1)) = 0.2 (1 - 0.5/0.8) = 0.075, below (1 - sqrt 0.5)^2 = 0.0858; variance 2 l^2 (1 - c/(l - 1)^2) = 0.08 (1 - 0.78125).
        var spike = new SpikedCovariance(0.5, 0.2);
        Assert.True(spike.Escapes);
        Assert.Equal(0.075, spike.Outlier, 1e-14);
        Assert.Equal(0.21875 / 0.375, spike.Overlap, 1e-13);
        Assert.Equal(0.08 * 0.21875, spike.ScaledVariance, 1e-14);
        Assert.Equal(1 - Math.Sqrt(0.5), spike.Threshold, 1e-14);
        Assert.Equal(Math.Pow(1 - Math.Sqrt(0.5), 2), new SpikedCovariance(0.5, 0.4).Outlier, 1e-14);
        Assert.False(new SpikedCovariance(2, 0.1).Escapes);
    }

    [Fact]
    public void Spikes_of_any_population_solve_the_equation_outside_its_bands()
    {
        // Unit population: the closed formula on both sides.
        var white = new SilversteinEquation(0.5, [(1, 1)]);
        Assert.Equal(3.75, white.SpikeOutlier(3) ?? double.NaN, 1e-13);
        Assert.Equal(0.075, white.SpikeOutlier(0.2) ?? double.NaN, 1e-13);
        Assert.Null(white.SpikeOutlier(1.5));
        Assert.Null(white.SpikeOutlier(0.4));
        // Two populations: outliers in the gap and above solve 1 = l g(x), g the companion resolvent of the engine, and lie outside the bands.
        var equation = new SilversteinEquation(0.05, [(1, 0.7), (4, 0.3)]);
        var solver = new DysonSolver(equation);
        foreach (double l in new[] { 0.5, 2.0, 9.0 })
        {
            double x = equation.SpikeOutlier(l) ?? double.NaN;
            Assert.Equal(1, l * solver.Solve(x).G[0].Real, 1e-9);
        }

        Assert.Null(equation.SpikeOutlier(4.2));
    }

    [Theory]
    [InlineData(1.0, 1.73205, 0.03118)]
    [InlineData(1.5, 1.99304, 0.04763)]
    [InlineData(2.5, 2.79821, 0.05424)]
    public void Rectangular(double theta, double outlier, double deviation)
    {
        var spike = new RectangularSpike(0.5, theta);
        Assert.Equal(outlier, spike.Outlier, 5e-6);
        Assert.Equal(deviation, Math.Sqrt(spike.ScaledVariance / 300), 5e-6);
        // Overlaps vanish at threshold and tend to one.
        var threshold = new RectangularSpike(0.5, Math.Pow(0.5, 0.25) * (1 + 1e-9));
        Assert.Equal(0, threshold.LeftOverlap, 1e-7);
        Assert.Equal(0, threshold.RightOverlap, 1e-7);
        // Residues of the resolvent: |<u, u_1>|^2 |<v, v_1>|^2 = (dz/dtheta)^2 (first-order perturbation theory of a simple singular value).
        const double H = 1e-5;
        double slope = (new RectangularSpike(0.5, theta + H).Outlier - new RectangularSpike(0.5, theta - H).Outlier) / (2 * H);
        Assert.Equal(slope * slope, spike.LeftOverlap * spike.RightOverlap, 1e-8);
    }
}
