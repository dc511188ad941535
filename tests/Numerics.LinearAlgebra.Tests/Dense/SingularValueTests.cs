using CsCheck;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Tests.Dense;

public sealed class SingularValueTests
{
    public static TheoryData<string> All => Providers.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Difference_operator_has_its_closed_spectrum(string provider)
    {
        // (n + 1) x n with 1 on and -1 below the diagonal: the Gram matrix is the second difference.
        using Lapack lapack = Providers.LoadOrSkip(provider);
        const int N = 40;
        using var tall = new DenseMatrix<double>(N + 1, N);
        for (int j = 0; j < N; j++)
        {
            tall[j, j] = 1;
            tall[j + 1, j] = -1;
        }

        using DenseMatrix<double> wide = tall.Transpose();
        double[] exact = [.. Enumerable.Range(1, N).Select(k => 2 * Math.Sin(k * Math.PI / (2 * (N + 1)))).OrderDescending()];
        foreach (SvdMethod method in Enum.GetValues<SvdMethod>())
        {
            Assert.InRange(Samples.Distance(SingularValues.Compute(lapack, tall, method).Values, exact), 0, 1e-13);
            Assert.InRange(Samples.Distance(SingularValues.Compute(lapack, wide, method).Values, exact), 0, 1e-13);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Bidiagonal_resolves_what_Gram_cannot(string provider)
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        using DenseMatrix<double> a = Samples.Diagonal([1.0, 1e-3, 1e-12]);
        Assert.Equal(1e-12, SingularValues.Compute(lapack, a, SvdMethod.Bidiagonal).Values[2], 1e-15);
        Assert.Equal([1.0, 1e-3], SingularValues.Compute(lapack, a).Values[..2].Select(value => Math.Round(value, 12)));
    }

    [Theory]
    [InlineData(1e200)]
    [InlineData(1e-200)]
    public void Gram_survives_extreme_scales(double scale)
    {
        using Lapack lapack = Lapack.Load();
        using DenseMatrix<double> a = Samples.Diagonal([3 * scale, 2 * scale, scale]);
        Assert.InRange(Samples.Distance(SingularValues.Compute(lapack, a).Values.Select(value => value / scale), [3.0, 2, 1]), 0, 1e-13);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Decomposition_rebuilds_every_shape(string provider)
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        foreach ((int rows, int columns) in new[] { (1, 1), (1, 9), (9, 1), (30, 12), (12, 30), (25, 25) })
        {
            Rebuilds(lapack, Samples.Hashed<double>(rows, columns), 1e-12);
            Rebuilds(lapack, Samples.Hashed<float>(rows, columns), 1e-4);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Tiny_integer_matrices_decompose(string provider)
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 6]).SelectMany((rows, columns) => Gen.Int[-1, 1].Array2D[rows, columns]).Sample(
            entries =>
            {
                using var a = new DenseMatrix<double>(entries.GetLength(0), entries.GetLength(1));
                for (int i = 0; i < a.Rows; i++)
                {
                    for (int j = 0; j < a.Columns; j++)
                    {
                        a[i, j] = entries[i, j];
                    }
                }

                Rebuilds(lapack, a, 1e-12);
            },
            iter: 60,
            threads: 1);
    }

    [Fact]
    public void MathNet_agrees_with_the_native_provider()
    {
        using Lapack lapack = Lapack.Load();
        using DenseMatrix<double> a = Samples.Hashed<double>(50, 35);
        double[] reference = [.. Samples.ToMathNet(a).Svd(computeVectors: false).S];
        Assert.InRange(Samples.Distance(SingularValues.Compute(lapack, a).Values, reference), 0, 1e-12);
        Assert.InRange(Samples.Distance(SingularValues.Compute(lapack, a, SvdMethod.Bidiagonal).Values, reference), 0, 1e-12);
    }

    private static void Rebuilds<T>(Lapack lapack, DenseMatrix<T> a, double limit)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        using SingularVectors<T> svd = SingularValueDecomposition.Compute(lapack, a, measureResidual: true);
        Assert.True(svd.Evidence.Converged);
        Assert.InRange(svd.Evidence.RelativeResidual ?? double.NaN, 0, limit);
        Assert.InRange(Samples.Orthogonality(svd.U), 0, limit);
        Assert.InRange(Samples.Orthogonality(svd.VTransposed.Transpose()), 0, limit);
        Assert.InRange(Samples.Distance(Samples.Product(Samples.Product(svd.U, Samples.Diagonal(svd.Values)), svd.VTransposed), a), 0, 10 * limit);
        Assert.Equal(svd.Values, svd.Values.OrderDescending());
        Assert.InRange(Samples.Distance(SingularValues.Compute(lapack, a, SvdMethod.Bidiagonal).Values, svd.Values), 0, 10 * limit);
        Assert.InRange(Samples.Distance(SingularValues.Compute(lapack, a).Values, svd.Values), 0, 10 * Math.Sqrt(limit * 1e-2));
    }
}
