using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Ensembles;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;

namespace Numerics.Spectra.Tests.Networks;

/// <summary>Training of stored two-layer linear networks against plain loops and conservation laws.</summary>
public sealed class TwoLayerLinearNetworkTests
{
    private static readonly TwoLayerLinearModel Model = new(0.75, 0.5, 0.1) { OutputScale = 1.3, TeacherScale = 2, HiddenScale = 0.9, ReadoutScale = 1.1, LabelNoise = 0.4 };

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Descent_is_that_of_plain_loops(bool trainReadout, bool finite)
    {
        using var lapack = Lapack.Load("managed");
        TwoLayerLinearModel model = finite ? Model with { SampleRatio = 1.5 } : Model;
        TwoLayerSizes sizes = TwoLayerSizes.Of(model, 12);
        Assert.Equal(new TwoLayerSizes(12, 9, 6, finite ? 18 : 0), sizes);
        using TwoLayerLinearNetwork network = Create(lapack, model, sizes, trainReadout);
        (double[,] w, double[,] v) = (Entries(0, 12, 9, 0.9 / Math.Sqrt(12)), Entries(1, 6, 12, 1.1 / Math.Sqrt(12)));
        double[,] theta = Entries(2, 6, 9, 2 / Math.Sqrt(9));
        double[,] x = finite ? Entries(3, 9, 18, 1 / Math.Sqrt(18)) : Identity(9);
        double[,] xi = finite ? Entries(4, 6, 18, 0.4 / Math.Sqrt(18)) : new double[6, 9];
        for (int step = 0; step < 3; step++)
        {
            double[,] residual = Add(Product(Add(theta, Product(v, w), -1 / 1.3), x), xi, 1);
            double[,] error = Product(residual, Transposed(x));
            double[,] next = Add(w, Product(Transposed(v), error), 0.13);
            v = trainReadout ? Add(v, Product(error, Transposed(w)), 0.13) : v;
            w = next;
            network.Descend();
        }

        AssertClose(w, network.Hidden);
        AssertClose(v, network.Readout);
        Assert.Equal(9, network.SingularValues().Length);
    }

    [Fact]
    public void Flow_is_the_limit_of_fine_descent_and_conserves_the_balance_of_the_layers()
    {
        using var lapack = Lapack.Load("managed");
        TwoLayerSizes sizes = TwoLayerSizes.Of(Model, 12);
        using TwoLayerLinearNetwork flow = Create(lapack, Model, sizes, trainReadout: true);
        using DenseMatrix<double> before = Balance(lapack, flow);
        flow.Flow(0.8, CancellationToken.None);
        using DenseMatrix<double> after = Balance(lapack, flow);
        AssertClose(before, after, 2e-4);

        // Descent of first order: halving the rate halves the distance to the flow, so extrapolation leaves the second order.
        double[] Fine(int steps)
        {
            using TwoLayerLinearNetwork network = Create(lapack, Model with { LearningRate = 0.8 / steps }, sizes, trainReadout: true);
            for (int step = 0; step < steps; step++)
            {
                network.Descend();
            }

            return network.SingularValues();
        }

        (double[] coarse, double[] fine) = (Fine(1000), Fine(2000));
        double[] exact = flow.SingularValues();
        Assert.All(Enumerable.Range(0, exact.Length), k => Assert.Equal((2 * fine[k]) - coarse[k], exact[k], 2e-4));
    }

    [Fact]
    public void A_diverging_network_is_noticed()
    {
        using var lapack = Lapack.Load("managed");
        using TwoLayerLinearNetwork network = Create(lapack, Model with { LearningRate = 30 }, TwoLayerSizes.Of(Model, 12), trainReadout: true);
        for (int step = 0; step < 60 && network.IsFinite; step++)
        {
            network.Descend();
        }

        Assert.False(network.IsFinite);
    }

    private static StreamKey Key(uint role) => StreamKey.Derive(3, 5, 0, role);

    private static TwoLayerLinearNetwork Create(Lapack lapack, TwoLayerLinearModel model, TwoLayerSizes sizes, bool trainReadout) =>
        new(lapack, model, sizes, trainReadout, 0, Key, ShardExecutor.Sequential);

    private static DenseMatrix<double> Balance(Lapack lapack, TwoLayerLinearNetwork network)
    {
        DenseMatrix<double> balance = Multiply.Product(lapack, network.Hidden, network.Hidden, transposeB: true);
        Multiply.Into(lapack, true, network.Readout, false, network.Readout, -1.0, 1.0, balance);
        return balance;
    }

    private static double[,] Entries(uint role, int rows, int columns, double deviation)
    {
        using DenseMatrix<double> drawn = GaussianEntries.Draw(Key(role), rows, columns, deviation, ShardExecutor.Sequential);
        var entries = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                entries[i, j] = drawn[i, j];
            }
        }

        return entries;
    }

    private static double[,] Identity(int order)
    {
        var one = new double[order, order];
        for (int i = 0; i < order; i++)
        {
            one[i, i] = 1;
        }

        return one;
    }

    private static double[,] Product(double[,] a, double[,] b)
    {
        var c = new double[a.GetLength(0), b.GetLength(1)];
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < b.GetLength(1); j++)
            {
                for (int k = 0; k < b.GetLength(0); k++)
                {
                    c[i, j] += a[i, k] * b[k, j];
                }
            }
        }

        return c;
    }

    private static double[,] Transposed(double[,] a)
    {
        var t = new double[a.GetLength(1), a.GetLength(0)];
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < a.GetLength(1); j++)
            {
                t[j, i] = a[i, j];
            }
        }

        return t;
    }

    private static double[,] Add(double[,] a, double[,] b, double factor)
    {
        var c = (double[,])a.Clone();
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < a.GetLength(1); j++)
            {
                c[i, j] += factor * b[i, j];
            }
        }

        return c;
    }

    private static void AssertClose(double[,] expected, DenseMatrix<double> actual)
    {
        for (int i = 0; i < actual.Rows; i++)
        {
            for (int j = 0; j < actual.Columns; j++)
            {
                Assert.Equal(expected[i, j], actual[i, j], 1e-12);
            }
        }
    }

    private static void AssertClose(DenseMatrix<double> expected, DenseMatrix<double> actual, double tolerance)
    {
        for (int i = 0; i < actual.Rows; i++)
        {
            for (int j = 0; j < actual.Columns; j++)
            {
                Assert.Equal(expected[i, j], actual[i, j], tolerance);
            }
        }
    }
}
