using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Krylov;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Tests.Krylov;

public sealed class GolubKahanLanczosTests
{
    public static TheoryData<string> All => Providers.All;

    [Theory]
    [InlineData(200, 200, 4)]
    [InlineData(300, 120, 6)]
    [InlineData(120, 300, 6)]
    public void Bulk_edge_of_a_random_matrix_agrees_with_dense(int rows, int columns, int k)
    {
        using Lapack lapack = Lapack.Load();
        using DenseMatrix<double> a = Samples.Hashed<double>(rows, columns);
        AgreesWithDense(lapack, a, k, new());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_provider_finds_the_same_triplets(string provider)
    {
        using Lapack lapack = Providers.LoadOrSkip(provider);
        using DenseMatrix<double> a = Samples.Hashed<double>(90, 70);
        AgreesWithDense(lapack, a, 2, new() { MaximumSubspace = 20 });
    }

    [Fact]
    public void Crowded_edge_of_six_hundred_needs_restarts_and_gets_there()
    {
        using Lapack lapack = Lapack.Load();
        using DenseMatrix<double> a = Samples.Hashed<double>(600, 600);
        SingularTriplets top = AgreesWithDense(lapack, a, 10, new());
        Assert.True(top.Restarts > 0);
    }

    [Fact]
    public void An_outlier_converges_fast_and_a_warm_start_faster()
    {
        using Lapack lapack = Lapack.Load();
        using DenseMatrix<double> a = Samples.Hashed<double>(300, 300);
        for (int i = 0; i < 300; i++)
        {
            for (int j = 0; j < 300; j++)
            {
                a[i, j] = (a[i, j] / Math.Sqrt(300)) + (10.0 / 300);
            }
        }

        var options = new GolubKahanLanczosOptions { MaximumSubspace = 10, SearchForMissed = false };
        SingularTriplets cold = AgreesWithDense(lapack, a, 1, options);
        SingularTriplets warm = AgreesWithDense(lapack, a, 1, options with { WarmStart = [.. cold.Right.Column(0)] });
        Assert.True(warm.OperatorApplications <= cold.OperatorApplications);
        Assert.Equal(0, warm.Restarts);
        Assert.True(cold.OperatorApplications < 60);
    }

    [Fact]
    public void Multiple_values_are_found_as_often_as_they_occur()
    {
        using Lapack lapack = Lapack.Load();
        double[] values = [5, 5, 5, 4, 4, .. Enumerable.Range(0, 95).Select(i => 3 - (0.03 * i))];
        using DenseMatrix<double> a = Samples.Diagonal(values);
        using SingularTriplets top = GolubKahanLanczos.Compute(lapack, new DenseOperator(lapack, a), 5, new() { MaximumSubspace = 30 });
        Assert.Equal(Outcome.Ok, top.Outcome);
        Assert.InRange(Samples.Distance(top.Values, [5.0, 5, 5, 4, 4]), 0, 1e-9);
        Assert.InRange(Samples.Orthogonality(top.Left), 0, 1e-12);
    }

    [Fact]
    public void A_blind_start_is_made_good_by_the_search_for_missed_values()
    {
        // A diagonal operator keeps the zero of the start exactly, so the iteration cannot see the largest value by itself.
        using Lapack lapack = Lapack.Load();
        using DenseMatrix<double> a = Samples.Diagonal([10.0, .. Enumerable.Range(0, 99).Select(i => 5 - (0.05 * i))]);
        double[] blind = [.. Samples.Hashed<double>(100, 1).Column(0)];
        blind[0] = 0;
        var options = new GolubKahanLanczosOptions { MaximumSubspace = 30, WarmStart = blind };
        var matrix = new DenseOperator(lapack, a);
        using SingularTriplets trusting = GolubKahanLanczos.Compute(lapack, matrix, 2, options with { SearchForMissed = false });
        using SingularTriplets searching = GolubKahanLanczos.Compute(lapack, matrix, 2, options);
        Assert.InRange(Samples.Distance(trusting.Values, [5.0, 4.95]), 0, 1e-9);
        Assert.InRange(Samples.Distance(searching.Values, [10.0, 5.0]), 0, 1e-9);
        Assert.Equal(Outcome.Ok, searching.Outcome);
    }

    [Fact]
    public void Orthogonal_zero_and_low_rank_operators_do_not_break_it()
    {
        using Lapack lapack = Lapack.Load();
        using DenseMatrix<double> identity = DenseMatrix<double>.Identity(80), zero = new(80, 90), rankTwo = new(80, 90);
        rankTwo[3, 7] = 2;
        rankTwo[50, 11] = -1;
        var options = new GolubKahanLanczosOptions { MaximumSubspace = 20 };
        Assert.InRange(Samples.Distance(AgreesWithDense(lapack, identity, 4, options).Values, [1.0, 1, 1, 1]), 0, 1e-12);
        Assert.InRange(Samples.Distance(AgreesWithDense(lapack, zero, 4, options).Values, [0.0, 0, 0, 0]), 0, 1e-12);
        Assert.InRange(Samples.Distance(AgreesWithDense(lapack, rankTwo, 4, options).Values, [2.0, 1, 0, 0]), 0, 1e-12);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 500, 3)]
    [InlineData(500, 2, 5)]
    [InlineData(30, 20, 25)]
    public void Short_sides_are_written_out(int rows, int columns, int k)
    {
        using Lapack lapack = Lapack.Load();
        using DenseMatrix<double> a = Samples.Hashed<double>(rows, columns);
        Assert.Equal(0, AgreesWithDense(lapack, a, k, new()).Restarts);
    }

