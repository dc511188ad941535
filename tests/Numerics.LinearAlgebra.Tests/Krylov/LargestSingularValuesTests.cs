using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Krylov;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Tests.Krylov;

/// <summary>One entry point, several routes: they agree with each other and with residuals, and the choice is told.</summary>
public sealed class LargestSingularValuesTests(ITestOutputHelper output) : IDisposable
{
    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    [Theory]
    [InlineData(300, 300)]
    [InlineData(410, 260)]
    [InlineData(233, 500)]
    public void Routes_agree_and_vectors_have_small_residuals(int rows, int columns)
    {
        using DenseMatrix<double> a = Spiked(rows, columns, 0);
        using LargestSingularValues gram = Compute(a, SingularRoute.Gram, vectors: false);
        using LargestSingularValues bidiagonal = Compute(a, SingularRoute.Bidiagonal, vectors: true);
        using LargestSingularValues krylov = Compute(a, SingularRoute.Krylov, vectors: true);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(bidiagonal.Values[i], gram.Values[i], 1e-12 * bidiagonal.Values[0]);
            Assert.Equal(bidiagonal.Values[i], krylov.Values[i], 1e-12 * bidiagonal.Values[0]);
        }

        foreach (LargestSingularValues with in new[] { bidiagonal, krylov })
        {
            Assert.True(with.Converged);
            Assert.InRange(with.Residuals.Max(), 0, 1e-10 * with.Values[0]);
            Assert.Equal((rows, columns), (with.Left!.Rows, with.Right!.Rows));
            using DenseMatrix<double> image = Samples.Product(a, with.Right);
            for (int i = 0; i < 4; i++)
            {
                SpanProducts.Add(-with.Values[i], with.Left.Column(i), image.Column(i));
                Assert.InRange(SpanProducts.Norm(image.Column(i)), 0, 1e-10 * with.Values[0]);
            }
        }
    }

    [Fact]
    public void Choice_follows_size_number_and_vectors_and_says_why()
    {
        using DenseMatrix<double> small = Spiked(60, 80, 0), large = Spiked(420, 400, 0);
        (DenseMatrix<double> Matrix, int K, bool Vectors, SingularRoute Expected)[] cases =
        [
            (small, 1, false, SingularRoute.Gram), (small, 1, true, SingularRoute.Bidiagonal), (large, 1, false, SingularRoute.Krylov),
            (large, 30, false, SingularRoute.Gram), (large, 30, true, SingularRoute.Krylov), (large, 400, true, SingularRoute.Bidiagonal),
        ];
        foreach ((DenseMatrix<double> matrix, int k, bool vectors, SingularRoute expected) in cases)
        {
            using LargestSingularValues found = LargestSingularValues.Compute(lapack, matrix, k, new() { Vectors = vectors });
            Assert.Equal(expected, found.Route);
            Assert.NotEmpty(found.Reason);
            Assert.Equal(Math.Min(k, Math.Min(matrix.Rows, matrix.Columns)), found.Values.Length);
            output.WriteLine($"{matrix.Rows} x {matrix.Columns}, k = {k}, vectors {vectors}: {found.Route} ({found.Reason})");
        }
    }

    [Fact]
    public void Start_from_the_step_before_saves_passes_and_finds_a_new_outlier()
    {
        using DenseMatrix<double> before = Spiked(500, 500, 0), after = Spiked(500, 500, 1e-3);
        LargestSingularValuesOptions options = new() { Route = SingularRoute.Krylov, Vectors = true, SearchForMissed = false };
        using LargestSingularValues first = LargestSingularValues.Compute(lapack, before, 2, options);
        using LargestSingularValues cold = LargestSingularValues.Compute(lapack, after, 2, options);
        using LargestSingularValues warm = LargestSingularValues.Compute(lapack, after, 2, options with { Previous = first });
        output.WriteLine($"cold {cold.Applications}, warm {warm.Applications}");
        Assert.All(warm.Values.Zip(cold.Values), pair => Assert.Equal(pair.Second, pair.First, 1e-11));
        Assert.True(warm.Applications < cold.Applications);

        // An outlier that the vectors of before are blind to.
        after[3, 7] += 5;
        using LargestSingularValues all = Compute(after, SingularRoute.Gram, vectors: false);
        using LargestSingularValues searched = LargestSingularValues.Compute(lapack, after, 3, options with { Previous = first, SearchForMissed = true });
        Assert.All(searched.Values.Zip(all.Values), pair => Assert.Equal(pair.Second, pair.First, 1e-10));
    }

    [Fact]
    public void Shared_pass_is_the_two_applications_with_the_same_bits_on_any_threads()
    {
        foreach ((int rows, int columns) in new[] { (37, 61), (700, 301), (64, 1), (1, 90) })
        {
            using DenseMatrix<double> a = Samples.Hashed<double>(rows, columns), xs = Samples.Hashed<double>(rows, 1, 3);
            ReadOnlySpan<double> x = xs.Column(0);
            double[]? reference = null;
            foreach (int threads in new[] { 1, 2, 4 })
            {
                var transposed = new TransposedDenseOperator(a, new ShardExecutor(threads));
                double[] image = new double[columns], gram = new double[rows], alone = new double[columns], back = new double[rows];
                transposed.ApplyWithGram(x, image, gram);
                transposed.Apply(x, alone);
                transposed.ApplyTransposed(alone, back);
                Assert.Equal(alone, image);
                Assert.Equal(back, gram);
                reference ??= gram;
                Assert.Equal(reference, gram);
                for (int j = 0; j < columns; j++)
                {
                    Assert.Equal(SpanProducts.Dot(a.Column(j), x), image[j], 1e-12 * rows);
                }

                double[] plain = new double[rows];
                for (int j = 0; j < columns; j++)
                {
                    SpanProducts.Add(image[j], a.Column(j), plain);
                }

                Assert.All(plain.Zip(gram), pair => Assert.Equal(pair.First, pair.Second, 1e-12 * rows));
            }
        }
    }

    [Fact]
    public void Misuse_is_refused()
    {
        using DenseMatrix<double> a = Spiked(20, 20, 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => LargestSingularValues.Compute(lapack, a, 0));
        Assert.Throws<ArgumentException>(() => LargestSingularValues.Compute(lapack, a, 1, new() { Route = SingularRoute.Gram, Vectors = true }));
        var transposed = new TransposedDenseOperator(a, ShardExecutor.Sequential);
        Assert.Throws<ArgumentException>(() => transposed.Apply(new double[19], new double[20]));
        a[2, 3] = double.NaN;
        Assert.Throws<ArgumentException>(() => LargestSingularValues.Compute(lapack, a, 1));
    }

    private LargestSingularValues Compute(DenseMatrix<double> a, SingularRoute route, bool vectors) =>
        LargestSingularValues.Compute(lapack, a, 4, new() { Route = route, Vectors = vectors });

    /// <summary>Hashes of variance near 1/columns and two spikes of strength 3 and 2.</summary>
    private static DenseMatrix<double> Spiked(int rows, int columns, double change)
    {
        DenseMatrix<double> a = Samples.Hashed<double>(rows, columns, 11);
        using DenseMatrix<double> drift = Samples.Hashed<double>(rows, columns, 12);
        for (int j = 0; j < columns; j++)
        {
            for (int i = 0; i < rows; i++)
            {
                double spikes = (6 * Math.Sin(i) * Math.Cos(2 * j)) + (4 * Math.Sin((2 * i) + 1) * Math.Cos(3 * j));
                a[i, j] = ((a[i, j] + (change * drift[i, j])) / Math.Sqrt(columns)) + (spikes / Math.Sqrt((double)rows * columns));
            }
        }

        return a;
    }
}
