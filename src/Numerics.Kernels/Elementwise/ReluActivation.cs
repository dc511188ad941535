using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Elementwise;

/// <summary>
/// phi(h) = sqrt(2) max(h, 0), phi'(h) = sqrt(2) for h above 0, else 0; the scale keeps E phi(h)^2 = 1 for standard normal h.
/// </summary>
internal readonly struct ReluActivation : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Evaluate<TLanes, T>(TLanes h, out TLanes derivative)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes zero = LaneConstants.All<TLanes, T>(0);
        TLanes root = LaneConstants.All<TLanes, T>(1.41421356237309505);
        derivative = TLanes.Select(TLanes.LessThan(zero, h), root, zero);

        // Written so that not-a-number stays: only numbers below zero are replaced.
        return TLanes.Select(TLanes.LessThan(h, zero), zero, h * root);
    }
}
