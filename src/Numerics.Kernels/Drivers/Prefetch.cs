using System.Runtime.Intrinsics.X86;

namespace Numerics.Kernels.Drivers;

/// <summary>Memory that is going to be read next, fetched into the second-level cache a few lines at a time while arithmetic goes on. Changes no result.</summary>
internal unsafe struct Prefetch
{
    private const int CacheLine = 64;

    private readonly byte* end;
    private readonly int share;
    private byte* at;

    /// <summary>Fetches <paramref name="bytes"/> from <paramref name="start"/> on, in equal shares of whole cache lines.</summary>
    /// <param name="start">Where; may be null if there are none.</param>
    /// <param name="bytes">How many; 0 for nothing.</param>
    /// <param name="calls">Number of calls of <see cref="Fetch"/> that are going to be made.</param>
    public Prefetch(void* start, long bytes, int calls)
    {
        at = (byte*)start;
        end = at + bytes;
        share = bytes == 0 ? 0 : checked((int)(((bytes / Math.Max(1, calls) / CacheLine) + 1) * CacheLine));
    }

    /// <summary>The next share.</summary>
    public void Fetch()
    {
        byte* to = at + share < end ? at + share : end;
        for (; at < to && Sse.IsSupported; at += CacheLine)
        {
            Sse.Prefetch1(at);
        }
    }
}
