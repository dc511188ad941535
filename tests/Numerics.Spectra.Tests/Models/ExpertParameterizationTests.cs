using Numerics.Spectra.Models;

namespace Numerics.Spectra.Tests.Models;

/// <summary>The table of exponents of experts, entry by entry and by the requirement from which it is derived.</summary>
public sealed class ExpertParameterizationTests
{
    private static readonly ExpertTensor[] Tensors = Enum.GetValues<ExpertTensor>();

    [Theory]
    [InlineData(ExpertRegime.I, ExpertScaling.MuP, 0.0, -1.0, -0.5, -0.5, -1.0)]
    [InlineData(ExpertRegime.I, ExpertScaling.Mssp, 0.0, double.NaN, -0.5, -0.5, -1.0)]
    [InlineData(ExpertRegime.II, ExpertScaling.MuP, 0.0, -0.5, -0.5, 0.0, -1.0)]
    [InlineData(ExpertRegime.II, ExpertScaling.Mssp, 0.0, -0.5, -0.5, 0.5, -1.0)]
    [InlineData(ExpertRegime.III, ExpertScaling.MuP, 0.0, -0.5, -0.5, -0.5, -1.0)]
    [InlineData(ExpertRegime.III, ExpertScaling.Mssp, 0.0, -0.5, -0.5, -0.5, -1.0)]
    public void Initial_scales(ExpertRegime regime, ExpertScaling scaling, params double[] powers)
    {
        var parameterization = new ExpertParameterization(regime, scaling);
        Assert.Equal(powers, Tensors.Select(tensor => parameterization.InitialDeviation(tensor, zeroReadout: false)?.Net(regime) ?? double.NaN));
        Assert.Null(parameterization.InitialDeviation(ExpertTensor.Readout, zeroReadout: true));
        Assert.Equal(regime == ExpertRegime.III && scaling == ExpertScaling.Mssp, parameterization.SharesExperts);
    }

    [Theory]
    [InlineData(ExpertRegime.I, ExpertOptimizer.Sgd, 1.0, -1.0, 0.0, 0.0, -1.0)]
    [InlineData(ExpertRegime.II, ExpertOptimizer.Sgd, 1.0, 0.0, 0.0, 2.0, -1.0)]
    [InlineData(ExpertRegime.III, ExpertOptimizer.Sgd, 1.0, 0.0, 1.0, 1.0, -1.0)]
    [InlineData(ExpertRegime.I, ExpertOptimizer.Adam, 0.0, -1.0, -1.0, -1.0, -1.0)]
    [InlineData(ExpertRegime.II, ExpertOptimizer.Adam, 0.0, -1.0, -1.0, 0.0, -1.0)]
    [InlineData(ExpertRegime.III, ExpertOptimizer.Adam, 0.0, -1.0, -1.0, -1.0, -1.0)]
    public void Learning_rates(ExpertRegime regime, ExpertOptimizer optimizer, params double[] powers) =>
        Assert.Equal(powers, Tensors.Select(tensor => ExpertParameterization.LearningRate(tensor, optimizer).Net(regime)));

    [Theory]
    [InlineData(ExpertRegime.I, -1.0, 0.0, -1.0, -1.0, 0.0)]
    [InlineData(ExpertRegime.II, -1.0, -1.0, -1.0, -2.0, 0.0)]
    [InlineData(ExpertRegime.III, -1.0, -1.0, -2.0, -2.0, 0.0)]
    public void Epsilons(ExpertRegime regime, params double[] powers) =>
        Assert.Equal(powers, Tensors.Select(tensor => ExpertParameterization.Epsilon(tensor).Net(regime)));

    [Fact]
    public void A_gradient_step_is_as_large_as_a_step_of_Adam()
    {
        // Adam moves an entry by its rate, gradient descent by its rate times a gradient entry, which is what epsilon scales with: both updates have one size.
        var sizes = new ExpertSizes(96, 20, 7, 20);
        foreach (ExpertTensor tensor in Tensors)
        {
            double gradient = ExpertParameterization.LearningRate(tensor, ExpertOptimizer.Sgd).At(sizes) * ExpertParameterization.Epsilon(tensor).At(sizes);
            Assert.Equal(1, gradient / ExpertParameterization.LearningRate(tensor, ExpertOptimizer.Adam).At(sizes), 1e-12);
        }
    }
}
