using System.Numerics;
using System.Runtime.CompilerServices;

namespace Numerics.LinearAlgebra.Storage;

/// <summary>An array of the garbage collector that never moves and whose used part starts at a cache line, as native memory does: kernels give the same bits on both.</summary>
/// <typeparam name="T">Element type, float or double.</typeparam>
/// <remarks>Zero on allocation. A span of it keeps the memory alive by itself; a pointer does not.</remarks>
internal sealed unsafe class AlignedArray<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly T[] elements;
    private readonly int origin;

    /// <summary>Allocates <paramref name="length"/> elements, padded to whole cache lines like a <see cref="NativeBuffer{T}"/>.</summary>
    public AlignedArray(int length)
    {
        int line = NativeBuffer<T>.Alignment / sizeof(T);
        Length = length;
        elements = GC.AllocateArray<T>(checked((Math.Max(length, 1) + (2 * line) - 1) / line * line), pinned: true);
        var address = (nint)Unsafe.AsPointer(ref elements[0]);
        origin = (int)((-address & (NativeBuffer<T>.Alignment - 1)) / sizeof(T));
        Pointer = (T*)address + origin;
    }

    /// <summary>Number of elements.</summary>
    public int Length { get; }

    /// <summary>Address of the first element; valid while the array is reachable.</summary>
    public T* Pointer { get; }

    /// <summary>A view of <paramref name="length"/> elements from <paramref name="start"/>.</summary>
    public Span<T> Span(long start, int length)
    {
        if (start < 0 || length < 0 || start + length > Length)
        {
            throw new ArgumentOutOfRangeException(nameof(start), $"Range [{start}, {start + length}) leaves an array of {Length} elements.");
        }

        return elements.AsSpan(origin + (int)start, length);
    }
}
