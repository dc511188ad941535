using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.TangentKernel;

namespace Numerics.Spectra.Tests.Theory.TangentKernel;

/// <summary>The closed-form kernel of a SIREN against reference tables, and its local form against differences and searches.</summary>
public sealed class SirenKernelTests
{
    private static readonly PlanePoint[] Others = [new(0, 0), new(0.1, 0), new(0.05, 0.05), new(0.3, -0.2), new(-0.6, 0.7)];

    [Theory]
    [InlineData(2, 34.7306, 23.4307, 28.8619, 0.6553, 0.8706)]
    [InlineData(3, 67.7747, 40.5869, 52.2083, 11.309, 11.4831)]
    [InlineData(5, 135.6165, 69.2896, 92.1864, 33.5991, 33.7462)]
    public void Kernel_from_the_centre_is_that_of_the_table(int depth, params double[] expected)
    {
        var kernel = new SirenKernel(new SirenModel(depth, 64, 30));
        Assert.All(expected.Zip(Others), pair => Assert.Equal(pair.First, kernel.At(new PlanePoint(0, 0), pair.Second), 6e-5));
        Assert.All(Others, other => Assert.Equal(kernel.At(new PlanePoint(0, 0), other), kernel.At(other, new PlanePoint(0, 0)), 1e-12));
    }

    [Theory]
    [InlineData(15, 0.029, 0.221, 0.275, 0.302, 0.319)]
    [InlineData(30, 0.029, 0.173, 0.226, 0.251, 0.265)]
    [InlineData(60, 0.029, 0.187, 0.241, 0.267, 0.281)]
    public void Floor_of_the_correlation_is_that_of_the_table(double frequency, params double[] expected)
    {
        for (int depth = 2; depth <= 6; depth++)
        {
            Assert.Equal(expected[depth - 2], new SirenKernel(new SirenModel(depth, 64, frequency)).Floor(new PlanePoint(0.5, 0.5), new PlanePoint(0.5, 0.5)), 6e-4);
        }
    }

    [Fact]
    public void Diagonal_is_that_of_the_table()
    {
        double[] expected = [34.50, 67.54, 101.17, 135.38, 170.19];
        for (int depth = 2; depth <= 6; depth++)
        {
            // The table leaves out the terms of S(2x), which vanish like 1/omega^2 away from the axes.
            Assert.Equal(expected[depth - 2], new SirenKernel(new SirenModel(depth, 64, 30)).At(new PlanePoint(0.5, 0.5), new PlanePoint(0.5, 0.5)), 0.01);
        }
    }

    [Theory]
    [InlineData(2, 3.79)]
    [InlineData(3, 3.00)]
    [InlineData(4, 2.58)]
    [InlineData(5, 2.31)]
    public void Half_width_times_frequency_is_that_of_the_table(int depth, double expected)
    {
        foreach (double frequency in new[] { 30.0, 60 })
        {
            var kernel = new SirenKernel(new SirenModel(depth, 128, frequency));
            var x = new PlanePoint(0.43, 0.57);
            double floor = kernel.Floor(x, x);
            double Height(double u) => (kernel.At(x, new PlanePoint(x.First + u, x.Second)) / Math.Sqrt(kernel.At(x, x) * kernel.At(new PlanePoint(x.First + u, x.Second), new PlanePoint(x.First + u, x.Second))) - floor) / (1 - floor);
            double u = 0;
            while (Height(u) > 0.5)
            {
                u += 1e-5;
            }

            Assert.Equal(expected, u * frequency, 0.03 * expected);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Derivatives_are_those_of_differences(int depth)
    {
        const double h = 1e-5;
        var kernel = new SirenKernel(new SirenModel(depth, 32, 7));
        PlanePoint Moved(PlanePoint x, int component, double by) => component == 0 ? x with { First = x.First + by } : x with { Second = x.Second + by };
        var x = new PlanePoint(0.13, -0.08);
        LocalKernel local = kernel.Local(x);
        double Diagonal(int i, double by) => kernel.At(Moved(x, i, by), Moved(x, i, by));
        double Mixed(int i, int j) => (kernel.At(Moved(x, i, h), Moved(x, j, h)) - kernel.At(Moved(x, i, -h), Moved(x, j, h))
            - kernel.At(Moved(x, i, h), Moved(x, j, -h)) + kernel.At(Moved(x, i, -h), Moved(x, j, -h))) / (4 * h * h);
        Assert.Equal((Diagonal(0, h) - Diagonal(0, -h)) / (2 * h), local.Gradient.First, 1e-5);
        Assert.Equal((Diagonal(1, h) - Diagonal(1, -h)) / (2 * h), local.Gradient.Second, 1e-5);
        Assert.Equal(Mixed(0, 0), local.Metric11, 2e-3);
        Assert.Equal(Mixed(0, 1), local.Metric12, 2e-3);
        Assert.Equal(Mixed(1, 1), local.Metric22, 2e-3);
        Assert.True(Math.Abs(local.Gradient.First) > 0.1 && Math.Abs(local.Metric12) > 0.1); // the comparison is not one of zeros
    }

    [Fact]
    public void Minimum_and_area_of_the_local_form_are_those_of_a_search()
    {
        var local = new LocalKernel(3, new PlanePoint(4, -2), 5, 1.5, 8);
        double least = 1;
        long inside = 0;
        const double level = 0.6;
        const double reach = 4;
        const int lines = 2000;
        for (int i = 0; i < lines; i++)
        {
            for (int j = 0; j < lines; j++)
            {
                double c = local.Correlation(new PlanePoint(reach * ((2.0 * i / lines) - 1), reach * ((2.0 * j / lines) - 1)));
                least = Math.Min(least, c);
                inside += c > level ? 1 : 0;
            }
        }

        Assert.Equal(least, local.MinimumCorrelation!.Value, 1e-5);
        double area = inside * 4 * reach * reach / ((double)lines * lines);
        Assert.Equal(area, Math.PI * Math.Pow(local.Radius(level)!.Value, 2), 2e-3 * area);
    }

    [Fact]
    public void Local_form_is_the_cosine_near_the_diagonal()
    {
        var kernel = new SirenKernel(new SirenModel(5, 64, 30));
        var x = new PlanePoint(0.31, -0.22);
        LocalKernel local = kernel.Local(x);
        double xi = local.CorrelationLength(kernel.Floor(x, x))!.Value;
        double Cosine(double u)
        {
            var y = new PlanePoint(x.First + u, x.Second);
            return kernel.At(x, y) / Math.Sqrt(kernel.At(x, x) * kernel.At(y, y));
        }

        Assert.Equal(Cosine(0.25 * xi), local.Correlation(new PlanePoint(0.25 * xi, 0)), 0.006);
        Assert.Equal(Cosine(0.5 * xi), local.Correlation(new PlanePoint(0.5 * xi, 0)), 0.03);
    }
}
