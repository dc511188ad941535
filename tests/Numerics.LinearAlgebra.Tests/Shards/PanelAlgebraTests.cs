using System.Numerics;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Tests.Shards;

/// <summary>
/// Panel algebra against loops over global rows. Tolerances: n products of unit Gaussians, each rounded at the precision of the panel, add up to errors
/// of about eps sqrt(n); ten times (100 eps) sqrt(n) for double, ten times (10 eps) sqrt(n) for float, against sums of size sqrt(n).
/// </summary>
public sealed class PanelAlgebraTests
{
    public static TheoryData<long, int, int> Sizes => new()
    {
        { 1, 1, 1 },
        { 3, 2, 5 },
        { 64, 3, 1 },
        { 1000, 7, 4 },
        { 16_385, 3, 2 },
        { 33_000, 5, 9 },
        { 100_001, 2, 3 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Double_panels_follow_plain_loops(long rows, int p, int q) => Check<double>(rows, p, q, 1e-14);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Float_panels_follow_plain_loops(long rows, int p, int q) => Check<float>(rows, p, q, 1e-6);

    [Theory]
    [InlineData(40_000)]
    [InlineData(70_001)]
    public void Bits_do_not_depend_on_threads(long rows)
    {
        double[] one = Fingerprint<double>(rows, 1);
        Assert.Equal(one, Fingerprint<double>(rows, 2));
        Assert.Equal(one, Fingerprint<double>(rows, 4));
        double[] single = Fingerprint<float>(rows, 1);
        Assert.Equal(single, Fingerprint<float>(rows, 2));
        Assert.Equal(single, Fingerprint<float>(rows, 4));
        Assert.NotEqual(one, single);
    }

    [Fact]
    public void Gram_in_groups_of_columns_equals_gram_at_once()
    {
        // 4 shards x 1100 columns leave room for 953 columns a group: 1000 columns take two groups.
        const int Columns = 1000;
        const long Rows = 50_000;
        using var wide = new Panel<double>(new RowShards(Rows), 1100);
        var algebra = new PanelAlgebra<double>(new ShardExecutor(2));
        algebra.Clear(wide.View());
        for (int column = 0; column < wide.Columns; column++)
        {
            wide[17L * column, column] = column + 1;
            wide[Rows - 1, column] = 2;
        }

        using var gram = new DenseMatrix<double>(1100, Columns);
        algebra.Gram(wide.View(), wide.View(0, Columns), gram);
        for (int i = 0; i < 1100; i += 7)
        {
            for (int j = 0; j < Columns; j++)
            {
                double expected = 4 + (i == j ? (i + 1.0) * (i + 1.0) : 0);
                Assert.Equal(expected, gram[i, j]);
            }
        }
    }

    [Fact]
    public void Wrong_sizes_are_refused()
    {
        var algebra = new PanelAlgebra<double>(ShardExecutor.Sequential);
        using Panel<double> a = Panels.Gaussian<double>(100, 3, 1);
        using Panel<double> b = Panels.Gaussian<double>(101, 2, 2);
        using Panel<double> c = Panels.Gaussian<double>(100, 2, 3);
        using var square = new DenseMatrix<double>(3, 3);
        using var fits = new DenseMatrix<double>(3, 2);
        Assert.Throws<ArgumentException>(() => algebra.Gram(a.View(), b.View(), fits));
        Assert.Throws<ArgumentException>(() => algebra.Gram(a.View(), c.View(), square));
        Assert.Throws<ArgumentException>(() => algebra.AddProduct(a.View(), square, c.View()));
        Assert.Throws<ArgumentException>(() => algebra.AddProductThenGram(a.View(), fits, c.View(), square));
    }

    private static void Check<T>(long rows, int p, int q, double rounding)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var algebra = new PanelAlgebra<T>(new ShardExecutor(2));
        using Panel<T> left = Panels.Gaussian<T>(rows, p + 1, 1);
        using Panel<T> right = Panels.Gaussian<T>(rows, q + 2, 2);
        using DenseMatrix<double> coefficients = Samples.Hashed<double>(p, q);
        PanelView<T> a = left.View(1, p); // not the whole panel: views must look at their own columns
        PanelView<T> y = right.View(1, q);
        double[][] x = Panels.Columns(a);
        double[][] before = Panels.Columns(y);
        double[] guardLow = Panels.Column(right.View(), 0);
        double[] guardHigh = Panels.Column(right.View(), q + 1);

        using var gram = new DenseMatrix<double>(p, q);
        algebra.Gram(a, y, gram);
        CheckGram(x, before, gram, 10 * rounding * Math.Sqrt(rows));
        Assert.Equal(Panels.Dot(x[0], before[0]), algebra.Dot(a.Slice(0, 1), y.Slice(0, 1)), 10 * rounding * Math.Sqrt(rows));

        double[][] expected = Added(x, coefficients, before);
        algebra.AddProduct(a, coefficients, y);
        Near(expected, Panels.Columns(y), 20 * rounding * (p + 1));

        double[][] twice = Added(x, coefficients, Panels.Columns(y));
        algebra.AddProductThenGram(a, coefficients, y, gram);
        double[][] after = Panels.Columns(y);
        Near(twice, after, 20 * rounding * (p + 1));
        CheckGram(x, after, gram, 10 * rounding * rows * (p + 1)); // y now has a part along a: sums of size n

        using var scaled = new Panel<T>(right.Shards, q);
        algebra.Scale(y, 1.75, scaled.View());
        Near([.. after.Select(column => column.Select(v => 1.75 * v).ToArray())], Panels.Columns(scaled.View()), rounding * (p + 1) * 10);
        algebra.Scale(y, -0.25, y);
        Near([.. after.Select(column => column.Select(v => -0.25 * v).ToArray())], Panels.Columns(y), rounding * (p + 1) * 10);
        PanelView<T> sum = scaled.View();
        algebra.AddScaled(y, 0.5, sum);
        Near([.. after.Select(column => column.Select(v => (-0.25 + (0.5 * 1.75)) * v).ToArray())], Panels.Columns(sum), rounding * (p + 1) * 10);
        algebra.Clear(y.Slice(0, 1));
        Assert.All(Panels.Column(y, 0), value => Assert.Equal(0, value));
        Assert.Equal(guardLow, Panels.Column(right.View(), 0));
        Assert.Equal(guardHigh, Panels.Column(right.View(), q + 1));
        Assert.Equal(x, Panels.Columns(a));
    }

    private static double[][] Added(double[][] x, DenseMatrix<double> coefficients, double[][] y) =>
        [.. y.Select((column, j) => column.Select((value, row) =>
            value + Enumerable.Range(0, x.Length).Sum(i => x[i][row] * coefficients[i, j])).ToArray())];

    private static void CheckGram(double[][] x, double[][] y, DenseMatrix<double> gram, double tolerance)
    {
        for (int i = 0; i < x.Length; i++)
        {
            for (int j = 0; j < y.Length; j++)
            {
                Assert.Equal(Panels.Dot(x[i], y[j]), gram[i, j], tolerance);
            }
        }
    }

    private static void Near(double[][] expected, double[][] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int j = 0; j < expected.Length; j++)
        {
            Assert.True(Samples.Distance(expected[j], actual[j]) <= tolerance, $"column {j}: {Samples.Distance(expected[j], actual[j])}");
        }
    }

    private static double[] Fingerprint<T>(long rows, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var algebra = new PanelAlgebra<T>(new ShardExecutor(threads));
        using Panel<T> a = Panels.Gaussian<T>(rows, 5, 1);
        using Panel<T> y = Panels.Gaussian<T>(rows, 3, 2);
        using DenseMatrix<double> coefficients = Samples.Hashed<double>(5, 3);
        using var first = new DenseMatrix<double>(5, 3);
        using var second = new DenseMatrix<double>(5, 3);
        algebra.Gram(a.View(), y.View(), first);
        algebra.AddProduct(a.View(), coefficients, y.View());
        algebra.AddProductThenGram(a.View(), coefficients, y.View(), second);
        return [.. first.AsSpan(), .. second.AsSpan(), algebra.Dot(y.View(0, 1), y.View(1, 1)), .. Panels.Column(y.View(), 2)];
    }
}
