using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Tests.Dense;

public sealed class SymmetricEigenTests
{
    [Theory]
    [MemberData(nameof(Providers.All), MemberType = typeof(Providers))]
    public void Second_difference_has_its_closed_spectrum(string provider)
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        TestContext.Current.TestOutputHelper?.WriteLine($"{lapack.Name} {lapack.Version} {lapack.Path}");
        const int N = 57;
        using DenseMatrix<double> a = new(N, N);
        for (int i = 0; i < N; i++)
        {
            a[i, i] = 2;
            if (i + 1 < N)
            {
                a[i + 1, i] = -1;
            }
        }

        RealSpectrum<double> spectrum = SymmetricEigen.Values(lapack, a);
        Assert.True(spectrum.Evidence.Converged);
        for (int k = 1; k <= N; k++)
        {
            Assert.Equal(2 - (2 * Math.Cos(k * Math.PI / (N + 1))), spectrum.Values[k - 1], 12);
        }
    }
}
