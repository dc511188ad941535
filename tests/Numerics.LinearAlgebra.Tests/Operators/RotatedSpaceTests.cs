using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Tests.Operators;

/// <summary>Vectors in a frame that grows with them have the inner products of Gaussian vectors.</summary>
public sealed class RotatedSpaceTests
{
    private static readonly PanelAlgebra<double> Algebra = new(ShardExecutor.Sequential);

    /// <summary>
    /// E det G = n (n - 1) ... (n - k + 1) for the Gram matrix of k Gaussian vectors; chi numbers with n degrees of freedom each would give n^k, with n - k + 1 for the k-th
    /// n (n - 1) (n - 2) (n - 3). 4 standard errors; the next wrong value (one degree too many at each step but the first) is 40 standard errors away.
    /// </summary>
    [Theory]
    [InlineData(7, 4, 840)]
    [InlineData(4, 4, 24)]
    [InlineData(9, 2, 72)]
    public void Volumes_are_those_of_gaussian_vectors(int dimension, int vectors, double expected)
    {
        const int Count = 40_000;
        double[] volumes = [.. Enumerable.Range(0, Count).Select(replica => Determinant(Gram(new RotatedSpace<double>([dimension], vectors, ShardExecutor.Sequential), vectors, replica)))];
        double mean = volumes.Average();
        double error = Math.Sqrt(volumes.Sum(value => (value - mean) * (value - mean)) / Count / Count);
        Assert.InRange((mean - expected) / error, -4, 4);
        Assert.True(error < 0.03 * expected, "too few replicas to see a wrong degree of freedom");
    }

    /// <summary>Second moments of inner products: E (u.v)^2 = n, E |u|^4 = n (n + 2).</summary>
    [Fact]
    public void Inner_products_have_their_moments_also_when_the_frame_is_full()
    {
        const int Count = 40_000;
        double square = 0, fourth = 0, late = 0;
        for (int replica = 0; replica < Count; replica++)
        {
            DenseMatrix<double> gram = Gram(new RotatedSpace<double>([3], 5, ShardExecutor.Sequential), 5, replica);
            square += gram[0, 1] * gram[0, 1] / Count;
            fourth += gram[0, 0] * gram[0, 0] / Count;
            late += gram[3, 4] * gram[3, 4] / Count;
        }

        Assert.InRange(square, 2.85, 3.15);
        Assert.InRange(late, 2.85, 3.15);
        Assert.InRange(fourth, 14.5, 15.5);
    }

    [Fact]
    public void A_fresh_vector_has_one_new_coordinate_in_every_block_that_has_room()
    {
        var space = new RotatedSpace<double>([5, 0, 1, 1_000_000_000], 3, ShardExecutor.Sequential);
        Assert.Equal((1_000_000_006, 3 + 0 + 1 + 3), (space.Dimension, space.Shards.TotalRows));
        using var panel = new Panel<double>(space.Shards, 3);
        space.Fix(panel.View(0, 1), [2, 9, 3, 4]);
        Assert.Equal([2 * Math.Sqrt(5), 0, 0, 3, 4 * Math.Sqrt(1e9), 0, 0], Column(panel, 0));
        space.Draw(new StreamKey(1, 2), 0, null, panel.View(1, 2), 0.5);
        Assert.Equal([true, true, false, true, true, true, false], Column(panel, 1).Select(value => value != 0));
        Assert.Equal([true, true, true, true, true, true, true], Column(panel, 2).Select(value => value != 0));
        Assert.InRange(Column(panel, 2)[6], 0.5 * 31_000, 0.5 * 32_000);
        Assert.Throws<InvalidOperationException>(() => space.Fix(panel.View(0, 1), [1, 1, 1, 1]));
        Assert.Throws<InvalidOperationException>(() => space.Draw(new StreamKey(1, 2), 2, null, panel.View(1, 1), 1));
        space.Diagonal(panel.View(0, 1), [1, 2, 3, 4]);
        Assert.Equal([1, 1, 1, 3, 4, 4, 4], Column(panel, 0));
    }

    [Fact]
    public void A_generic_vector_is_a_unit_vector_off_all_that_is_known()
    {
        var space = new RotatedSpace<double>([2, 6], 3, ShardExecutor.Sequential);
        using var panel = new Panel<double>(space.Shards, 3);
        space.Draw(new StreamKey(1, 2), 0, null, panel.View(0, 2), 1);
        space.Generic(panel.View(2, 1));
        Assert.Equal((0, 0, 1), (Algebra.Dot(panel.View(2, 1), panel.View(0, 1)), Algebra.Dot(panel.View(2, 1), panel.View(1, 1)), Algebra.Dot(panel.View(2, 1), panel.View(2, 1))));
        var full = new RotatedSpace<double>([2], 5, ShardExecutor.Sequential);
        using var small = new Panel<double>(full.Shards, 3);
        full.Draw(new StreamKey(1, 2), 0, null, small.View(0, 2), 1);
        full.Generic(small.View(2, 1));
        Assert.Equal(1, Algebra.Dot(small.View(2, 1), small.View(2, 1)), 1e-15);
    }

    private static DenseMatrix<double> Gram(SiteSpace<double> space, int vectors, int replica)
    {
        using var panel = new Panel<double>(space.Shards, vectors);
        space.Draw(StreamKey.Derive(11, 3, (uint)replica, 0), 0, null, panel.View(), 1);
        var gram = new DenseMatrix<double>(vectors, vectors);
        Algebra.Gram(panel.View(), panel.View(), gram);
        return gram;
    }

    /// <summary>By Cholesky.</summary>
    private static double Determinant(DenseMatrix<double> gram)
    {
        double product = 1;
        for (int k = 0; k < gram.Rows; k++)
        {
            product *= gram[k, k];
            for (int i = k + 1; i < gram.Rows; i++)
            {
                for (int j = k + 1; j < gram.Rows; j++)
                {
                    gram[i, j] -= gram[i, k] * gram[k, j] / gram[k, k];
                }
            }
        }

        return product;
    }

    private static double[] Column(Panel<double> panel, int column) => [.. Enumerable.Range(0, (int)panel.Rows).Select(row => panel[row, column])];
}
