using Numerics.Spectra.Models;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.SpatialNetworks;

namespace Numerics.Spectra.Tests.Theory.SpatialNetworks;

/// <summary>Mean-field theory of the rates against reference numbers of another program and closed forms.</summary>
public sealed class BlockMeanFieldTests
{
    /// <summary>Rows below g = 1.6 were made with 40 Hermite terms, which converge to 0.3 %.</summary>
    [Theory]
    [InlineData(0.8, 1.135, 0.409, 0.405, 3e-3, Traits = ["speed", "slow"])]
    [InlineData(1.0, 1.417, 3.016, 2.908, 3e-3)]
    [InlineData(1.6, 2.265, 26.885, 24.330, 3e-5)]
    public void Reference_autocovariance_of_chaos(double heterogeneity, double radius, double variance, double later, double tolerance)
    {
        SpatialNetwork network = Chaotic(PopulationMatrix.Uniform(heterogeneity));
        Assert.Equal(radius, VarianceProfileBulk.Of(network).Radius, 6e-4);
        var field = BlockMeanField.Solve(ModeMatrices.Variance(network, default), noise: 0);
        Assert.All([0, 1], population => Assert.Equal(variance, field.Autocovariance(population, 0), tolerance * variance));
        Assert.Equal(later, field.Autocovariance(0, 2), tolerance * later);
    }

    [Fact]
    public void Reference_autocovariance_of_unequal_blocks()
    {
        SpatialNetwork network = Chaotic(new PopulationMatrix(1.2, 0.7, 2.2, 1.5));
        Assert.Equal(1.858, VarianceProfileBulk.Of(network).Radius, 6e-4);
        var field = BlockMeanField.Solve(ModeMatrices.Variance(network, default), noise: 0);
        Assert.Equal(5.511, field.Autocovariance(0, 0), 3e-3 * 5.511);
        Assert.Equal(23.95, field.Autocovariance(1, 0), 3e-3 * 23.95);
        Assert.Equal(5.018, field.Autocovariance(0, 2), 3e-3 * 5.018);
    }

    [Fact]
    public void Without_noise_a_stable_network_is_silent()
    {
        SpatialNetwork network = Chaotic(PopulationMatrix.Uniform(0.5));
        Assert.Equal(0.713, VarianceProfileBulk.Of(network).Radius, 6e-4);
        Assert.Equal(0, BlockMeanField.Solve(ModeMatrices.Variance(network, default), noise: 0).Autocovariance(0, 0));
    }

    /// <summary>Of weak noise the theory is linear: (1 + w^2 - v) C(w) = noise^2 with v the row sum, so C(t) = noise^2 exp(-sqrt(1 - v) t)/(2 sqrt(1 - v)).</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.3, 0.2)]
    [InlineData(0.3, 0.5)]
    public void Weak_noise_is_filtered_by_the_linear_network(double fromExcitatory, double fromInhibitory)
    {
        const double Noise = 1e-3;
        double rate = Math.Sqrt(1 - fromExcitatory - fromInhibitory);
        var field = BlockMeanField.Solve(new PopulationMatrix(fromExcitatory, fromInhibitory, fromExcitatory, fromInhibitory), Noise);
        Assert.All([0, 0.5, 3], lag => Assert.Equal(Math.Exp(-rate * lag) / (2 * rate), field.Autocovariance(1, lag) / (Noise * Noise), 2e-3));
    }

    /// <summary>The equation itself at lag 0, with Q(0) by another quadrature.</summary>
    [Fact]
    public void The_solution_decays_and_its_second_derivative_is_the_equation()
    {
        SpatialNetwork network = Chaotic(PopulationMatrix.Uniform(1.6));
        PopulationMatrix rows = ModeMatrices.Variance(network, default);
        var field = BlockMeanField.Solve(rows, noise: 0);
        double c0 = field.Autocovariance(0, 0);
        double second = (field.Autocovariance(0, 0.1) - (2 * c0) + field.Autocovariance(0, 0.1)) / 0.01;
        // Q_b(0) = E phi_b(x)^2 by the trapezoidal rule.
        double Q(double ceiling)
        {
            double sum = 0;
            for (int i = -4000; i <= 4000; i++)
            {
                double z = i * 0.0025, phi = ceiling * Math.Tanh(Math.Sqrt(c0) * z / ceiling);
                sum += 0.0025 * phi * phi * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
            }

            return sum;
        }

        Assert.Equal((rows.EE * Q(1)) + (rows.EI * Q(5)), c0 - second, 2e-3 * c0);
        Assert.InRange(Math.Abs(field.Autocovariance(0, 40)), 0, 1e-3 * c0);
        Assert.Equal(Math.Sqrt(Q(1)), field.Activity(), 1e-6);
    }

    private static SpatialNetwork Chaotic(PopulationMatrix heterogeneity) =>
        SpatialSets.Ring(1000, PopulationMatrix.Uniform(0.1), new(0.5, -0.5, 0.5, -0.5), heterogeneity, 0.5);
}
