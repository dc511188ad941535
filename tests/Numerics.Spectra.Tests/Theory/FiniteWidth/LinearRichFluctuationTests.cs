using Numerics.Spectra.Theory.FiniteWidth;

namespace Numerics.Spectra.Tests.Theory.FiniteWidth;

/// <summary>The closed forms of the linear network against their table and against networks of finite width, which depend on two chi-squared numbers only.</summary>
public sealed class LinearRichFluctuationTests
{
    [Theory]
    [InlineData(0.5, 0.25, 0.3957, 1.6102, 4.1412)]
    [InlineData(0.5, 1, 0.8769, 0.1327, 3.7379)]
    [InlineData(1, 0.25, 0.4023, 0.5079, 4.5694)]
    [InlineData(1, 0.5, 0.6619, 0.2858, 4.4122)]
    [InlineData(1, 1, 0.9066, 0.0500, 3.0213)]
    [InlineData(3, 0.25, 0.4707, 0.1885, 9.3491)]
    [InlineData(3, 1, 0.9915, 0.0003, 0.5233)]
    public void Table_over_time(double scale, double time, double output, double outputVariance, double kernelVariance)
    {
        (MeanAndVariance f, MeanAndVariance k) = new LinearRichFluctuations(scale, 1, Centred: false).At(time);
        Assert.Equal(output, f.Mean, 5.1e-5);
        Assert.Equal(outputVariance, f.Variance!.Value, 5.1e-5);
        Assert.Equal(kernelVariance, k.Variance!.Value, 5.1e-5);
    }

    [Theory]
    [InlineData(0.5, false, 2.2361, 3.2, 3.354)]
    [InlineData(1, false, 2.8284, 2, 1.0607)]
    [InlineData(3, false, 6.3246, 0.4, 0.2635)]
    [InlineData(0.5, true, 2.2361, 4, 0.1796)]
    [InlineData(1, true, 2.8284, 4, 0.1626)]
    [InlineData(3, true, 6.3246, 4, 0.1064)]
    public void Table_after_training(double scale, bool centred, double kernel, double kernelVariance, double testVariance)
    {
        var fluctuations = new LinearRichFluctuations(scale, 1, centred);
        (MeanAndVariance k, double test) = fluctuations.Converged(0.5);
        Assert.Equal(kernel, k.Mean, 5.1e-5);
        Assert.Equal(kernelVariance, k.Variance!.Value, 1e-12);
        Assert.Equal(testVariance, test, 5.1e-4 * Math.Max(1, testVariance));
        // Long training ends there.
        Assert.Equal(kernelVariance, fluctuations.At(6 / scale).TangentKernel.Variance!.Value, 1e-3 * kernelVariance);
        Assert.Equal(test, fluctuations.TestVariance(6 / scale, 0.5), 2e-3 * test);
    }

    [Theory]
    [InlineData(1, 0.5, false)]
    [InlineData(1, 0.5, true)]
    [InlineData(3, 0.25, true)]
    public void Derivatives_of_the_finite_network_give_the_variances(double scale, double time, bool centred)
    {
        // f_N and K_N are functions of U and V, both of mean 1 and variance 2/N: N Var = 2 (df/dU)^2 + 2 (df/dV)^2.
        (double Output, double Kernel) Network(double up, double down)
        {
            double a = 0;
            const int Steps = 4000;
            double Rate(double at) => (scale * 1) - (((up * Math.Exp(2 * at)) - (down * Math.Exp(-2 * at)) - (centred ? up - down : 0)) / 2);
            for (int step = 0; step < Steps; step++)
            {
                double half = a + (time / Steps / 2 * Rate(a));
                a += time / Steps * Rate(half);
            }

            return (((up * Math.Exp(2 * a)) - (down * Math.Exp(-2 * a)) - (centred ? up - down : 0)) / (2 * scale), (up * Math.Exp(2 * a)) + (down * Math.Exp(-2 * a)));
        }

        const double Step = 1e-4;
        ((double f, double k) up, (double f, double k) below) = (Network(1 + Step, 1), Network(1 - Step, 1));
        ((double f, double k) down, (double f, double k) under) = (Network(1, 1 + Step), Network(1, 1 - Step));
        double Square(double a, double b) => Math.Pow((a - b) / (2 * Step), 2);
        (MeanAndVariance output, MeanAndVariance kernel) = new LinearRichFluctuations(scale, 1, centred).At(time);
        Assert.Equal(2 * (Square(up.f, below.f) + Square(down.f, under.f)), output.Variance!.Value, 1e-5);
        Assert.Equal(2 * (Square(up.k, below.k) + Square(down.k, under.k)), kernel.Variance!.Value, 1e-5 * kernel.Variance.Value);
    }
}
