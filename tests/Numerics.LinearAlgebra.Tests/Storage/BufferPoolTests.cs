using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Tests.Storage;

public sealed class BufferPoolTests
{
    [Fact]
    public void ABlockOfTheSameSizeIsHandedOutAgainAndOneOfAnotherSizeIsNot()
    {
        using var pool = new BufferPool();
        var first = new NativeBuffer<double>(1000, clear: false, pool);
        first.Span(0, 1)[0] = 42;
        first.Dispose();
        Assert.Equal(8000, pool.IdleBytes);

        using (var second = new NativeBuffer<double>(1000, clear: false, pool))
        {
            Assert.Equal(42, second.Span(0, 1)[0]); // the same block: what was left in it is still there
            Assert.Equal(0, pool.IdleBytes);
        }

        using var cleared = new NativeBuffer<double>(1000, clear: true, pool);
        Assert.Equal(0, cleared.Span(0, 1)[0]);
        using var other = new NativeBuffer<double>(2000, clear: false, pool);
        other.Span(0, 1)[0] = 7;
        Assert.Equal(0, cleared.Span(0, 1)[0]);
    }

    [Fact]
    public void IdleAndLiveMemoryTogetherNeverExceedTheMostThatWasLive()
    {
        using var pool = new BufferPool();
        var random = new Random(5);
        var live = new List<NativeBuffer<float>>();
        long peak = 0;
        for (int turn = 0; turn < 2000; turn++)
        {
            if (random.Next(2) == 0 || live.Count == 0)
            {
                live.Add(new NativeBuffer<float>(16 * random.Next(1, 8), clear: false, pool));
            }
            else
            {
                int index = random.Next(live.Count);
                live[index].Dispose();
                live.RemoveAt(index);
            }

            long bytes = live.Sum(buffer => 4 * buffer.Length);
            peak = Math.Max(peak, bytes);
            Assert.InRange(pool.IdleBytes, 0, peak - bytes);
        }

        live.ForEach(buffer => buffer.Dispose());
    }

    [Fact]
    public void ABufferThatOutlivesItsPoolIsFreedAtOnce()
    {
        var pool = new BufferPool();
        var buffer = new NativeBuffer<double>(100, clear: false, pool);
        pool.Dispose();
        buffer.Dispose();
        Assert.Equal(0, pool.IdleBytes);
    }
}
