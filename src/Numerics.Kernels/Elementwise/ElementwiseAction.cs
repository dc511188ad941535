using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Elementwise;

/// <summary>The loop of every elementwise operation.</summary>
/// <remarks>
/// Lanes: one pack at a time; packs are independent, so the processor overlaps them. Tail: one pack filled with zeros, written as far as it
/// goes. Scalar twin: the same loop on <see cref="LanesScalar{T}"/>. Outputs may be the inputs.
/// </remarks>
internal unsafe struct ElementwiseAction<TOperation, T> : ILaneAction<T>
    where TOperation : struct, IElementwise
    where T : unmanaged, INumber<T>
{
    /// <summary>First input.</summary>
    public T* First;

    /// <summary>Second input, if read.</summary>
    public T* Second;

    /// <summary>First output.</summary>
    public T* Result;

    /// <summary>Second output, if written.</summary>
    public T* SecondResult;

    /// <summary>Number of elements.</summary>
    public int Length;

    /// <inheritdoc/>
    public readonly void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int count = TLanes.Count;
        int whole = Length / count * count;
        Packs<TLanes>(First, Second, Result, SecondResult, whole);
        int left = Length - whole;
        if (left > 0)
        {
            T* padded = stackalloc T[4 * count];
            LaneTail.Pad(First + whole, left, padded);
            if (TOperation.ReadsSecond)
            {
                LaneTail.Pad(Second + whole, left, padded + count);
            }

            Packs<TLanes>(padded, padded + count, padded + (2 * count), padded + (3 * count), count);
            LaneTail.Unpad(padded + (2 * count), left, Result + whole);
            if (TOperation.WritesSecond)
            {
                LaneTail.Unpad(padded + (3 * count), left, SecondResult + whole);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Packs<TLanes>(T* a, T* b, T* x, T* y, int length)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (nint i = 0; i < length; i += TLanes.Count)
        {
            TLanes first = TLanes.Load(a + i);
            TLanes second = TOperation.ReadsSecond ? TLanes.Load(b + i) : first;
            TLanes.Store(TOperation.Apply<TLanes, T>(first, second, out TLanes other), x + i);
            if (TOperation.WritesSecond)
            {
                TLanes.Store(other, y + i);
            }
        }
    }
}
