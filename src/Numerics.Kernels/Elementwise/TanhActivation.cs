using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Elementwise;

/// <summary>phi(h) = tanh h, phi'(h) = 1 - phi^2, which rounds to 0 beyond |h| = 19 (float: 9).</summary>
internal readonly struct TanhActivation : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Evaluate<TLanes, T>(TLanes h, out TLanes derivative)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes value = LaneTanh.Tanh<TLanes, T>(h);
        derivative = TLanes.MultiplyAdd(LaneConstants.All<TLanes, T>(0) - value, value, LaneConstants.All<TLanes, T>(1));
        return value;
    }
}
