using CsCheck;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Tests.Dense;

public sealed class SymmetricEigenTests
{
    public static TheoryData<string> All => Providers.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Second_difference_has_its_closed_spectrum(string provider)
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        const int N = 57;
        using DenseMatrix<double> a = Samples.SecondDifference<double>(N);
        RealSpectrum<double> spectrum = SymmetricEigen.Values(lapack, a);
        Assert.True(spectrum.Evidence.Converged);
        Assert.Equal(provider, spectrum.Evidence.Provider);
        Assert.True(Samples.Distance(spectrum.Values, Enumerable.Range(1, N).Select(k => Samples.SecondDifferenceEigenvalue(N, k))) < 1e-13 * 4);
        Assert.Equal(0, Samples.Distance(a, Samples.SecondDifference<double>(N)));
    }

    [Theory]
    [InlineData(1e90)]
    [InlineData(1e180)]
    [InlineData(1e-180)]
    public void Managed_values_scale_with_a_matrix_of_any_size(double factor)
    {
        using Lapack lapack = Providers.LoadOrSkip("managed");
        using DenseMatrix<double> a = Samples.SecondDifference<double>(57);
        double[] expected = SymmetricEigen.Values(lapack, a).Values;
        foreach (ref double entry in a.AsSpan())
        {
            entry *= factor;
        }

        RealSpectrum<double> spectrum = SymmetricEigen.Values(lapack, a);
        Assert.True(spectrum.Evidence.Converged);
        Assert.All(expected.Zip(spectrum.Values), pair => Assert.Equal(1, pair.Second / factor / pair.First, 1e-10));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Only_the_lower_triangle_is_read(string provider)
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        using DenseMatrix<double> a = Samples.SecondDifference<double>(5);
        a[0, 4] = double.NaN;
        a[1, 3] = 77;
        RealSpectrum<double> spectrum = SymmetricEigen.Values(lapack, a);
        Assert.Equal(Samples.SecondDifferenceEigenvalue(5, 1), spectrum.Values[0], 13);
        Assert.Equal(Samples.SecondDifferenceEigenvalue(5, 5), spectrum.Values[4], 13);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Vectors_diagonalize_in_double(string provider) => Diagonalizes<double>(provider, 31, 1e-13);

    [Theory]
    [MemberData(nameof(All))]
    public void Vectors_diagonalize_in_single(string provider) => Diagonalizes<float>(provider, 31, 1e-4);

    [Theory]
    [MemberData(nameof(All))]
    public void Tiny_integer_matrices_diagonalize(string provider)
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        Gen.Int[1, 6].SelectMany(n => Gen.Int[-2, 2].Array2D[n, n]).Sample(
            entries =>
            {
                int n = entries.GetLength(0);
                using var a = new DenseMatrix<double>(n, n);
                for (int i = 0; i < n; i++)
                {
                    for (int j = 0; j <= i; j++)
                    {
                        a[i, j] = a[j, i] = entries[i, j];
                    }
                }

                using SymmetricEigenDecomposition<double> eigen = SymmetricEigen.Decompose(lapack, a);
                return eigen.Evidence.Converged
                    && Samples.Orthogonality(eigen.Vectors) < 1e-13
                    && Samples.Distance(Rebuilt(eigen), a) < 1e-12
                    && eigen.Values.SequenceEqual(eigen.Values.Order())
                    && Samples.Distance(eigen.Values, SymmetricEigen.Values(lapack, a).Values) < 1e-12;
            },
            iter: 60,
            threads: 1);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Concurrent_calls_give_the_same_bits(string provider)
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        using DenseMatrix<double> a = Samples.Symmetric<double>(120);
        double[] alone = SymmetricEigen.Values(lapack, a).Values;
        double[][] together = new double[8][];
        var threads = Enumerable.Range(0, 2).Select(t => new Thread(
            () =>
            {
                for (int i = t; i < together.Length; i += 2)
                {
                    together[i] = SymmetricEigen.Values(lapack, a).Values;
                }
            },
            16 << 20)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.All(together, values => Assert.Equal(alone.Select(BitConverter.DoubleToInt64Bits), values.Select(BitConverter.DoubleToInt64Bits)));
    }

    [Fact]
    public void MathNet_agrees_with_the_native_provider()
    {
        using Lapack lapack = Lapack.Load();
        using DenseMatrix<double> a = Samples.Symmetric<double>(60);
        double[] reference = [.. Samples.ToMathNet(a).Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric).EigenValues.Select(z => z.Real).Order()];
        Assert.True(Samples.Distance(SymmetricEigen.Values(lapack, a).Values, reference) < 1e-12);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Non_finite_input_is_refused_with_its_place(double bad)
    {
        using Lapack lapack = Lapack.Load("managed");
        using DenseMatrix<double> a = Samples.SecondDifference<double>(37);
        a[29, 11] = bad;
        a[36, 20] = bad;
        Assert.Contains("(29, 11)", Assert.Throws<ArgumentException>(() => SymmetricEigen.Values(lapack, a)).Message, StringComparison.Ordinal);
        Assert.Contains("(29, 11)", Assert.Throws<ArgumentException>(() => SymmetricEigen.Decompose(lapack, a)).Message, StringComparison.Ordinal);
        Assert.Contains("(29, 11)", Assert.Throws<ArgumentException>(() => SingularValues.Compute(lapack, a)).Message, StringComparison.Ordinal);
        Assert.Contains("(29, 11)", Assert.Throws<ArgumentException>(() => SingularValueDecomposition.Compute(lapack, a)).Message, StringComparison.Ordinal);
        Assert.Contains("(29, 11)", Assert.Throws<ArgumentException>(() => GeneralEigen.Values(lapack, a)).Message, StringComparison.Ordinal);
        Assert.Contains("(29, 11)", Assert.Throws<ArgumentException>(() => Qr.Decompose(lapack, a)).Message, StringComparison.Ordinal);
        Assert.Contains("(29, 11)", Assert.Throws<ArgumentException>(() => Cholesky.Factor(lapack, a)).Message, StringComparison.Ordinal);
        Assert.Contains("(29, 11)", Assert.Throws<ArgumentException>(() => LinearSolve.Factor(lapack, a)).Message, StringComparison.Ordinal);
        Assert.Contains("(29, 11)", Assert.Throws<ArgumentException>(() => Inertia.Compute(lapack, a)).Message, StringComparison.Ordinal);
        Assert.Contains("(29, 11)", Assert.Throws<ArgumentException>(() => Multiply.Product(lapack, a, a)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_are_refused_or_empty()
    {
        using Lapack lapack = Lapack.Load("managed");
        using DenseMatrix<double> wide = new(2, 3), empty = new(0, 0);
        Assert.Contains("2 x 3", Assert.Throws<ArgumentException>(() => SymmetricEigen.Values(lapack, wide)).Message, StringComparison.Ordinal);
        Assert.Empty(SymmetricEigen.Values(lapack, empty).Values);
    }

    private static void Diagonalizes<T>(string provider, int n, double limit)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        using DenseMatrix<T> a = Samples.Symmetric<T>(n);
        using SymmetricEigenDecomposition<T> eigen = SymmetricEigen.Decompose(lapack, a, measureResidual: true);
        Assert.True(eigen.Evidence.Converged);
        Assert.InRange(eigen.Evidence.RelativeResidual ?? double.NaN, 0, limit);
        Assert.InRange(Samples.Orthogonality(eigen.Vectors), 0, limit);
        Assert.InRange(Samples.Distance(Rebuilt(eigen), a), 0, 30 * limit);
        Assert.Equal(eigen.Values, eigen.Values.Order());
    }

    private static DenseMatrix<T> Rebuilt<T>(SymmetricEigenDecomposition<T> eigen)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        Samples.Product(Samples.Product(eigen.Vectors, Samples.Diagonal(eigen.Values)), eigen.Vectors.Transpose());
}
