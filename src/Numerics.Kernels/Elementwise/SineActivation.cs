using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Elementwise;

/// <summary>phi(h) = sin h, phi'(h) = cos h, for |h| at most 10^6 (float: 5000).</summary>
internal readonly struct SineActivation : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Evaluate<TLanes, T>(TLanes h, out TLanes derivative)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        LaneSinCos.OfRadians<TLanes, T>(h, out TLanes sine, out derivative);
        return sine;
    }
}
