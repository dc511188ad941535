using Numerics.Spectra.Models;

namespace Numerics.Spectra.Tests.Models;

/// <summary>The table of exponents as numbers: f = w . phi/(gamma0 N^a), kappa = eta gamma0 c N^(rate - a).</summary>
public sealed class ParameterizationTests
{
    [Fact]
    public void Mean_field_factors()
    {
        Assert.Equal((1, 0.5, 1), (Parameterization.MuP.Output, Parameterization.MuP.Hidden, Parameterization.MuP.LearningRate));
        Assert.Equal(1.0 / (4 * 250), Parameterization.MuP.OutputMultiplier(4, 250), 1e-18);
        Assert.Equal(0.3 * 4 * 0.5, Parameterization.MuP.SpikeStrength(0.3, 4, 0.5, 250), 1e-15);
        Assert.Equal(Parameterization.MuP.SpikeStrength(0.3, 4, 0.5, 10), Parameterization.MuP.SpikeStrength(0.3, 4, 0.5, 1_000_000), 1e-15);
    }

    [Fact]
    public void Neural_tangent_factors()
    {
        Assert.Equal((0.5, 0.5, 0), (Parameterization.Ntk.Output, Parameterization.Ntk.Hidden, Parameterization.Ntk.LearningRate));
        Assert.Equal(1.0 / (4 * 25), Parameterization.Ntk.OutputMultiplier(4, 625), 1e-17);
        Assert.Equal(0.3 * 4 * 0.5 / 25, Parameterization.Ntk.SpikeStrength(0.3, 4, 0.5, 625), 1e-16);
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(3)]
    public void The_proportional_limit_has_the_same_exponents_in_the_width_ratio(double ratio)
    {
        // N = ratio D at fixed D: every factor differs from that of ratio 1 as N differs from D.
        foreach (Parameterization table in new[] { Parameterization.MuP, Parameterization.Ntk })
        {
            const long Inputs = 400;
            var width = (long)(ratio * Inputs);
            double readout = table.OutputMultiplier(2, width) / table.OutputMultiplier(2, Inputs);
            double spike = table.SpikeStrength(0.3, 2, 1, width) / table.SpikeStrength(0.3, 2, 1, Inputs);
            Assert.Equal(readout / 2, table.ProportionalOutputMultiplier(2, ratio), 1e-14);
            Assert.Equal(spike * 0.3 * 2, table.ProportionalSpikeStrength(0.3, 2, ratio), 1e-14);
            Assert.Equal(table.ProportionalOutputMultiplier(2, ratio), 1 / (table.ProportionalOutputScale(2, ratio) * Math.Sqrt(ratio)), 1e-14);
        }
    }

    [Fact]
    public void Hidden_matrices_act_with_entries_of_order_one_over_root_width()
    {
        foreach (Parameterization table in new[] { Parameterization.MuP, Parameterization.Ntk })
        {
            Assert.Equal(0.7, table.OperatorScale(0.7, 12345));
            Assert.Equal(0.7 / Math.Sqrt(12345), table.EntryDeviation(0.7, 12345));
            Assert.Equal(table.StepSize(0.3, 4, 0.5, 77), table.SpikeStrength(0.3, 4, 0.5, 77));
        }
    }
}
