using CsCheck;
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
    public void IdleAndLiveMemoryTogetherNeverExceedTheMostThatWasLive() =>
        Gen.Int[-8, 7].Array[0, 200].Sample(turns =>
        {
            using var pool = new BufferPool();
            var live = new List<NativeBuffer<float>>();
            long peak = 0;
            foreach (int turn in turns)
            {
                if (turn < 0 && live.Count > 0)
                {
                    live[-turn % live.Count].Dispose();
                    live.RemoveAt(-turn % live.Count);
                }
                else
                {
                    live.Add(new NativeBuffer<float>(16 * (1 + Math.Abs(turn)), clear: false, pool));
                }

                long bytes = live.Sum(buffer => 4 * buffer.Length);
                peak = Math.Max(peak, bytes);
                Assert.InRange(pool.IdleBytes, 0, peak - bytes);
            }

            live.ForEach(buffer => buffer.Dispose());
        });

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
