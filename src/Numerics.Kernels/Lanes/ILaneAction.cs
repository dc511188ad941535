using System.Numerics;

namespace Numerics.Kernels.Lanes;

/// <summary>A kernel with its arguments bound, to be run with lanes of one tier.</summary>
/// <typeparam name="T">Element type: float, double, or ulong for random words.</typeparam>
internal interface ILaneAction<T>
    where T : unmanaged, INumber<T>
{
    /// <summary>Runs the kernel with the lane type chosen by <see cref="LaneDispatch"/>.</summary>
    void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>;
}
