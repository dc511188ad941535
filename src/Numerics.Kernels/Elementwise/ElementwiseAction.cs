using System.Numerics;
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
        int i = 0;
        for (; i <= Length - TLanes.Count; i += TLanes.Count)
        {
            TLanes first = TLanes.Load(First + i);
            TLanes second = TOperation.ReadsSecond ? TLanes.Load(Second + i) : first;
            TLanes.Store(TOperation.Apply<TLanes, T>(first, second, out TLanes other), Result + i);
            if (TOperation.WritesSecond)
            {
                TLanes.Store(other, SecondResult + i);
            }
        }

        if (i < Length)
        {
            Tail<TLanes>(i, Length - i);
        }
    }

    private readonly void Tail<TLanes>(int start, int count)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes first = LaneTail.Load<TLanes, T>(First + start, count);
        TLanes second = TOperation.ReadsSecond ? LaneTail.Load<TLanes, T>(Second + start, count) : first;
        LaneTail.Store<TLanes, T>(TOperation.Apply<TLanes, T>(first, second, out TLanes other), Result + start, count);
        if (TOperation.WritesSecond)
        {
            LaneTail.Store<TLanes, T>(other, SecondResult + start, count);
        }
    }
}
