using System.Numerics;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Krylov;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Tests.Krylov;

/// <summary>A disk of small eigenvalues with real and complex outliers, against the dense solver.</summary>
public sealed class ArnoldiEigenvaluesTests
{
    public static TheoryData<string> All => Providers.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Outliers_of_a_disk_agree_with_the_dense_solver(string provider)
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        using DenseMatrix<double> a = WithOutliers(300);
        ArnoldiSpectrum found = ArnoldiEigenvalues.Find(lapack, 300, (x, y) => MatrixVector.Into(lapack, false, a, 300, 1, x, 0, y), 4);
        Complex[] dense = [.. GeneralEigen.Values(lapack, a).Values.OrderByDescending(value => value.Magnitude).Take(4)];
        Assert.Equal(Outcome.Ok, found.Outcome);
        Assert.Equal(4, found.Values.Count);
        Assert.Contains(dense, value => value.Imaginary > 1);
        Assert.All(dense, value => Assert.True(found.Values.Min(other => (other - value).Magnitude) < 1e-8 * value.Magnitude, $"{value} of {string.Join(", ", found.Values)}"));
        Assert.All(found.Residuals, residual => Assert.InRange(residual, 0, 1e-10));
    }

    [Fact]
    public void A_pair_is_not_cut()
    {
        using Lapack lapack = Lapack.Load();
        using DenseMatrix<double> a = WithOutliers(120);
        Complex[] dense = [.. GeneralEigen.Values(lapack, a).Values.OrderByDescending(value => value.Magnitude)];
        int first = Array.FindIndex(dense, value => value.Imaginary != 0);
        ArnoldiSpectrum found = ArnoldiEigenvalues.Find(lapack, 120, (x, y) => MatrixVector.Into(lapack, false, a, 120, 1, x, 0, y), first + 1);
        Assert.Equal(first + 2, found.Values.Count);
        Assert.Equal(found.Values[^1], Complex.Conjugate(found.Values[^2]));
    }

    [Fact]
    public void An_operator_smaller_than_the_subspace_is_solved_whole()
    {
        using Lapack lapack = Lapack.Load();
        using DenseMatrix<double> a = DenseMatrix<double>.FromArray(new double[,] { { 0, -2, 0 }, { 2, 0, 0 }, { 0, 0, 1 } });
        ArnoldiSpectrum found = ArnoldiEigenvalues.Find(lapack, 3, (x, y) => MatrixVector.Into(lapack, false, a, 3, 1, x, 0, y), 2);
        Assert.Equal(Outcome.Ok, found.Outcome);
        Assert.All(found.Values, value => Assert.Equal(2, Math.Abs(value.Imaginary), 12));
    }

    /// <summary>Hashed entries of a disk of radius about 1, plus two real outliers and a rotation.</summary>
    private static DenseMatrix<double> WithOutliers(int n)
    {
        DenseMatrix<double> a = Samples.Hashed<double>(n, n);
        double scale = 1 / Math.Sqrt(n / 3.0);
        for (int j = 0; j < n; j++)
        {
            SpanProducts.Scale(scale, a.Column(j));
        }

        a[0, 0] += 6;
        a[1, 1] -= 4;
        a[2, 3] += 5;
        a[3, 2] -= 5;
        return a;
    }
}
