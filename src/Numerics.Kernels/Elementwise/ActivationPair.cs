using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Elementwise;

/// <summary>phi(h) and phi'(h).</summary>
internal readonly struct ActivationPair<TActivation> : IElementwise
    where TActivation : struct, IActivation
{
    /// <inheritdoc/>
    public static bool ReadsSecond => false;

    /// <inheritdoc/>
    public static bool WritesSecond => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes, T>(TLanes first, TLanes second, out TLanes secondResult)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        return TActivation.Evaluate<TLanes, T>(first, out secondResult);
    }
}
