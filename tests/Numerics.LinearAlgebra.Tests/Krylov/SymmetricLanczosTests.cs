using System.Numerics;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Krylov;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.LinearAlgebra.Tests.Shards;

namespace Numerics.LinearAlgebra.Tests.Krylov;

/// <summary>Operators with known spectra: a diagonal, and the second difference, whose eigenvalues are 4 sin^2(pi k/(2(n + 1))).</summary>
public sealed class SymmetricLanczosTests : IDisposable
{
    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    [Fact]
    public void Whole_spectrum_of_a_small_matrix_comes_out()
    {
        LeadingEigenvalues found = Run<double>(new SecondDifference<double>(30), 30, new() { Tolerance = 1e-12 });
        Assert.Equal(Outcome.Ok, found.Outcome);
        for (int k = 0; k < 30; k++)
        {
            Assert.Equal(4 * Math.Pow(Math.Sin(Math.PI * (30 - k) / 62), 2), found.Values[k], 1e-12);
        }
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-8)]
    public void Residuals_are_those_measured_and_bound_the_error(double tolerance)
    {
        // Two isolated values above a crowd in [-1, 1].
        var matrix = new Diagonal<double>(50_000, i => i == 777 ? 3 : i == 33_333 ? 2.5 : Math.Sin(i));
        LeadingEigenvalues found = Run<double>(matrix, 2, new() { Tolerance = tolerance });
        Assert.Equal(Outcome.Ok, found.Outcome);
        Assert.InRange(found.Residuals[0], 0, 3 * tolerance);
        Assert.InRange(found.Residuals[1], 0, 3 * tolerance);
        Assert.InRange(3 - found.Values[0], -1e-14, (found.Residuals[0] * found.Residuals[0] / 0.5) + 1e-14);
        Assert.InRange(2.5 - found.Values[1], -1e-14, (found.Residuals[1] * found.Residuals[1] / 0.5) + 1e-14);
        Assert.Equal(matrix.Applications, found.Applications);
        Assert.True(found.Applications < 80, $"{found.Applications} applications");
    }

    [Fact]
    public void Single_precision_reaches_its_rounding_and_threads_do_not_change_a_bit()
    {
        static double Value(long i) => i == 777 ? 3 : Math.Sin(i);
        LeadingEigenvalues one = Run<float>(new Diagonal<float>(50_000, Value), 1, new() { Tolerance = 1e-5 });
        LeadingEigenvalues two = Run<float>(new Diagonal<float>(50_000, Value), 1, new() { Tolerance = 1e-5 }, threads: 2);
        Assert.Equal(Outcome.Ok, one.Outcome);
        Assert.Equal(3, one.Values[0], 3e-6);
        Assert.Equal(one.Values, two.Values);
        Assert.Equal(one.Residuals, two.Residuals);
    }

    [Fact]
    public void Exhausted_space_is_exact_and_an_unfinished_one_says_so()
    {
        // Three different values: the Krylov space has three dimensions.
        LeadingEigenvalues three = Run<double>(new Diagonal<double>(1000, i => i % 3), 2, new() { Tolerance = 1e-13 });
        Assert.Equal(3, three.Applications);
        Assert.Equal(Outcome.Ok, three.Outcome);
        Assert.Equal(2, three.Values[0], 1e-12);
        Assert.Equal(1, three.Values[1], 1e-12);

        LeadingEigenvalues cut = Run<double>(new SecondDifference<double>(2000), 1, new() { Tolerance = 1e-10, MaximumSteps = 20 });
        Assert.Equal(Outcome.NotConverged, cut.Outcome);
        Assert.Equal(20, cut.Applications);
        Assert.InRange(cut.Values[0], 3.5, 4);
        Assert.True(cut.Residuals[0] > 1e-10);
    }

    [Fact]
    public void What_cannot_work_is_refused_or_named()
    {
        LeadingEigenvalues broken = Run<double>(new Diagonal<double>(100, i => i == 5 ? double.PositiveInfinity : 1), 1, new());
        Assert.Equal(Outcome.NonFinite, broken.Outcome);
        Assert.Empty(broken.Values);
        Assert.Throws<ArgumentOutOfRangeException>(() => Run<double>(new Diagonal<double>(100, i => i), 3, new() { MaximumSteps = 2 }));
        using var zero = new Panel<double>(new RowShards(10), 1);
        var algebra = new PanelAlgebra<double>(ShardExecutor.Sequential);
        algebra.Clear(zero.View());
        Assert.Throws<ArgumentException>(() => SymmetricLanczos.Compute(lapack, new Diagonal<double>(10, i => i), zero.View(), 1, algebra));
    }

    /// <summary>In one shard and in several: three vectors that are sines, by their residuals.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(35_000)]
    public void Vectors_in_one_piece_belong_to_their_values(int order)
    {
        var matrix = new ThreeIsolated(order);
        (LeadingEigenvalues found, DenseMatrix<double> vectors) = SymmetricLanczos.Compute(lapack, matrix, 3, new() { Tolerance = 1e-10, MaximumSteps = 200 });
        Assert.Equal(Outcome.Ok, found.Outcome);
        Assert.Equal(matrix.Applications, found.Applications);
        var image = new double[order];
        for (int i = 0; i < 3; i++)
        {
            double[] vector = vectors.Column(i).ToArray();
            matrix.Apply(vector, image);
            Assert.Equal(1, vector.Sum(x => x * x), 1e-13);
            Assert.Equal(0, Math.Sqrt(image.Zip(vector, (a, b) => (a - (found.Values[i] * b)) * (a - (found.Values[i] * b))).Sum()), 1e-8);
            Assert.Equal(matrix.Value(i), found.Values[i], 1e-11);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => SymmetricLanczos.Compute(lapack, new ThreeIsolated(2), 3));
    }

    /// <summary>Values 3, 2 and 1.5 on sines, and a crowd below 1, half of it negative.</summary>
    private sealed class ThreeIsolated(int order) : ILinearOperator
    {
        private static readonly double[] Isolated = [3, 2, 1.5];

        public int Applications { get; private set; }

        public long Rows => order;

        public long Columns => order;

        public double Value(int mode) => Isolated[mode];

        public void Apply(ReadOnlySpan<double> x, Span<double> y)
        {
            Applications++;
            // Isolated modes: unit sines, projected out of the crowd on both sides first.
            double[][] modes = [.. Enumerable.Range(1, 3).Select(k => Enumerable.Range(1, order).Select(i => Math.Sqrt(2.0 / (order + 1)) * Math.Sin(Math.PI * i * k / (order + 1))).ToArray())];
            double[] inside = x.ToArray();
            foreach (double[] mode in modes)
            {
                Remove(mode, inside);
            }

            for (int i = 0; i < order; i++)
            {
                y[i] = Math.Cos(i) * inside[i];
            }

            double[] image = y.ToArray();
            for (int k = 0; k < 3; k++)
            {
                Remove(modes[k], image);
            }

            image.CopyTo(y);
            for (int k = 0; k < 3; k++)
            {
                double part = Dot(modes[k], x);
                for (int i = 0; i < order; i++)
                {
                    y[i] += Isolated[k] * part * modes[k][i];
                }
            }
        }

        public void ApplyTransposed(ReadOnlySpan<double> x, Span<double> y) => Apply(x, y);

        private static void Remove(double[] mode, double[] vector)
        {
            double part = Dot(mode, vector);
            for (int i = 0; i < vector.Length; i++)
            {
                vector[i] -= part * mode[i];
            }
        }

        private static double Dot(double[] a, ReadOnlySpan<double> b)
        {
            double sum = 0;
            for (int i = 0; i < a.Length; i++)
            {
                sum += a[i] * b[i];
            }

            return sum;
        }
    }

    private LeadingEigenvalues Run<T>(IPanelOperator<T> matrix, int count, SymmetricLanczosOptions options, int threads = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using Panel<T> start = Panels.Gaussian<T>(matrix.Shards.TotalRows, 1, 5);
        return SymmetricLanczos.Compute(lapack, matrix, start.View(), count, new PanelAlgebra<T>(new ShardExecutor(threads)), options);
    }

    private sealed class Diagonal<T>(long order, Func<long, double> value) : IPanelOperator<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public int Applications { get; private set; }

        public RowShards Shards { get; } = new(order);

        public void Apply(PanelView<T> vector, PanelView<T> image)
        {
            Applications++;
            Panels.Set(image, 0, row => value(row) * double.CreateChecked(vector.Panel[row, vector.First]));
        }
    }

    private sealed class SecondDifference<T>(long order) : IPanelOperator<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public RowShards Shards { get; } = new(order);

        public void Apply(PanelView<T> vector, PanelView<T> image)
        {
            double At(long row) => row < 0 || row >= order ? 0 : double.CreateChecked(vector.Panel[row, vector.First]);
            Panels.Set(image, 0, row => (2 * At(row)) - At(row - 1) - At(row + 1));
        }
    }
}
