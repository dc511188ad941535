using System.Numerics;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Elementwise;

/// <summary>An operation on single elements: one or two inputs, one or two outputs, no memory.</summary>
internal interface IElementwise
{
    /// <summary>Whether the second input is read.</summary>
    public static abstract bool ReadsSecond { get; }

    /// <summary>Whether the second output is written.</summary>
    public static abstract bool WritesSecond { get; }

    /// <summary>The operation in lanes.</summary>
    public static abstract TLanes Apply<TLanes, T>(TLanes first, TLanes second, out TLanes secondResult)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>;
}
