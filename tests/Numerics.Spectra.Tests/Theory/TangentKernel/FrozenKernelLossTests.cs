using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.TangentKernel;

namespace Numerics.Spectra.Tests.Theory.TangentKernel;

/// <summary>The loss of training with a kernel that stays.</summary>
public sealed class FrozenKernelLossTests
{
    private static readonly double[] Targets = [1, -0.6, 0.3];
    private static readonly double[,] Kernel = { { 2, 0.5, -0.3 }, { 0.5, 1.5, 0.2 }, { -0.3, 0.2, 0.7 } };
    private static readonly double[,] Covariance = { { 0.4, 0.1, 0 }, { 0.1, 0.3, -0.05 }, { 0, -0.05, 0.2 } };

    /// <summary>Against the recursions of mean and covariance of the residual: m -> A m, S -> A S A^T with A = 1 - 2 eta K/P.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void Is_what_the_recursions_of_mean_and_covariance_give(int steps)
    {
        const double Rate = 0.3;
        int count = Targets.Length;
        double[] mean = [.. Targets];
        double[,] scatter = (double[,])Covariance.Clone();
        double[,] decay = new double[count, count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                decay[i, j] = (i == j ? 1 : 0) - (2 * Rate * Kernel[i, j] / count);
            }
        }

        for (int step = 0; step < steps; step++)
        {
            double[] old = mean;
            mean = [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, count).Sum(j => decay[i, j] * old[j]))];
            scatter = Product(Product(decay, scatter), decay);
        }

        double expected = (mean.Sum(value => value * value) + Enumerable.Range(0, count).Sum(i => scatter[i, i])) / count;
        using var lapack = Lapack.Load();
        using DenseMatrix<double> kernel = DenseMatrix<double>.FromArray(Kernel);
        using DenseMatrix<double> covariance = DenseMatrix<double>.FromArray(Covariance);
        var loss = FrozenKernelLoss.Of(lapack, kernel, covariance, Targets);
        Assert.Equal(expected, loss.At(Rate, steps), 1e-12);
        Assert.Equal(Kernel[0, 0] + Kernel[1, 1] + Kernel[2, 2], loss.Eigenvalues.Sum(), 1e-12);
    }

    [Theory]
    [InlineData(2, 3, 3)]
    [InlineData(3, 2, 3)]
    [InlineData(3, 3, 2)]
    [InlineData(3, 3, 0)]
    public void Shapes_that_do_not_fit_are_refused(int kernelOrder, int covarianceOrder, int targets)
    {
        using var lapack = Lapack.Load();
        using DenseMatrix<double> kernel = DenseMatrix<double>.Identity(kernelOrder);
        using DenseMatrix<double> covariance = DenseMatrix<double>.Identity(covarianceOrder);
        Assert.Throws<ArgumentException>(() => FrozenKernelLoss.Of(lapack, kernel, covariance, new double[targets]));
    }

    private static double[,] Product(double[,] a, double[,] b)
    {
        int count = Targets.Length;
        double[,] c = new double[count, count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                c[i, j] = Enumerable.Range(0, count).Sum(k => a[i, k] * b[k, j]);
            }
        }

        return c;
    }
}
