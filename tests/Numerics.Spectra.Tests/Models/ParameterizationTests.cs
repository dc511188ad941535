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
}