    [Fact]
    public void Too_few_restarts_are_an_outcome_with_residuals()
    {
        using Lapack lapack = Lapack.Load();
        using DenseMatrix<double> a = Samples.Hashed<double>(300, 300);
        using SingularTriplets top = GolubKahanLanczos.Compute(
            lapack, new DenseOperator(lapack, a), 4, new() { MaximumSubspace = 12, MaximumRestarts = 1 });
        Assert.Equal(Outcome.NotConverged, top.Outcome);
        Assert.Contains(top.Residuals, residual => residual > 1e-10 * top.Values[0]);
        Assert.Equal(1, top.Restarts);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(200)]
    public void Non_finite_images_are_a_breakdown(int n)
    {
        using Lapack lapack = Lapack.Load();
        using SingularTriplets top = GolubKahanLanczos.Compute(lapack, new Poisoned(n), 2);
        Assert.Equal(Outcome.NonFinite, top.Outcome);
        Assert.All(top.Values, value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void Runs_repeat_to_the_bit()
    {
        using Lapack lapack = Lapack.Load();
        using DenseMatrix<double> a = Samples.Hashed<double>(150, 150);
        var matrix = new DenseOperator(lapack, a);
        using SingularTriplets first = GolubKahanLanczos.Compute(lapack, matrix, 3), second = GolubKahanLanczos.Compute(lapack, matrix, 3);
        Assert.Equal(first.Values, second.Values);
        Assert.Equal(0, Samples.Distance(first.Right, second.Right));
        Assert.Equal(first.OperatorApplications, second.OperatorApplications);
    }

    [Fact]
    public void Nonsense_options_are_refused()
    {
        using Lapack lapack = Lapack.Load("managed");
        using DenseMatrix<double> a = Samples.Hashed<double>(30, 30);
        var matrix = new DenseOperator(lapack, a);
        Assert.Throws<ArgumentOutOfRangeException>(() => GolubKahanLanczos.Compute(lapack, matrix, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GolubKahanLanczos.Compute(lapack, matrix, 1, new() { Tolerance = 1e-16 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => GolubKahanLanczos.Compute(lapack, matrix, 1, new() { Tolerance = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => GolubKahanLanczos.Compute(lapack, matrix, 5, new() { MaximumSubspace = 6 }));
        Assert.Throws<ArgumentException>(() => GolubKahanLanczos.Compute(lapack, matrix, 1, new() { WarmStart = new double[30] }));
        Assert.Throws<ArgumentException>(() => GolubKahanLanczos.Compute(lapack, matrix, 1, new() { WarmStart = new double[3] }));
    }

    private static SingularTriplets AgreesWithDense(Lapack lapack, DenseMatrix<double> a, int k, GolubKahanLanczosOptions options)
    {
        SingularTriplets top = GolubKahanLanczos.Compute(lapack, new DenseOperator(lapack, a), k, options);
        Assert.Equal(Outcome.Ok, top.Outcome);
        double[] dense = SingularValues.Compute(lapack, a, SvdMethod.Bidiagonal).Values;
        int count = Math.Min(k, dense.Length);
        Assert.InRange(Samples.Distance(top.Values, dense[..count]), 0, 1e-10 * Math.Max(1, dense[0]));
        Assert.InRange(Samples.Orthogonality(top.Left), 0, 1e-11);
        Assert.InRange(Samples.Orthogonality(top.Right), 0, 1e-11);
        using DenseMatrix<double> image = Samples.Product(a, top.Right), scaled = Samples.Product(top.Left, Samples.Diagonal(top.Values));
        Assert.InRange(Samples.Distance(image, scaled), 0, 1e-10 * Math.Max(1, dense[0]));
        using DenseMatrix<double> preimage = Samples.Product(a.Transpose(), top.Left), back = Samples.Product(top.Right, Samples.Diagonal(top.Values));
        Assert.InRange(Samples.Distance(preimage, back), 0, 1e-10 * Math.Max(1, dense[0]));
        return top;
    }

    private sealed class Poisoned(int n) : ILinearOperator
    {
        public long Rows => n;

        public long Columns => n;

        public void Apply(ReadOnlySpan<double> x, Span<double> y) => y.Fill(double.NaN);

        public void ApplyTransposed(ReadOnlySpan<double> x, Span<double> y) => x.CopyTo(y);
    }
}
