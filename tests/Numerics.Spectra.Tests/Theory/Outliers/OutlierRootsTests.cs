using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.Outliers;

namespace Numerics.Spectra.Tests.Theory.Outliers;

/// <summary>Which route finds the roots, and that both find the same: reference is bisection on full eigenvalues of D as section 3a writes it.</summary>
public sealed class OutlierRootsTests : IDisposable
{
    private const int N = 240;
    private const int K = 30;
    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void Roots_are_those_of_plain_bisection_on_all_eigenvalues(int spikes)
    {
        ConditionedLayer layer = Layer();
        double[] strengths = [.. Enumerable.Range(0, K).Select(i => i < spikes ? 2 + (0.3 * i) : 0.0)];
        var equation = new OutlierEquation(lapack, layer, SpikeSet.Diagonal(strengths));
        double[] roots = equation.Outliers();
        double[] expected = PlainBisection(layer, strengths);
        Assert.Equal(expected.Length, roots.Length);
        Assert.All(roots.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 2e-12));

        OutlierRootEvidence evidence = equation.RootEvidence();
        Assert.Equal(roots.Length, evidence.Count);
        Assert.Equal(roots.Length < 2 ? 0 : roots.Length, evidence.FromCompanion);
    }

    [Fact]
    public void Roots_that_merge_are_left_to_bisection_and_none_is_lost()
    {
        // A known exactly (W_L = W_R = 0 outside its block) and two equal spikes on a diagonal m11: the two roots coincide.
        var zero = new DenseMatrix<double>(4, 4);
        using DenseMatrix<double> unit = DenseMatrix<double>.Identity(4);
        var layer = new ConditionedLayer(unit, unit, zero, unit.Clone(), unit.Clone(), 1, 1);
        var equation = new OutlierEquation(lapack, layer, SpikeSet.Diagonal([3, 3, 2, 0.5]));
        double[] roots = equation.Outliers();
        Assert.Equal(3, roots.Length);
        Assert.Equal(3 + (1.0 / 3), roots[0], 1e-12);
        Assert.Equal(3 + (1.0 / 3), roots[1], 1e-12);
        Assert.Equal(2.5, roots[2], 1e-12);
        Assert.Equal(1, equation.RootEvidence().FromCompanion);
    }

    /// <summary>The first K coordinates on both sides of a Gaussian matrix.</summary>
    private ConditionedLayer Layer()
    {
        var random = new TestRandom(77);
        using var a = new DenseMatrix<double>(N, N);
        foreach (ref double entry in a.AsSpan())
        {
            entry = random.Gaussian() / Math.Sqrt(N);
        }

        using DenseMatrix<double> transposed = a.Transpose(), x = a.Leading(N, K), y = transposed.Leading(N, K);
        return new ConditionedLayer(
            DenseMatrix<double>.Identity(K), DenseMatrix<double>.Identity(K), a.Leading(K, K),
            Multiply.Product(lapack, x, x, transposeA: true), Multiply.Product(lapack, y, y, transposeA: true), 1, 1);
    }

    private double[] PlainBisection(ConditionedLayer layer, double[] strengths)
    {
        using DenseMatrix<double> wl = layer.LeftProductGram.Clone(), wr = layer.RightProductGram.Clone();
        Multiply.Into(lapack, false, layer.CrossProduct, true, layer.CrossProduct, -1, 1, wl);
        Multiply.Into(lapack, true, layer.CrossProduct, false, layer.CrossProduct, -1, 1, wr);
        int Above(double z)
        {
            double g = 2 / (z + Math.Sqrt((z * z) - 4));
            using var d = new DenseMatrix<double>(2 * K, 2 * K);
            for (int i = 0; i < K; i++)
            {
                for (int j = 0; j < K; j++)
                {
                    double unit = i == j ? z : 0;
                    d[i, j] = unit - (g * wl[i, j]);
                    d[K + i, K + j] = unit - (g * wr[i, j]);
                    d[K + j, i] = d[i, K + j] = -layer.CrossProduct[i, j] - (i == j ? strengths[i] : 0);
                }
            }

            return SymmetricEigen.Values(lapack, d).Values.Count(value => value < 0);
        }

        var roots = new double[Above(2)];
        for (int j = 0; j < roots.Length; j++)
        {
            (double low, double high) = (2, 20);
            while (high - low > 1e-14 * high && 0.5 * (low + high) is var z && z > low && z < high)
            {
                (low, high) = Above(z) > j ? (z, high) : (low, z);
            }

            roots[j] = 0.5 * (low + high);
        }

        return roots;
    }
}
