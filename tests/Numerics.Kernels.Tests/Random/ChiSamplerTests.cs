using MathNet.Numerics.Distributions;
using Numerics.Kernels.Random;

namespace Numerics.Kernels.Tests.Random;

public class ChiSamplerTests
{
    private const int Count = 20_000;
    private static readonly StreamKey Key = StreamKey.Derive(7, 7, 7, 7);

    [Theory]
    [InlineData(0.4)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7.5)]
    [InlineData(1000)]
    public void Law_is_chi(double degreesOfFreedom)
    {
        double right = Distance(degreesOfFreedom, row => ChiSampler.ChiAt(Key, 3, row, degreesOfFreedom));
        Assert.InRange(right, 0.2, 1.95);

        // Wrong variants that the same test must see: 5% more degrees of freedom (of 1000: the mean moves by 0.8), and shape = dof.
        Assert.True(Distance(degreesOfFreedom, row => ChiSampler.ChiAt(Key, 3, row, (degreesOfFreedom * 1.05) + 0.05)) > 1.95);
        Assert.True(Distance(degreesOfFreedom, row => ChiSampler.ChiAt(Key, 3, row, 2 * degreesOfFreedom)) > 1.95);
    }

    [Fact]
    public void Chi_square_is_the_square_and_has_the_right_mean()
    {
        const double DegreesOfFreedom = 12;
        double sum = 0;
        for (long row = 0; row < Count; row++)
        {
            double square = ChiSampler.ChiSquareAt(Key, 1, row, DegreesOfFreedom);
            Assert.Equal(Math.Sqrt(square), ChiSampler.ChiAt(Key, 1, row, DegreesOfFreedom));
            sum += square;
        }

        double z = ((sum / Count) - DegreesOfFreedom) / Math.Sqrt(2 * DegreesOfFreedom / Count);
        Assert.InRange(z, -5, 5);
    }

    [Fact]
    public void Neighbours_are_independent()
    {
        var x = new double[Count];
        var y = new double[Count];
        for (int row = 0; row < Count; row++)
        {
            x[row] = (ChiSampler.ChiSquareAt(Key, 1, row, 8) - 8) / 4;
            y[row] = (ChiSampler.ChiSquareAt(Key, 2, row, 8) - 8) / 4;
        }

        Assert.InRange(Statistics.Correlation(x, y), -5, 5);
        Assert.InRange(Statistics.Correlation(x.AsSpan(0, Count - 1), x.AsSpan(1)), -5, 5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Bad_degrees_of_freedom_are_refused(double degreesOfFreedom) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ChiSampler.ChiAt(Key, 0, 0, degreesOfFreedom));

    private static double Distance(double degreesOfFreedom, Func<long, double> draw)
    {
        double[] sample = [.. Enumerable.Range(0, Count).Select(row => draw(row))];
        return Statistics.Kolmogorov(sample, x => Chi_CDF(degreesOfFreedom, x));
    }

    // The chi distribution function of MathNet takes whole degrees of freedom only; this is the same through chi-square.
    private static double Chi_CDF(double degreesOfFreedom, double x) => ChiSquared.CDF(degreesOfFreedom, x * x);
}
