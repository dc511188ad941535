using System.Numerics;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Reductions;

/// <summary>What one pair of elements contributes to a sum.</summary>
internal interface IReductionTerm
{
    /// <summary>The accumulator with the contribution of the lanes of <paramref name="a"/> and <paramref name="b"/> added.</summary>
    static abstract TLanes Add<TLanes, T>(TLanes a, TLanes b, TLanes accumulator)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>;
}
