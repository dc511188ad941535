using CsCheck;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Tests.Dense;

public sealed class TriangularTests
{
    public static TheoryData<string> All => Providers.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Qr_rebuilds_every_shape(string provider)
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        foreach ((int rows, int columns) in new[] { (1, 1), (1, 7), (7, 1), (20, 11), (11, 20), (16, 16) })
        {
            using DenseMatrix<double> a = Samples.Hashed<double>(rows, columns);
            using QrDecomposition<double> qr = Qr.Decompose(lapack, a, measureResidual: true);
            Assert.InRange(qr.Evidence.RelativeResidual ?? double.NaN, 0, 1e-13);
            Assert.InRange(Samples.Distance(Samples.Product(qr.Q, qr.R), a), 0, 1e-12);
            Assert.InRange(Samples.Orthogonality(qr.Q), 0, 1e-13);
            for (int j = 0; j < qr.R.Columns; j++)
            {
                for (int i = j + 1; i < qr.R.Rows; i++)
                {
                    Assert.Equal(0, qr.R[i, j]);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Qr_of_rank_one_keeps_Q_orthonormal(string provider)
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        using DenseMatrix<double> ones = new(5, 3);
        for (int j = 0; j < 3; j++)
        {
            ones.Column(j).Fill(1);
        }

        using QrDecomposition<double> qr = Qr.Decompose(lapack, ones);
        Assert.InRange(Samples.Orthogonality(qr.Q), 0, 1e-13);
        Assert.InRange(Samples.Distance(Samples.Product(qr.Q, qr.R), ones), 0, 1e-13);
        Assert.Equal(Math.Sqrt(5), Math.Abs(qr.R[0, 0]), 13);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Cholesky_rebuilds_and_names_the_failing_minor(string provider)
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        using DenseMatrix<double> a = Samples.SecondDifference<double>(100);
        using CholeskyFactorization<double> good = Cholesky.Factor(lapack, a);
        Assert.True(good.Evidence.Converged);
        Assert.Equal(0, good.FailingMinor);
        Assert.InRange(Samples.Distance(Samples.Product(good.Lower, good.Lower.Transpose()), a), 0, 1e-14);
        Assert.Equal(Math.Sqrt(2), good.Lower[0, 0], 14);

        a[69, 69] = -1;
        using CholeskyFactorization<double> bad = Cholesky.Factor(lapack, a);
        Assert.Equal(Outcome.NotPositiveDefinite, bad.Evidence.Outcome);
        Assert.Equal(70, bad.FailingMinor);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Systems_are_solved_and_the_inverse_of_the_second_difference_is_known(string provider)
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        const int N = 19;
        using DenseMatrix<double> a = Samples.SecondDifference<double>(N), identity = DenseMatrix<double>.Identity(N);
        using LinearSolution<double> solution = LinearSolve.Solve(lapack, a, identity);
        Assert.InRange(solution.Evidence.RelativeResidual ?? double.NaN, 0, 1e-15);
        using var exact = new DenseMatrix<double>(N, N);
        for (int i = 0; i < N; i++)
        {
            for (int j = 0; j < N; j++)
            {
                exact[i, j] = (Math.Min(i, j) + 1.0) * (N - Math.Max(i, j)) / (N + 1);
            }
        }

        Assert.InRange(Samples.Distance(solution.X!, exact), 0, 1e-13);
        using DenseMatrix<float> single = Samples.SecondDifference<float>(N), right = DenseMatrix<float>.Identity(N);
        using LinearSolution<float> rough = LinearSolve.Solve(lapack, single, right);
        Assert.InRange(Math.Abs(rough.X![0, 0] - exact[0, 0]), 0, 1e-4);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Determinants_have_sign_and_do_not_overflow(string provider)
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        const int N = 400;
        using DenseMatrix<double> a = Samples.SecondDifference<double>(N);
        for (int j = 0; j < N; j++)
        {
            foreach (ref double value in a.Column(j))
            {
                value *= 1e3;
            }
        }

        LogDeterminant large = LinearSolve.LogDeterminant(lapack, a);
        Assert.Equal(1, large.Sign);
        Assert.Equal(Math.Log(N + 1) + (N * Math.Log(1e3)), large.LogAbsolute, 9);

        using DenseMatrix<double> swap = DenseMatrix<double>.FromArray(new double[,] { { 0, 1, 0 }, { 1, 0, 0 }, { 0, 0, 2 } });
        LogDeterminant negative = LinearSolve.LogDeterminant(lapack, swap);
        Assert.Equal(-1, negative.Sign);
        Assert.Equal(Math.Log(2), negative.LogAbsolute, 14);

        using DenseMatrix<double> zero = new(3, 3), right = new(3, 1);
        LogDeterminant none = LinearSolve.LogDeterminant(lapack, zero);
        Assert.Equal((0, double.NegativeInfinity), (none.Sign, none.LogAbsolute));
        using LinearSolution<double> unsolved = LinearSolve.Solve(lapack, zero, right);
        Assert.Null(unsolved.X);
        Assert.Equal(Outcome.Singular, unsolved.Evidence.Outcome);
        Assert.Equal(1, unsolved.Evidence.Info);
        using LuFactorization<double> factors = LinearSolve.Factor(lapack, zero);
        Assert.Throws<InvalidOperationException>(() => factors.Solve(right));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Inertia_follows_the_shift_through_a_known_spectrum(string provider)
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        const int N = 64;
        using DenseMatrix<double> a = Samples.SecondDifference<double>(N);
        using var workspace = new SymmetricIndefinite(lapack, N);
        for (double shift = -0.5; shift < 4.5; shift += 0.37)
        {
            using DenseMatrix<double> shifted = a.Clone();
            for (int i = 0; i < N; i++)
            {
                shifted[i, i] -= shift;
            }

            InertiaCount count = Inertia.Compute(lapack, shifted, workspace);
            int below = Enumerable.Range(1, N).Count(k => Samples.SecondDifferenceEigenvalue(N, k) < shift);
            Assert.Equal((below, 0, N - below), (count.Negative, count.Zero, count.Positive));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Inertia_of_tiny_integer_matrices_agrees_with_their_eigenvalues(string provider)
    {
        // Zero diagonals are frequent here, and they force 2 x 2 pivots.
        using Lapack lapack = Providers.LoadOrSkip(provider);
        Gen.Int[1, 6].SelectMany(n => Gen.Int[-1, 1].Array2D[n, n]).Sample(
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

                double[] exact = [.. Samples.ToMathNet(a).Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric).EigenValues.Select(z => z.Real)];
                InertiaCount count = Inertia.Compute(lapack, a);
                return (count.Negative, count.Zero, count.Positive)
                    == (exact.Count(v => v < -1e-9), exact.Count(v => Math.Abs(v) <= 1e-9), exact.Count(v => v > 1e-9));
            },
            iter: 200,
            threads: 1);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Products_agree_with_plain_loops(string provider)
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        foreach (bool transposeA in new[] { false, true })
        {
            foreach (bool transposeB in new[] { false, true })
            {
                using DenseMatrix<double> a = Samples.Hashed<double>(4, 3), b = Samples.Hashed<double>(3, 5, 2), c = Samples.Hashed<double>(4, 5, 3);
                DenseMatrix<double> expected = Samples.Product(a, b);
                for (int i = 0; i < 4; i++)
                {
                    for (int j = 0; j < 5; j++)
                    {
                        expected[i, j] = (1.5 * expected[i, j]) - (0.25 * c[i, j]);
                    }
                }

                Multiply.Into(lapack, transposeA, transposeA ? a.Transpose() : a, transposeB, transposeB ? b.Transpose() : b, 1.5, -0.25, c);
                Assert.InRange(Samples.Distance(c, expected), 0, 1e-14);
            }
        }

        using DenseMatrix<double> left = Samples.Hashed<double>(4, 3), nothing = new(4, 3);
        nothing.Column(0).Fill(double.NaN);
        using DenseMatrix<double> one = DenseMatrix<double>.Identity(3);
        Multiply.Into(lapack, false, left, false, one, 1.0, 0.0, nothing);
        Assert.Equal(0, Samples.Distance(nothing, left));
    }
}
