using Numerics.LinearAlgebra.Storage;
using Numerics.LinearAlgebra.Sweeps;

namespace Numerics.LinearAlgebra.Tests.Sweeps;

/// <summary>The small products of sweeps against plain sums, and bit by bit against their documented order.</summary>
public sealed class TriangularSolveTests
{
    [Fact]
    public void Triangular_products_and_solutions_undo_each_other()
    {
        var factor = new DenseMatrix<double>(3, 3);
        (factor[0, 0], factor[0, 1], factor[0, 2], factor[1, 1], factor[1, 2], factor[2, 2]) = (2, -1, 3, 4, 0.5, -5);
        double[] x = [1, 2, 3];
        TriangularSolve.Multiply(factor, 3, x);
        Assert.Equal([9, 9.5, -15], x);
        TriangularSolve.Solve(factor, 3, x);
        Assert.Equal([1, 2, 3], x);
        double[] b = [2, 7, -11];
        TriangularSolve.SolveTransposed(factor, 3, b);
        Assert.Equal([1, 2, 3], b);
    }

    /// <summary>Every length around the packs, bit by bit against the order in single steps.</summary>
    [Fact]
    public void Small_products_add_in_the_documented_order()
    {
        for (int length = 0; length <= 40; length++)
        {
            double[] a = [.. Enumerable.Range(0, length).Select(i => Math.Sin(i + 0.3))], b = [.. Enumerable.Range(0, length).Select(i => Math.Cos(2.1 * i))];
            var lanes = new double[8];
            int whole = length / 8 * 8;
            for (int i = 0; i < whole; i++)
            {
                lanes[i % 8] = Math.FusedMultiplyAdd(a[i], b[i], lanes[i % 8]);
            }

            double sum = (lanes[0] + lanes[4] + (lanes[2] + lanes[6])) + (lanes[1] + lanes[5] + (lanes[3] + lanes[7]));
            for (int i = whole; i < length; i++)
            {
                sum = Math.FusedMultiplyAdd(a[i], b[i], sum);
            }

            Assert.Equal(sum, TriangularSolve.Dot(a, b));
            double[] added = [.. b];
            TriangularSolve.Add(1.7, a, added);
            Assert.Equal(b.Select((value, i) => Math.FusedMultiplyAdd(1.7, a[i], value)), added);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(18)]
    public void Triangular_solutions_of_any_order(int order)
    {
        var factor = new DenseMatrix<double>(order, order);
        for (int j = 0; j < order; j++)
        {
            for (int i = 0; i <= j; i++)
            {
                factor[i, j] = i == j ? 2 + j : Math.Sin((3 * i) + j);
            }
        }

        double[] x = [.. Enumerable.Range(1, order).Select(i => (double)i)];
        double[] Times(bool transposed) => [.. Enumerable.Range(0, order).Select(i => Enumerable.Range(0, order).Sum(j => (transposed ? factor[j, i] : factor[i, j]) * x[j]))];
        double[] product = [.. x];
        TriangularSolve.Multiply(factor, order, product);
        Assert.All(Times(transposed: false).Zip(product), pair => Assert.Equal(pair.First, pair.Second, 1e-11));
        TriangularSolve.Solve(factor, order, product);
        Assert.All(x.Zip(product), pair => Assert.Equal(pair.First, pair.Second, 1e-11));
        double[] back = Times(transposed: true);
        TriangularSolve.SolveTransposed(factor, order, back);
        Assert.All(x.Zip(back), pair => Assert.Equal(pair.First, pair.Second, 1e-11));
    }
}
