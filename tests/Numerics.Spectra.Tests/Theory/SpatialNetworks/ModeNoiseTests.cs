using Numerics.Spectra.Models;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.SpatialNetworks;

namespace Numerics.Spectra.Tests.Theory.SpatialNetworks;

/// <summary>What modes of the mean add to the variance of noisy rates.</summary>
public sealed class ModeNoiseTests
{
    /// <summary>A mode of one population with eigenvalue m has the variance 1/(2 N (1 - m)) in place of 1/(2 N): uniform connections leave wave number 0 alone.</summary>
    [Theory]
    [InlineData(0.5, 1.0 / 800)]
    [InlineData(0.9, 9.0 / 800)]
    [InlineData(-1.0, -0.5 / 800)]
    public void A_single_mode_has_its_closed_form(double strength, double share) =>
        Assert.Equal(Math.Abs(share), ModeNoise.Share(SpatialSets.Ring(1000, PopulationMatrix.Uniform(1), new(strength, 0, 0, 0), PopulationMatrix.Uniform(0.1), 0.2)), 1e-6);

    /// <summary>Against an integration of the covariance of every wave number in time.</summary>
    [Theory]
    [InlineData("async")]
    [InlineData("chaos")]
    public void Is_the_stationary_covariance_of_all_modes(string set)
    {
        SpatialNetwork network = SpatialSets.Regime(set);
        double excitatory = 0, inhibitory = 0;
        for (int k = 0; k < 12; k++)
        {
            PopulationMatrix a = ModeMatrices.Mean(network, k * k) - PopulationMatrix.Identity;
            double ee = 0, ei = 0, ii = 0;
            for (int step = 0; step < 40_000; step++)
            {
                const double H = 1e-3;
                (double dee, double dei, double dii) = (
                    (2 * ((a.EE * ee) + (a.EI * ei))) + (1.0 / 800), (a.EE * ei) + (a.EI * ii) + (a.IE * ee) + (a.II * ei), (2 * ((a.IE * ei) + (a.II * ii))) + (1.0 / 200));
                (ee, ei, ii) = (ee + (H * dee), ei + (H * dei), ii + (H * dii));
            }

            excitatory += (k == 0 ? 1 : 2) * 2 * (ee - (0.5 / 800));
            inhibitory += (k == 0 ? 1 : 2) * 2 * (ii - (0.5 / 200));
        }

        Assert.Equal(Math.Max(Math.Abs(excitatory), Math.Abs(inhibitory)), ModeNoise.Share(network), 1e-4);
    }

    [Fact]
    public void An_unstable_mode_has_no_stationary_variance() => Assert.Equal(double.PositiveInfinity, ModeNoise.Share(SpatialSets.Regime("sync")));
}
