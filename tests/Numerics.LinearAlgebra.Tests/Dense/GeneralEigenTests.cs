using System.Numerics;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Tests.Dense;

public sealed class GeneralEigenTests
{
    public static TheoryData<string> All => Providers.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Circulant_spectrum_is_the_Fourier_transform_of_its_column(string provider)
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        const int N = 21;
        double[] column = [.. Samples.Hashed<double>(N, 1).Column(0)];
        using var circulant = new DenseMatrix<double>(N, N);
        for (int i = 0; i < N; i++)
        {
            for (int j = 0; j < N; j++)
            {
                circulant[i, j] = column[(i - j + N) % N];
            }
        }

        ComplexSpectrum spectrum = GeneralEigen.Values(lapack, circulant);
        Assert.True(spectrum.Evidence.Converged);
        Assert.Equal(N, spectrum.Values.Length);
        for (int k = 0; k < N; k++)
        {
            Complex exact = Enumerable.Range(0, N).Aggregate(
                Complex.Zero, (sum, j) => sum + (column[j] * Complex.FromPolarCoordinates(1, -2 * Math.PI * j * k / N)));
            Assert.InRange(spectrum.Values.Min(value => (value - exact).Magnitude), 0, 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Cyclic_shift_has_the_roots_of_unity(string provider)
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        foreach (int n in new[] { 1, 2, 3, 8 })
        {
            using var shift = new DenseMatrix<float>(n, n);
            for (int i = 0; i < n; i++)
            {
                shift[(i + 1) % n, i] = 1;
            }

            Complex[] values = GeneralEigen.Values(lapack, shift).Values;
            Assert.Equal(n, values.Length);
            Assert.All(values, value => Assert.InRange((Complex.Pow(value, n) - 1).Magnitude, 0, 1e-4));
            Assert.InRange((values.Aggregate((x, y) => x * y) - (n % 2 == 0 ? -1 : 1)).Magnitude, 0, 1e-4);
        }
    }
}
