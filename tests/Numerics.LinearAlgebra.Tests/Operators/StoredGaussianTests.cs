using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.LinearAlgebra.Tests.Shards;

namespace Numerics.LinearAlgebra.Tests.Operators;

public sealed class StoredGaussianTests
{
    [Theory]
    [InlineData(60, 60)]
    [InlineData(47, 200)]
    [InlineData(300, 90)]
    public void Answers_are_products_with_the_entries(long rows, long columns)
    {
        using var lapack = Lapack.Load();
        using var matrix = new StoredGaussian<double>(lapack, QueryScript<double>.Options(rows, columns, 0.7, 1), new ShardExecutor(2));
        QueryScript<double> script = new QueryScript<double>(matrix).Run();
        Assert.InRange(script.Inconsistency(), 0, 1e-13);
        Assert.InRange(script.Nonlinearity(), 0, 1e-12);
        for (int query = 0; query < script.V.Count; query++)
        {
            Assert.InRange(Samples.Distance(Apply(matrix.Entries, script.V[query], transposed: false), script.AV[query]), 0, 1e-11);
        }

        for (int query = 0; query < script.U.Count; query++)
        {
            Assert.InRange(Samples.Distance(Apply(matrix.Entries, script.U[query], transposed: true), script.AtU[query]), 0, 1e-11);
        }

        for (int i = 0; i < script.V.Count; i++)
        {
            Assert.Equal(script.V[i], Panels.Column(matrix.RightQueries.Vectors, i));
            Assert.Equal(Panels.Dot(script.V[i], script.V[0]), matrix.Right.InnerProduct(i, 0), 1e-9);
            Assert.Equal(matrix.Right.InnerProduct(i, 0), matrix.Right.InnerProduct(0, i));
        }
    }

    [Fact]
    public void Entries_are_addressed()
    {
        using var lapack = Lapack.Load("managed");
        GaussianOptions options = QueryScript<double>.Options(33, 21, 1.9, 4);
        using var one = new StoredGaussian<double>(lapack, options, new ShardExecutor(1));
        using var four = new StoredGaussian<double>(lapack, options, new ShardExecutor(4));
        Assert.Equal(one.Entries.AsSpan().ToArray(), four.Entries.AsSpan().ToArray());
        double deviation = 1.9 / Math.Sqrt(21); // scale / sqrt(columns), not rows
        for (int column = 0; column < 21; column++)
        {
            for (int row = 0; row < 33; row++)
            {
                Assert.Equal(deviation * GaussianFill.GaussianAt(options.RightKey, (uint)column, row), one.Entries[row, column], 1e-14);
            }
        }
    }

    [Fact]
    public void Too_many_queries_are_refused()
    {
        using var lapack = Lapack.Load("managed");
        using var matrix = new StoredGaussian<double>(lapack, QueryScript<double>.Options(9, 9, 1, 1, right: 2, left: 1), ShardExecutor.Sequential);
        using Panel<double> v = Panels.Gaussian<double>(9, 3, 1);
        using var answer = new Panel<double>(new RowShards(9), 3);
        Assert.Throws<InvalidOperationException>(() => matrix.Multiply(v.View(), answer.View()));
        Assert.Throws<InvalidOperationException>(() => matrix.MultiplyTransposed(v.View(0, 2), answer.View(0, 2)));
    }

    internal static double[] Apply(DenseMatrix<double> matrix, double[] x, bool transposed)
    {
        var y = new double[transposed ? matrix.Columns : matrix.Rows];
        for (int i = 0; i < matrix.Rows; i++)
        {
            for (int j = 0; j < matrix.Columns; j++)
            {
                if (transposed)
                {
                    y[j] += matrix[i, j] * x[i];
                }
                else
                {
                    y[i] += matrix[i, j] * x[j];
                }
            }
        }

        return y;
    }
}
