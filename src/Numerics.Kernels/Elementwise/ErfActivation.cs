using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Elementwise;

/// <summary>phi(h) = erf(sqrt(pi) h / 2), phi'(h) = exp(-pi h^2 / 4); the scale makes phi'(0) = 1.</summary>
internal readonly struct ErfActivation : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Evaluate<TLanes, T>(TLanes h, out TLanes derivative)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        return LaneErf.Erf<TLanes, T>(h * LaneConstants.All<TLanes, T>(0.886226925452758014), out derivative);
    }
}
