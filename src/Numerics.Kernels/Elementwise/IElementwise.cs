using System.Numerics;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Elementwise;

/// <summary>An operation on single elements: one or two inputs, one or two outputs, no memory.</summary>
internal interface IElementwise
{
    /// <summary>Whether the second input is read.</summary>
    static abstract bool ReadsSecond { get; }

    /// <summary>Whether the second output is written.</summary>
    static abstract bool WritesSecond { get; }

    /// <summary>The operation in lanes.</summary>
    static abstract TLanes Apply<TLanes, T>(TLanes first, TLanes second, out TLanes secondResult)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>;
}
