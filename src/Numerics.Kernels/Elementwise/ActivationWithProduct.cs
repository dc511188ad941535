using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Elementwise;

/// <summary>phi(h) and phi'(h) z.</summary>
internal readonly struct ActivationWithProduct<TActivation> : IElementwise
    where TActivation : struct, IActivation
{
    /// <inheritdoc/>
    public static bool ReadsSecond => true;

    /// <inheritdoc/>
    public static bool WritesSecond => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes, T>(TLanes first, TLanes second, out TLanes secondResult)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes value = TActivation.Evaluate<TLanes, T>(first, out TLanes derivative);
        secondResult = derivative * second;
        return value;
    }
}
