using Numerics.LinearAlgebra.Shards;

namespace Numerics.LinearAlgebra.Tests.Shards;

public sealed class RowShardsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(63, 1)]
    [InlineData(16_384, 1)]
    [InlineData(16_385, 2)]
    [InlineData(32_769, 4)]
    [InlineData(100_000, 8)]
    [InlineData(1_000_003, 64)]
    [InlineData(1_000_000_000, 4096)]
    [InlineData(10_000_000_000, 4096)]
    public void Shards_cover_the_rows_in_aligned_pieces(long rows, int count)
    {
        var shards = new RowShards(rows);
        Assert.Equal(count, shards.Count);
        Assert.Equal(rows, shards.TotalRows);
        long next = 0;
        for (int shard = 0; shard < shards.Count; shard++)
        {
            Assert.Equal(next, shards.Start(shard));
            Assert.True(shards.Length(shard) >= 0);
            Assert.True(shards.Length(shard) == 0 || shards.Start(shard) % 64 == 0, $"shard {shard} starts at {shards.Start(shard)}");
            next += shards.Length(shard);
        }

        Assert.Equal(rows, next);
    }

    [Fact]
    public void No_rows_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RowShards(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RowShards(-5));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Executor_visits_every_shard_once(int threads)
    {
        var visits = new int[37];
        new ShardExecutor(threads).Run(visits.Length, shard => Interlocked.Increment(ref visits[shard]));
        Assert.All(visits, count => Assert.Equal(1, count));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShardExecutor(0));
    }
}
