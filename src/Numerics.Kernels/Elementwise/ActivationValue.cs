using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Elementwise;

/// <summary>phi(h).</summary>
internal readonly struct ActivationValue<TActivation> : IElementwise
    where TActivation : struct, IActivation
{
    /// <inheritdoc/>
    public static bool ReadsSecond => false;

    /// <inheritdoc/>
    public static bool WritesSecond => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes, T>(TLanes first, TLanes second, out TLanes secondResult)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        secondResult = first;
        return TActivation.Evaluate<TLanes, T>(first, out _);
    }
}
