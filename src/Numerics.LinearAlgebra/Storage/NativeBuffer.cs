using System.Numerics;
using System.Runtime.InteropServices;

namespace Numerics.LinearAlgebra.Storage;

/// <summary>
/// Owned, 64-byte aligned memory outside the garbage-collected heap, with a 64-bit length.
/// Pages are committed by the operating system when first touched, so capacity that is never written costs nothing.
/// </summary>
/// <typeparam name="T">Element type, float or double.</typeparam>
/// <remarks>Determinism: contents are zero on allocation only if <c>clear</c> is asked for. Not thread-safe to dispose while in use.</remarks>
public sealed unsafe class NativeBuffer<T> : IDisposable
    where T : unmanaged, INumberBase<T>
{
    /// <summary>Alignment in bytes: one cache line, one 512-bit lane.</summary>
    public const int Alignment = 64;

    private readonly BufferPool? pool;
    private readonly nuint padded;
    private readonly bool collectable;
    private T* pointer;

    /// <summary>Allocates <paramref name="length"/> elements, from <paramref name="pool"/> if there is one.</summary>
    /// <param name="length">Elements.</param>
    /// <param name="clear">Fill with zeros.</param>
    /// <param name="pool">Where the memory comes from and goes back to; null for the operating system.</param>
    /// <param name="collectable">Tells the garbage collector of the bytes, so that buffers which nobody disposes come back before they pile up.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative length.</exception>
    /// <exception cref="OutOfMemoryException">The operating system refuses.</exception>
    public NativeBuffer(long length, bool clear = false, BufferPool? pool = null, bool collectable = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        ulong bytes = checked((ulong)length * (ulong)sizeof(T));
        padded = (nuint)checked((Math.Max(bytes, 1) + Alignment - 1) / Alignment * Alignment);
        this.pool = pool;
        pointer = (T*)(pool?.Rent(padded) ?? BufferPool.Allocate(padded));
        this.collectable = collectable;
        if (collectable)
        {
            GC.AddMemoryPressure((long)padded);
        }

        if (clear)
        {
            NativeMemory.Clear(pointer, padded);
        }
    }

    /// <summary>Frees the memory of a buffer that nobody disposed.</summary>
    ~NativeBuffer() => Free(toPool: null);

    /// <summary>Number of elements.</summary>
    public long Length { get; }

    /// <summary>Address of the first element; valid while the buffer is alive.</summary>
    public T* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(pointer is null, this);
            return pointer;
        }
    }

    /// <summary>A view of <paramref name="length"/> elements from <paramref name="start"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the buffer.</exception>
    public Span<T> Span(long start, int length)
    {
        if (start < 0 || length < 0 || start + length > Length)
        {
            throw new ArgumentOutOfRangeException(nameof(start), $"Range [{start}, {start + length}) leaves a buffer of {Length} elements.");
        }

        return new Span<T>(Pointer + start, length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free(pool);
        GC.SuppressFinalize(this);
    }

    private void Free(BufferPool? toPool)
    {
        T* block = pointer;
        pointer = null;
        if (block is null)
        {
            return;
        }

        if (collectable)
        {
            GC.RemoveMemoryPressure((long)padded);
        }

        if (toPool is null)
        {
            NativeMemory.AlignedFree(block);
        }
        else
        {
            toPool.Return((nint)block, padded);
        }
    }
}
