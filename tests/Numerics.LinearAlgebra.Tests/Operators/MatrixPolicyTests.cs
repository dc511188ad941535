using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.LinearAlgebra.Tests.Operators;

public sealed class MatrixPolicyTests
{
    [Theory]
    [InlineData(40, 25)]
    [InlineData(25, 40)]
    public void Capacity_is_what_the_factory_grants(int rows, int columns)
    {
        using var lapack = Lapack.Load("managed");
        foreach (MatrixKind kind in Enum.GetValues<MatrixKind>())
        {
            var factory = new GaussianFactory<double>(kind, lapack, ShardExecutor.Sequential);
            Assert.Same(MatrixPolicy.Of(kind), factory.Policy);
            int most = (int)(factory.Policy.Capacity(rows, columns) ?? (rows + columns));
            using IGaussianOperator<double> matrix = factory.Create(QueryScript<double>.Options(rows, columns, 1, 1, right: most - 3, left: 3));
            Assert.Equal(rows, matrix.Rows);
            GaussianOptions more = QueryScript<double>.Options(rows, columns, 1, 1, right: most - 2, left: 3);
            if (factory.Policy.Capacity(rows, columns) is null)
            {
                factory.Create(more).Dispose();
            }
            else
            {
                Assert.Throws<ArgumentException>(() => factory.Create(more));
            }
        }
    }

    [Fact]
    public void Both_kinds_answer_the_script_and_count_what_was_asked()
    {
        using var lapack = Lapack.Load("managed");
        foreach (MatrixKind kind in Enum.GetValues<MatrixKind>())
        {
            var factory = new GaussianFactory<double>(kind, lapack, ShardExecutor.Sequential);
            using IGaussianOperator<double> matrix = factory.Create(QueryScript<double>.Options(100, 60, 0.7, 3));
            Assert.Equal(default, matrix.Mark());
            Assert.InRange(new QueryScript<double>(matrix).Run().Inconsistency(), 0, 1e-12);
            GaussianMark mark = matrix.Mark();
            Assert.Equal((QueryScript<double>.LeftQueries, QueryScript<double>.RightQueries), (mark.LeftQueries, mark.RightQueries));

            // A stored matrix keeps no basis: every query counts.
            (int, int) ranks = factory.Policy.HoldsWholeSpectrum ? (mark.LeftQueries, mark.RightQueries) : (QueryScript<double>.LeftRank, QueryScript<double>.RightRank);
            Assert.Equal(ranks, (mark.LeftRank, mark.RightRank));
            Assert.Equal(factory.Policy.HoldsWholeSpectrum, matrix.Accept(new IsStored()));
        }
    }

    [Fact]
    public void Memory_and_work_by_hand()
    {
        MatrixPolicy revealed = MatrixPolicy.Of(MatrixKind.Revealed), stored = MatrixPolicy.Of(MatrixKind.Stored);
        Assert.Equal(4 * (100 + 30) * 7, revealed.Bytes(100, 30, 5, 2, 4));
        Assert.Equal(8 * ((100 * 30) + (30 * 5) + (100 * 2)), stored.Bytes(100, 30, 5, 2, 8));
        Assert.Equal(4 * (100 + 30) * 3, revealed.ScratchBytes(100, 30, 3, 4));
        Assert.Equal(0, stored.ScratchBytes(100, 30, 3, 4));
        Assert.Equal((100 + 30) * ((2.5 * 49) + (15 * 7)), revealed.Operations(100, 30, 5, 2));
        Assert.Equal(2 * 100 * 30 * 7, stored.Operations(100, 30, 5, 2));
        Assert.Equal(2 * 130 * 7 * 4 * 8, revealed.Traffic(100, 30, 7, 4, 8));
        Assert.Equal(100 * 30 * 4 * 8, stored.Traffic(100, 30, 7, 4, 8));
        Assert.Equal((0, 30000), (revealed.DrawOperations(100, 30), stored.DrawOperations(100, 30)));
        Assert.Equal((29, null), (revealed.Capacity(100, 30), stored.Capacity(100, 30)));
        MatrixPolicy coordinates = MatrixPolicy.Of(MatrixKind.Coordinates);
        Assert.Null(coordinates.Capacity(100, 30));
        Assert.Equal((30, 21, 100, 100), (coordinates.StoredRows(30, 3, 15, true), coordinates.StoredRows(100, 3, 7, true), coordinates.StoredRows(100, 3, 7, false), revealed.StoredRows(100, 3, 7, true)));
        Assert.Equal((revealed.Bytes(21, 30, 5, 2, 4), revealed.Operations(21, 30, 5, 2)), (coordinates.Bytes(21, 30, 5, 2, 4), coordinates.Operations(21, 30, 5, 2)));
        Assert.Contains("one per replica", coordinates.WhyRowsAreNotShared, StringComparison.Ordinal);
        Assert.Contains("stored", coordinates.WhyNotEntrywise, StringComparison.Ordinal);
        Assert.Null(revealed.WhyNotEntrywise ?? stored.WhyNotEntrywise);
        Assert.Null(revealed.WhyRowsAreNotShared);
        Assert.Contains("matrix=revealed", stored.WhyRowsAreNotShared, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => MatrixPolicy.Of((MatrixKind)7));
    }

    [Fact]
    public void Stored_matrices_want_a_provider()
    {
        var factory = new GaussianFactory<float>(MatrixKind.Stored, null, ShardExecutor.Sequential);
        Assert.Throws<ArgumentNullException>(() => factory.Create(QueryScript<float>.Options(9, 9, 1, 1)));
    }

    private sealed class IsStored : IGaussianVisitor<double, bool>
    {
        public bool Stored(StoredGaussian<double> matrix) => true;

        public bool Revealed(IRevealedKnowledge matrix) => false;
    }
}
