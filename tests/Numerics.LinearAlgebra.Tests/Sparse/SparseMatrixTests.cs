using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Sparse;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Tests.Sparse;

/// <summary>Products of a small matrix, in two blocks with an empty row, against sums over its dense form.</summary>
public sealed class SparseMatrixTests
{
    // Rows of 5, 0 and 2 entries, then one of 1: the first is longer than the four sums of the kernel.
    private static readonly SparseMatrix Matrix = new(6,
    [
        new SparseRows(0, [0, 5, 5, 7], [0, 1, 2, 4, 5, 1, 5], [1, -2, 3, 0.5, 4, 7, -1]),
        new SparseRows(3, [0, 1], [3], [2.5]),
    ]);

    private static readonly double[] X = [1, 2, -3, 4, 5, -6];

    [Fact]
    public void The_dense_form_has_the_entries_and_zeros()
    {
        using DenseMatrix<double> dense = Matrix.ToDense();
        Assert.Equal((4, 6), (dense.Rows, dense.Columns));
        Assert.Equal([1, -2, 3, 0, 0.5, 4], Enumerable.Range(0, 6).Select(j => dense[0, j]));
        Assert.All(Enumerable.Range(0, 6), j => Assert.Equal(0, dense[1, j]));
        Assert.Equal((7.0, -1.0, 2.5), (dense[2, 1], dense[2, 5], dense[3, 3]));
        Assert.Equal(8, Matrix.Entries);
    }

    [Fact]
    public void Products_are_those_of_the_dense_form()
    {
        double[] y = new double[4], pairs = new double[8];
        Matrix.Multiply(new ShardExecutor(2), X, y);
        Assert.Equal([1 - 4 - 9 + 2.5 - 24, 0, 14 + 6, 10], y);
        Matrix.MultiplyPairs(ShardExecutor.Sequential, [.. X.SelectMany(x => new[] { x, -2 * x })], pairs);
        Assert.Equal(y.SelectMany(value => new[] { value, -2 * value }), pairs);
    }

    [Fact]
    public void Gaps_and_wrong_lengths_are_refused()
    {
        Assert.Contains("row 1", Assert.Throws<ArgumentException>(() => new SparseMatrix(2, [new SparseRows(1, [0, 0], [], [])])).Message, StringComparison.Ordinal);
        Assert.Contains("4 x 6", Assert.Throws<ArgumentException>(() => Matrix.Multiply(ShardExecutor.Sequential, X[..5], new double[4])).Message, StringComparison.Ordinal);
    }
}
