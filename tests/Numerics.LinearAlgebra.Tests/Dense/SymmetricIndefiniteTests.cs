using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Tests.Dense;

/// <summary>One factorization gives signs, determinant and solutions; other routes say the same.</summary>
public class SymmetricIndefiniteTests
{
    public static TheoryData<string> All => Providers.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Signs_determinant_and_solution_agree_with_eigenvalues_and_plain_product(string provider)
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        foreach (int n in new[] { 1, 2, 5, 33, 64 })
        {
            using var factorization = new SymmetricIndefinite(lapack, n);
            for (int repeat = 0; repeat < 3; repeat++)
            {
                using DenseMatrix<double> a = Symmetric(n, repeat), x = Samples.Hashed<double>(n, 3, 7);
                double[] eigenvalues = [.. Samples.ToMathNet(a).Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric).EigenValues.Select(z => z.Real)];
                WriteLower(a, factorization.Matrix);
                PivotSigns signs = factorization.Factor();
                Assert.Equal((eigenvalues.Count(v => v < 0), 0, eigenvalues.Count(v => v > 0)), (signs.Negative, signs.Zero, signs.Positive));
                Assert.Equal(signs.Negative % 2 == 0 ? 1 : -1, signs.DeterminantSign);
                Assert.Equal(eigenvalues.Sum(v => Math.Log(Math.Abs(v))), signs.LogAbsoluteDeterminant, 1e-10 * n);

                using DenseMatrix<double> product = Samples.Product(a, x);
                factorization.Solve(product);
                Assert.InRange(Samples.Distance(product, x), 0, 1e-10);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_singular_matrix_has_a_zero_and_no_solution(string provider)
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        using var factorization = new SymmetricIndefinite(lapack, 3);
        factorization.Matrix[0, 0] = 2;
        factorization.Matrix[2, 2] = -1;
        PivotSigns signs = factorization.Factor();
        Assert.Equal((1, 1, 1, 0), (signs.Negative, signs.Zero, signs.Positive, signs.DeterminantSign));
        Assert.Equal(double.NegativeInfinity, signs.LogAbsoluteDeterminant);
        if (!lapack.IsManaged)
        {
            Assert.Equal(Outcome.Singular, factorization.Evidence.Outcome);
        }

        using DenseMatrix<double> b = Samples.Hashed<double>(3, 1);
        Assert.Throws<InvalidOperationException>(() => factorization.Solve(b));
    }

    [Fact]
    public void Nothing_is_allocated_after_the_first_factorization()
    {
        using Lapack lapack = Providers.LoadOrSkip("libtorch");
        using var factorization = new SymmetricIndefinite(lapack, 40);
        using DenseMatrix<double> a = Symmetric(40, 1);
        using DenseMatrix<double> x = Samples.Hashed<double>(40, 2);
        long before = 0;
        for (int i = 0; i < 50; i++)
        {
            before = i == 2 ? GC.GetAllocatedBytesForCurrentThread() : before;
            WriteLower(a, factorization.Matrix);
            _ = factorization.Factor();
            factorization.Solve(x);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Misuse_is_refused()
    {
        using Lapack lapack = Lapack.Load("managed");
        using var factorization = new SymmetricIndefinite(lapack, 3);
        using DenseMatrix<double> b = new(3, 1), other = new(4, 1);
        Assert.Throws<InvalidOperationException>(() => factorization.Solve(b));
        Assert.Throws<ArgumentException>(() => factorization.Solve(other));
        factorization.Matrix[2, 1] = double.NaN;
        Assert.Contains("(2, 1)", Assert.Throws<ArgumentException>(() => factorization.Factor()).Message, StringComparison.Ordinal);
    }

    private static DenseMatrix<double> Symmetric(int n, int seed)
    {
        DenseMatrix<double> a = Samples.Hashed<double>(n, n, seed + 1);
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < j; i++)
            {
                a[i, j] = a[j, i];
            }
        }

        return a;
    }

    private static void WriteLower(DenseMatrix<double> from, DenseMatrix<double> to)
    {
        for (int j = 0; j < from.Columns; j++)
        {
            from.Column(j)[j..].CopyTo(to.Column(j)[j..]);
        }
    }
}
