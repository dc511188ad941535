using System.Runtime.InteropServices;
using Numerics.LinearAlgebra.Interop;

namespace Numerics.LinearAlgebra.Storage;

/// <summary>
/// Blocks of native memory that are handed out again instead of going back to the operating system, which would have to clear every page anew: a fifth
/// of the time of a run of many replicas of large width.
/// </summary>
/// <remarks>
/// Only blocks of exactly the same size are handed out again, as replicas of one run ask for them. Handed out and idle blocks together never exceed
/// the most that was ever handed out at once. Contents are left over, never cleared. Thread-safe.
/// </remarks>
public sealed unsafe class BufferPool : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<nuint, Stack<nint>> idle = [];
    private nuint live;
    private nuint kept;
    private nuint peak;
    private bool disposed;

    /// <summary>Bytes that are idle at the moment.</summary>
    internal long IdleBytes => (long)kept;

    /// <summary>Frees the idle blocks; blocks that are still in use are freed when they come back.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            TrimTo(0);
        }
    }

    /// <summary>Allocates a block without a pool.</summary>
    internal static nint Allocate(nuint bytes)
    {
        var block = (nint)NativeMemory.AlignedAlloc(bytes, NativeBuffer<double>.Alignment);
        HugePages.Advise(block, bytes);
        return block;
    }

    /// <summary>A block of exactly this size.</summary>
    internal nint Rent(nuint bytes)
    {
        lock (gate)
        {
            live += bytes;
            if (idle.TryGetValue(bytes, out Stack<nint>? blocks) && blocks.TryPop(out nint block))
            {
                kept -= bytes;
                return block;
            }

            peak = Math.Max(peak, live);
            TrimTo(peak - live);
        }

        return Allocate(bytes);
    }

    /// <summary>Gives a block back.</summary>
    internal void Return(nint block, nuint bytes)
    {
        lock (gate)
        {
            live -= bytes;
            if (!disposed && live + kept + bytes <= peak)
            {
                if (!idle.TryGetValue(bytes, out Stack<nint>? blocks))
                {
                    idle[bytes] = blocks = new Stack<nint>();
                }

                blocks.Push(block);
                kept += bytes;
                return;
            }
        }

        NativeMemory.AlignedFree((void*)block);
    }

    private void TrimTo(nuint bytes)
    {
        foreach ((nuint size, Stack<nint> blocks) in idle)
        {
            while (kept > bytes && blocks.TryPop(out nint block))
            {
                NativeMemory.AlignedFree((void*)block);
                kept -= size;
            }
        }
    }
}
